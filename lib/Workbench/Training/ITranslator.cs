namespace Workbench.Training;

/// <summary>Something trained that makes pictures of one kind into pictures of another.</summary>
public interface ITranslator
{
    /// <summary>Translates pictures of any size, at the network's own size.</summary>
    /// <param name="images">[N, 3, H, W] in 0..1.</param>
    /// <param name="back">The other way round, where the task learned both.</param>
    /// <returns>[N, 3, H, W] in 0..1.</returns>
    /// <exception cref="ArgumentException"><paramref name="back"/> is asked for, and only one way was learned.</exception>
    Tensor TranslateAnySize(Tensor images, bool back = false);
}

namespace Workbench.Datasets.Transforms;

/// <summary>What happens to a sample on its way into a batch, such as a random crop. It must follow from the sample and the random numbers alone.</summary>
/// <typeparam name="T">The kind of sample.</typeparam>
public interface ITransform<T>
    where T : Sample
{
    /// <summary>Changes one sample; called from several threads at once.</summary>
    /// <param name="sample">Stays the caller's.</param>
    /// <param name="random">The random numbers of this item in this epoch.</param>
    /// <returns>A sample whose tensors are new.</returns>
    T Apply(T sample, ref ItemRandom random);
}

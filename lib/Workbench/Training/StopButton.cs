namespace Workbench.Training;

/// <summary>
/// The stop button of the notebook whose cell this runs in. Kernels that have one publish a token where any library finds it by name; as
/// long as this lives, it says there that the token is looked at, so that a step may take its time and nothing is broken off half way.
/// </summary>
/// <param name="other">Who else may ask to stop.</param>
internal sealed class StopButton(CancellationToken other) : IDisposable
{
    private const string Interruption = "Notebook.Interruption", Heeded = Interruption + ".Heeded";

    private readonly CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
        other, AppContext.GetData(Interruption) is CancellationToken button ? button : CancellationToken.None);

    private readonly object? before = Heed(true);

    /// <summary>Cancelled when the button was pressed, or <c>other</c> asks.</summary>
    public CancellationToken Token => either.Token;

    public void Dispose()
    {
        Heed(before);
        either.Dispose();
    }

    private static object? Heed(object? now)
    {
        object? before = AppContext.GetData(Heeded);
        AppContext.SetData(Heeded, now);
        return before;
    }
}

namespace Workbench.Training;

/// <summary>
/// The stop button of the notebook whose cell this runs in. Kernels that have one publish a token where any library finds it by name; as
/// long as one of these lives, it says there that the token is looked at, so that a step may take its time and nothing is broken off half way.
/// </summary>
internal sealed class StopButton : IDisposable
{
    private const string Interruption = "Notebook.Interruption", Heeded = Interruption + ".Heeded";

    private static readonly Lock Gate = new();
    private static int living; // trainings beside each other end in any order
    private static object? before;

    private readonly CancellationTokenSource either;

    /// <param name="other">Who else may ask to stop.</param>
    public StopButton(CancellationToken other)
    {
        either = CancellationTokenSource.CreateLinkedTokenSource(other, AppContext.GetData(Interruption) is CancellationToken button ? button : CancellationToken.None);
        lock (Gate)
        {
            before = living++ == 0 ? AppContext.GetData(Heeded) : before;
            AppContext.SetData(Heeded, true);
        }
    }

    /// <summary>Cancelled when the button was pressed, or <c>other</c> asks.</summary>
    public CancellationToken Token => either.Token;

    public void Dispose()
    {
        lock (Gate)
        {
            AppContext.SetData(Heeded, --living == 0 ? before : true);
        }

        either.Dispose();
    }
}

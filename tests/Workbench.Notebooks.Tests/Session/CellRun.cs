namespace Workbench.Notebooks.Tests.Session;

/// <summary>What one cell did.</summary>
public sealed record CellRun(CellOutcome Outcome, IReadOnlyList<KernelEvent> Events)
{
    public IReadOnlyList<CellOutput> Outputs => [.. Events.OfType<OutputProduced>().Select(e => e.Output)];

    public IReadOnlyList<DisplayOutput> Displays => [.. Outputs.OfType<DisplayOutput>()];

    public MimeBundle? Result => Outputs.OfType<ResultOutput>().SingleOrDefault()?.Data;

    public ErrorOutput Error
    {
        get
        {
            Assert.NotNull(Outcome.Error);
            return Outcome.Error;
        }
    }

    public string Stdout => Text("stdout");

    public string Stderr => Text("stderr");

    /// <summary>The result as plain text.</summary>
    public string? Value => Result?.Text("text/plain");

    private string Text(string stream) => string.Concat(Outputs.OfType<StreamOutput>().Where(o => o.Name == stream).Select(o => o.Text));
}

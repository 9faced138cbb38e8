using Workbench.Experiments;

namespace Workbench.Display;

/// <summary>
/// A study as it goes: the run that is trained, how far it is, the time left for all, and how the others ended. A notebook shows it once and
/// then again in the same place at each <see cref="Changed"/>.
/// </summary>
/// <example><code>
/// var view = new StudyView("loss, map → aerial");
/// var shown = view.Display();
/// view.Changed = () => shown.Update(view);
/// var result = study.Run(watcher: view);
/// </code></example>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class StudyView : IProgress<StudyProgress>, IShowsAsHtml
{
    private readonly string title;
    private readonly List<StudyProgress> ended = [];
    private StudyProgress? latest;

    /// <summary>A view of a study that has not begun.</summary>
    /// <param name="title">What is varied.</param>
    /// <exception cref="ArgumentException">The title is blank.</exception>
    public StudyView(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        this.title = title;
    }

    /// <summary>Called, on the study's thread, when there is something new to show.</summary>
    public Action? Changed { get; set; }

    /// <inheritdoc/>
    public void Report(StudyProgress value)
    {
        if (value is { State: RunState.Running, Training: not Training.StepReport })
        {
            return; // nothing that a line of text shows
        }

        latest = value;
        if (value.State is RunState.Finished or RunState.Failed or RunState.Stopped)
        {
            ended.Add(value);
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        string bar = latest is null || latest.Done == latest.Runs ? "" : $"<progress value=\"{latest.Done}\" max=\"{latest.Runs}\" aria-label=\"runs\" style=\"width:100%;max-width:40rem\"></progress>";
        string list = string.Concat(ended.Select(run => $"<li>{Html.Encode(run.Run.ToString())}: {Html.Encode(run.Failure is null ? run.State.ToString().ToLowerInvariant() : $"failed: {run.Failure}")}</li>"));
        return $"<div><p><strong>{Html.Encode(title)}</strong> {Html.Encode(State)}</p>{bar}{(list.Length > 0 ? $"<ul>{list}</ul>" : "")}</div>";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{title}: {State}";

    private string State => latest is null ? "not begun" : latest.Done == latest.Runs ? $"all {latest.Runs} runs ended" : latest.ToString();
}

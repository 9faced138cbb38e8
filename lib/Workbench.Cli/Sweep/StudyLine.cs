using System.Diagnostics;
using Workbench.Experiments;

namespace Workbench.Cli;

/// <summary>Tells how far a study is: on a terminal in one line that changes, elsewhere in a line every ten seconds; ends of runs stay.</summary>
internal sealed class StudyLine : IProgress<StudyProgress>
{
    private readonly ChangingLine line = new();
    private long said;

    public void Report(StudyProgress value)
    {
        bool stays = value.State is RunState.Finished or RunState.Failed or RunState.Stopped;
        bool due = said == 0 || Stopwatch.GetElapsedTime(said) > TimeSpan.FromSeconds(line.IsTerminal ? 0.2 : 10);
        if (stays || (due && value.Training is Training.StepReport))
        {
            said = Stopwatch.GetTimestamp();
            line.Say(value.ToString(), stays);
        }
    }

    /// <summary>Leaves the changing line.</summary>
    public void End() => line.End();
}

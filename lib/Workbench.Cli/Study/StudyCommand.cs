using System.CommandLine;

namespace Workbench.Cli;

/// <summary><c>workbench study</c>: people, or a classifier in their place, tell generated pictures from real ones.</summary>
internal static class StudyCommand
{
    public static Command Create() => new("study", "Asks people which picture is generated, as the papers did, and reports '% labelled real'.")
    {
        StudyServeCommand.Create(), StudyInviteCommand.Create(), StudyReportCommand.Create(), StudyJudgeCommand.Create(),
    };
}

using System.CommandLine;
using Workbench.Evaluation.Studies;

namespace Workbench.Cli;

/// <summary><c>workbench study invite</c>: links for participants of a public study, each good for one of them.</summary>
internal static class StudyInviteCommand
{
    public static Command Create()
    {
        Argument<string> file = new("study.db") { Description = "The study's file; it may be being served." };
        Option<int> count = new("--count") { Description = "How many.", DefaultValueFactory = _ => 1 };
        Option<string> address = new("--address") { Description = "Where participants reach the page.", HelpName = "URL", DefaultValueFactory = _ => "http://localhost:8350/" };
        Command command = new("invite", "Prints links for participants of a study served with --public, one a participant.") { file, count, address };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            if (parsed.GetValue(count) is var invitations && invitations is < 1 or > 100_000)
            {
                throw new UsageException($"--count {invitations}: 1 to 100,000 invitations.");
            }

            if (!Uri.TryCreate(parsed.GetValue(address), UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
            {
                throw new UsageException($"--address {parsed.GetValue(address)}: an address such as https://study.example.org/.");
            }

            using StudyFile study = StudyFile.Open(parsed.GetValue(file)!);
            foreach (string token in study.Invite(invitations))
            {
                // Behind # it is sent to no server and stands in no log.
                Console.WriteLine($"{uri.GetLeftPart(UriPartial.Path)}#{token}");
            }

            return ExitCode.Success;
        }));
        return command;
    }
}

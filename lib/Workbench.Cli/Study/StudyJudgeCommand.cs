using System.CommandLine;
using System.Text;
using Workbench.Evaluation;
using Workbench.Evaluation.Studies;

namespace Workbench.Cli;

/// <summary><c>workbench study judge</c>: a classifier in place of people, where none are at hand.</summary>
internal static class StudyJudgeCommand
{
    private static readonly TwoSampleClassifier Default = new();

    private static readonly Option<string> Real = new("--real") { Description = "Folder of the real pictures.", HelpName = "DIR", Required = true };
    private static readonly Option<string[]> Fake = new("--fake") { Description = "A method and the folder of its pictures, under the names of the real ones; once for each method.", HelpName = "METHOD=DIR", Required = true };
    private static readonly Option<int> Size = new("--size") { Description = "Side of the square that all pictures are cut and brought to, in pixels.", DefaultValueFactory = _ => 64 };
    private static readonly Option<int> Folds = new("--folds") { Description = "Parts that the pictures are dealt into; each is judged by a network that learned from the others.", DefaultValueFactory = _ => Default.Folds };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "How often a network goes through its pictures: the more, the sharper the judge.", DefaultValueFactory = _ => Default.Epochs };
    private static readonly Option<long> Seed = new("--seed") { Description = "Another seed, other parts and first weights.", DefaultValueFactory = _ => Default.Seed };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON." };

    public static Command Create()
    {
        Command command = new("judge", "Lets a classifier tell generated pictures from real ones it has not seen, and reports how often it is fooled and how good it is. It is no person.")
        {
            Real, Fake, Size, Folds, Epochs, Seed, Json,
        };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            using StopOnCtrlC stop = new();
            using DisposeScope scope = torch.NewDisposeScope();
            TwoSampleClassifier judge = new() { Folds = Above(parsed, Folds, 1), Epochs = Above(parsed, Epochs, 0), Seed = parsed.GetValue(Seed) };
            (Tensor real, Dictionary<string, Tensor> methods) = Open(parsed, Above(parsed, Size, 15));
            ChangingLine line = new();
            try
            {
                IReadOnlyDictionary<string, JudgeReport> reports = judge.Judge(real, methods, Say, stop.Token);
                line.End();
                Console.WriteLine(parsed.GetValue(Json) ? AsJson(judge, real, reports) : AsTables(judge, real, reports));
                return ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                line.End();
                return ExitCode.Interrupted;
            }

            void Say(int done, int all)
            {
                if (line.IsTerminal || done % judge.Epochs == 0) // in a log, a line for each of its networks
                {
                    line.Say($"The judge learns: epoch {done} of {all}");
                }
            }
        }));
        return command;
    }

    private static int Above(ParseResult parsed, Option<int> option, int bound) =>
        parsed.GetValue(option) is var value && value > bound ? value : throw new UsageException($"{option.Name} {value}: {bound + 1} or more.");

    private static (Tensor Real, Dictionary<string, Tensor> Methods) Open(ParseResult parsed, int size)
    {
        PictureFolder real = PictureFolder.Open(parsed.GetValue(Real)!);
        Dictionary<string, PictureFolder> fakes = StudyServeCommand.Methods(parsed.GetValue(Fake)!).ToDictionary(method => method.Key, method => PictureFolder.Open(method.Value));
        foreach ((string method, PictureFolder folder) in fakes)
        {
            if (folder.Alone(real, method, "real") is { Count: > 0 } alone)
            {
                throw new UsageException($"{folder.Folder} ({method}): {alone.Count} of the pictures have no partner of the same name: {string.Join(", ", alone.Take(5))}{(alone.Count > 5 ? ", …" : "")}.");
            }
        }

        return (real.Stack(size), fakes.ToDictionary(method => method.Key, method => method.Value.Stack(size)));
    }

    /// <summary>Every two methods, on the same pairs.</summary>
    private static IEnumerable<(string First, string Second, Measurement Difference)> Differences(IReadOnlyDictionary<string, JudgeReport> reports) => reports.SelectMany((first, i) =>
        reports.Skip(i + 1).Select(second => (first.Key, second.Key, first.Value.FooledMoreOftenThan(second.Value))));

    private static string AsTables(TwoSampleClassifier judge, Tensor real, IReadOnlyDictionary<string, JudgeReport> reports)
    {
        StringBuilder text = new();
        text.AppendLine($"A classifier's judgement, not people's: {real.shape[0]} pairs of {real.shape[3]}×{real.shape[2]} pixels, each judged by one of {judge.Folds} networks that had not seen it ({judge.Epochs} epochs, seed {judge.Seed}).");
        text.AppendLine("Shares [95 % interval]; fooled in 0.5 of pairs, and right about 0.5 of pictures, where it cannot tell them apart. Compare its rates with each other, not with people's.").AppendLine();
        TextTable.Append(text, markdown: false, ["method", "fooled, of pairs", "right, of pictures"], reports.Select(method => (string[])[method.Key, Share(method.Value.Fooled), Share(method.Value.Accuracy)]));
        if (reports.Count > 1)
        {
            text.AppendLine();
            TextTable.Append(text, markdown: false, ["comparison on the same pairs", "difference", ""], Differences(reports).Select(pair => (string[])
                [$"{pair.First} − {pair.Second}", Share(pair.Difference), pair.Difference.Interval switch { { Low: > 0 } => $"{pair.First} fools it more", { High: < 0 } => $"{pair.Second} fools it more", _ => "not told apart" }]));
        }

        return text.ToString().TrimEnd();
    }

    private static string AsJson(TwoSampleClassifier judge, Tensor real, IReadOnlyDictionary<string, JudgeReport> reports) => StudyReportCommand.Serialize(new
    {
        Judge = "a classifier, not people",
        Pairs = real.shape[0],
        Size = real.shape[3],
        judge.Folds,
        judge.Epochs,
        judge.Seed,
        Methods = reports.Select(method => new { Method = method.Key, Fooled = StudyReportCommand.Figure(method.Value.Fooled), Accuracy = StudyReportCommand.Figure(method.Value.Accuracy) }),
        Differences = Differences(reports).Select(pair => new { pair.First, pair.Second, Difference = StudyReportCommand.Figure(pair.Difference) }),
    });

    private static string Share(Measurement measured) => FormattableString.Invariant($"{measured.Value:0.000} [{measured.Interval!.Value.Low:0.000}, {measured.Interval.Value.High:0.000}]");
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Evaluation;
using Workbench.Evaluation.Studies;

namespace Workbench.Cli;

/// <summary><c>workbench study report</c>: what a study found so far.</summary>
internal static class StudyReportCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create()
    {
        Argument<string> file = new("study.db") { Description = "The study's file; it may be being served." };
        Option<bool> json = new("--json") { Description = "Prints JSON, with every participant." };
        Option<bool> markdown = new("--markdown") { Description = "Prints tables in Markdown." };
        Option<bool> csv = new("--csv") { Description = "Prints the methods as CSV." };
        Option<bool> all = new("--no-exclusions") { Description = "Counts every answer of everybody." };
        Command command = new("report", "Reports '% labelled real' of each method with its uncertainty, comparisons, and what was left out by which rule.") { file, json, markdown, csv, all };
        command.Validators.Add(result =>
        {
            if (new[] { json, markdown, csv }.Count(result.GetValue) > 1)
            {
                result.AddError("--json, --markdown and --csv: one of them.");
            }
        });
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            using StudyFile study = StudyFile.Open(parsed.GetValue(file)!);
            StudyReport report = StudyReport.Of(study, parsed.GetValue(all) ? ExclusionRules.None : null);
            Console.WriteLine(parsed.GetValue(json) ? AsJson(report) : parsed.GetValue(csv) ? AsCsv(report) : AsTables(report, parsed.GetValue(markdown)));
            return ExitCode.Success;
        }));
        return command;
    }

    private static string AsTables(StudyReport report, bool markdown)
    {
        StudyProtocol protocol = report.Protocol;
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Participants.Count} participants, {report.Participants.Count(person => person.Excluded is null)} of them counted; {protocol.Trials} scored trials each after {protocol.Practice} for practice, with {protocol.Checks} attention checks; pictures shown for {protocol.ExposureMs} ms {(protocol.Presentation == Presentation.InTurn ? "one after the other" : "side by side")}.");
        text.AppendLine("'% labelled real' ± standard error [95 % bootstrap interval], both over participants; 50 is as good as real.").AppendLine();
        TextTable.Append(text, markdown, ["method", "participants", "trials", "% labelled real"], report.Methods.Select(method => (string[])
            [method.Method, Whole(method.Participants), Whole(method.Trials), Percent(method.LabelledReal, method.StandardError)]));
        if (report.Differences.Count > 0)
        {
            text.AppendLine();
            TextTable.Append(text, markdown, ["comparison", "difference, points", ""], report.Differences.Select(pair => (string[])
                [$"{pair.First} − {pair.Second}", Percent(pair.Difference, double.NaN), pair.Verdict switch { Verdict.Holds => $"{pair.First} is ahead", Verdict.DoesNotHold => $"{pair.Second} is ahead", _ => "not told apart" }]));
        }

        text.AppendLine();
        if (report.Exclusions.Count == 0)
        {
            text.AppendLine("Nothing was left out.");
        }
        else
        {
            TextTable.Append(text, markdown, ["left out", "rule", "count"], report.Exclusions.Select(one => (string[])[one.What, one.Rule, Whole(one.Count)]));
        }

        return text.ToString().TrimEnd();
    }

    private static string AsCsv(StudyReport report) => string.Join(
        Environment.NewLine,
        report.Methods.Select(method => string.Join(
            ',', Quoted(method.Method), Whole(method.Participants), Whole(method.Trials), Exact(method.LabelledReal.Value), Exact(method.StandardError), Exact(method.LabelledReal.Interval?.Low), Exact(method.LabelledReal.Interval?.High)))
            .Prepend("method,participants,trials,labelled_real_percent,standard_error,low,high"));

    internal static string Serialize(object report) => JsonSerializer.Serialize(report, Json);

    private static string AsJson(StudyReport report) => Serialize(
        new
        {
            report.Protocol,
            Methods = report.Methods.Select(method => new { method.Method, method.Participants, method.Trials, LabelledReal = Figure(method.LabelledReal), StandardError = Finite(method.StandardError) }),
            Differences = report.Differences.Select(pair => new { pair.First, pair.Second, Difference = Figure(pair.Difference), Ahead = pair.Verdict switch { Verdict.Holds => pair.First, Verdict.DoesNotHold => pair.Second, _ => null } }),
            report.Exclusions,
            Participants = report.Participants.Select(person => new { person.Number, person.Method, person.Trials, LabelledReal = Finite(person.LabelledReal), person.Checks, person.ChecksRight, person.Excluded }),
        });

    internal static object Figure(Measurement measured) => new { Value = Finite(measured.Value), measured.Interval?.Low, measured.Interval?.High };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Percent(Measurement measured, double error)
    {
        if (!measured.IsKnown)
        {
            return "–";
        }

        string plusMinus = double.IsNaN(error) ? "" : FormattableString.Invariant($" ± {error:0.0}");
        return FormattableString.Invariant($"{measured.Value:0.0}{plusMinus}") + (measured.Interval is { } interval ? FormattableString.Invariant($" [{interval.Low:0.0}, {interval.High:0.0}]") : "");
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Exact(double? number) => number is { } value && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

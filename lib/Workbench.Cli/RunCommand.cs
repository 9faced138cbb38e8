using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Workbench.Cli;

/// <summary><c>workbench run</c>: executes notebooks, keeps what they show, and prints what they claim.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Notebooks, or folders of them. Default: notebooks/", Arity = ArgumentArity.ZeroOrMore };
        paths.Validators.Add(CheckPaths);
        var preset = new Option<string?>("--preset") { Description = "Sets the parameter preset: quick (default; minutes on two cores), real (real photographs; about an hour a training) or paper (the authors' own settings)." };
        preset.AcceptOnlyFromAmong("quick", "real", "paper");
        var settings = new Option<string[]>("--set") { Description = "Sets a parameter that a notebook's cell tagged parameters declares. May be repeated.", HelpName = "name=value" };
        settings.Validators.Add(CheckSettings);
        var output = new Option<string?>("--out") { Description = "The folder for results. Default: results/ beside notebooks/", HelpName = "folder" };
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = "How long a cell may take: 90 (seconds), 90s, 15m or 2h. Default: as long as it likes.",
            HelpName = "time",
            CustomParser = ParseTime,
        };
        var check = new Option<bool>("--check") { Description = "Executes the notebooks again and compares what they show with the executed copies, which stay as they are." };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How far apart two numbers may lie for --check, relative to the larger.",
            HelpName = "ratio",
            DefaultValueFactory = _ => 1e-3,
            CustomParser = ParseRatio,
        };
        var command = new Command("run", "Executes notebooks and writes their executed copies, an HTML book and their claims.")
        {
            paths, preset, settings, output, timeout, check, tolerance,
        };
        command.SetAction(async parsed =>
        {
            try
            {
                var options = new RunOptions(
                    NotebookFiles.Find(parsed.GetValue(paths) ?? []),
                    Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(NotebookFiles.Root(), "results")),
                    parsed.GetValue(preset),
                    (parsed.GetValue(settings) ?? []).Select(Split).GroupBy(s => s.Name).ToDictionary(s => s.Key, s => s.Last().Value, StringComparer.Ordinal),
                    parsed.GetValue(timeout));
                using var stop = new StopOnCtrlC();
                return parsed.GetValue(check)
                    ? await new CheckRun(options, parsed.GetValue(tolerance)).RunAsync(stop.Token)
                    : await new BookRun(options).RunAsync(stop.Token);
            }
            catch (Exception error) when (error is UsageException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException
                or Notebooks.NotebookFormatException)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static (string Name, string Value) Split(string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        return (setting[..equals].Trim(), setting[(equals + 1)..]);
    }

    private static void CheckPaths(ArgumentResult result)
    {
        foreach (Token token in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            result.AddError($"{token.Value}: there is no such option.");
        }
    }

    private static void CheckSettings(OptionResult result)
    {
        foreach (Token token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            result.AddError($"--set {token.Value}: write --set name=value.");
        }
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        double unit = text.EndsWith('h') ? 3600 : text.EndsWith('m') ? 60 : 1;
        if (double.TryParse(text.TrimEnd('h', 'm', 's'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count * unit is > 0 and < 1e7)
        {
            return TimeSpan.FromSeconds(count * unit);
        }

        result.AddError($"--timeout {text}: write a time such as 90, 90s, 15m or 2h.");
        return null;
    }

    private static double ParseRatio(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is >= 0 and < 1)
        {
            return ratio;
        }

        result.AddError($"--tolerance {text}: write a ratio of 0 or more and less than 1, such as 0.001.");
        return 0;
    }
}

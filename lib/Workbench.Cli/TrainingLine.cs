using System.Diagnostics;
using System.Globalization;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary>Tells how far a training is: on a terminal in one line that changes, elsewhere in a line every ten seconds.</summary>
internal sealed class TrainingLine : IProgress<TrainingReport>
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly bool terminal = !Console.IsErrorRedirected;
    private TimeSpan said = -TimeSpan.FromDays(1);
    private int width;

    public static string Figures(IReadOnlyDictionary<string, double> figures) =>
        string.Join("  ", figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:G4}")));

    public void Report(TrainingReport value)
    {
        switch (value)
        {
            case StepReport step when terminal || watch.Elapsed - said > TimeSpan.FromSeconds(10) || step.Step == step.Steps:
                said = watch.Elapsed;
                Say(string.Create(CultureInfo.InvariantCulture, $"step {step.Step}/{step.Steps}  epoch {step.Epoch}  {Figures(step.Losses)}  {step.ItemsPerSecond:F1} items/s  {step.Remaining:h\\:mm\\:ss} left"), stays: !terminal);
                break;
            case ValidationReport validation:
                Say($"epoch {validation.Epoch}, unseen items: {Figures(validation.Figures)}", stays: true);
                break;
        }
    }

    /// <summary>Leaves the changing line.</summary>
    public void End()
    {
        if (terminal && width > 0)
        {
            Say("", stays: false);
            Console.Error.Write('\r');
        }
    }

    private void Say(string text, bool stays)
    {
        Console.Error.Write($"{(terminal ? "\r" : "")}{(terminal ? text.PadRight(width) : text)}{(stays ? "\n" : "")}");
        width = stays ? 0 : text.Length;
    }
}

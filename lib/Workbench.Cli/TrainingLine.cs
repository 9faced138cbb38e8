using System.Diagnostics;
using System.Globalization;
using Workbench.Training;

namespace Workbench.Cli;

/// <summary>Tells how far a training is: on a terminal in one line that changes, elsewhere in a line every ten seconds.</summary>
internal sealed class TrainingLine : IProgress<TrainingReport>
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly ChangingLine line = new();
    private TimeSpan said = -TimeSpan.FromDays(1);

    public static string Figures(IReadOnlyDictionary<string, double> figures) =>
        string.Join("  ", figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:G4}")));

    public void Report(TrainingReport value)
    {
        switch (value)
        {
            case StepReport step when line.IsTerminal || watch.Elapsed - said > TimeSpan.FromSeconds(10) || step.Step == step.Steps:
                said = watch.Elapsed;
                line.Say(string.Create(CultureInfo.InvariantCulture, $"step {step.Step}/{step.Steps}  epoch {step.Epoch}  {Figures(step.Losses)}  {step.ItemsPerSecond:F1} items/s  {step.Remaining:h\\:mm\\:ss} left"));
                break;
            case ValidationReport validation:
                line.Say($"epoch {validation.Epoch}, unseen items: {Figures(validation.Figures)}", stays: true);
                break;
        }
    }

    /// <summary>Leaves the changing line.</summary>
    public void End() => line.End();
}

using SkiaSharp;
using Workbench.Imaging;

namespace Workbench.Training;

/// <summary>Writes what happens in a run down as it happens: tables, and TensorBoard's events.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly RunFolder run;
    private readonly MetricsFile metrics, validation;
    private readonly TorchSharp.Modules.SummaryWriter? board;

    public RunLog(RunFolder run, long step, bool tensorBoard)
    {
        this.run = run;
        try
        {
            (metrics, validation) = (MetricsFile.Open(run.In("metrics.csv"), step), MetricsFile.Open(run.In("validation.csv"), step));
            board = tensorBoard ? torch.utils.tensorboard.SummaryWriter(run.In("tensorboard"), "", false) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw run.CannotWrite("metrics.csv", error);
        }
    }

    public void Write(StepReport report, TimeSpan elapsed) => Guarded("metrics.csv", () =>
    {
        OrderedDictionary<string, double> row = new() { ["step"] = report.Step, ["epoch"] = report.Epoch, ["seconds"] = Math.Round(elapsed.TotalSeconds, 3), ["learningRate"] = report.Rate };
        foreach ((string name, double loss) in report.Losses)
        {
            row[name] = loss;
            board?.add_scalar($"loss/{name}", (float)loss, (int)report.Step);
        }

        board?.add_scalar("learningRate", (float)report.Rate, (int)report.Step);
        metrics.Add(row);
    });

    public void Write(ValidationReport report) => Guarded("validation.csv", () =>
    {
        OrderedDictionary<string, double> row = new() { ["step"] = report.Step, ["epoch"] = report.Epoch };
        foreach ((string name, double figure) in report.Figures)
        {
            row[name] = figure;
            board?.add_scalar($"validation/{name}", (float)figure, (int)report.Step);
        }

        validation.Add(row);
    });

    public void Write(long step, ImageGrid grid) => Guarded("tensorboard", () =>
    {
        if (board is null)
        {
            return;
        }

        using SKBitmap picture = SKBitmap.Decode(grid.ToPng());
        using Tensor image = PixelBuffer.ToTensor(picture);
        using Tensor bytes = (image * 255).to(torch.uint8);
        board.add_img("samples", bytes, (int)step, dataformats: "CHW");
    });

    public void Dispose()
    {
        (board as IDisposable)?.Dispose();
    }

    private void Guarded(string file, Action write)
    {
        run.RequireHere();
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw run.CannotWrite(file, error);
        }
    }
}

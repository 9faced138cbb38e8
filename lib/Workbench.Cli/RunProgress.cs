using System.Diagnostics;
using System.Globalization;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>
/// Shows which cell runs and how long the rest will take. On a terminal one line changes in place; elsewhere each cell that has ended gets
/// a line of its own.
/// </summary>
internal sealed class RunProgress : IProgress<CellProgress>, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);

    private readonly RemainingTime remaining;
    private readonly Timer? timer;
    private readonly Lock drawing = new();
    private readonly Stopwatch inCell = new();
    private int notebook;
    private string name = "";
    private CellProgress? running;
    private bool lineIsDrawn;

    public RunProgress(RemainingTime remaining)
    {
        this.remaining = remaining;
        timer = Console.IsOutputRedirected ? null : new Timer(_ => Draw(), null, Beat, Beat);
    }

    /// <summary>A notebook begins.</summary>
    /// <param name="index">Its place in the run, from 0.</param>
    /// <param name="title">Its name.</param>
    public void Start(int index, string title)
    {
        lock (drawing)
        {
            (notebook, name, running) = (index, title, null);
        }
    }

    /// <inheritdoc/>
    public void Report(CellProgress value)
    {
        lock (drawing)
        {
            running = value.Took is null ? value : null;
            inCell.Restart();
        }

        if (timer is not null)
        {
            Draw();
        }
        else if (value.Took is { } took)
        {
            string left = remaining.Left(notebook, value.Cell.Id, took) is { } time ? $"  (about {Text(time)} left)" : "";
            Console.WriteLine($"  {name}  {value.Position}/{value.Count}  {Text(took)}  {Cut(value.Headline, 70)}{left}");
        }
    }

    /// <summary>Writes a line that stays.</summary>
    public void Say(string line)
    {
        lock (drawing)
        {
            Erase();
            running = null;
            Console.WriteLine(line);
        }
    }

    /// <summary>Writes a line that stays, to stderr.</summary>
    public void Complain(string line)
    {
        lock (drawing)
        {
            Erase();
            running = null;
            Console.Error.WriteLine(line);
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (drawing)
        {
            Erase();
        }
    }

    /// <summary>A time as a person says it: <c>0.4 s</c>, <c>38 s</c>, <c>2 min 5 s</c>, <c>1 h 4 min</c>.</summary>
    public static string Text(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    private void Draw()
    {
        lock (drawing)
        {
            if (running is not { } cell)
            {
                return;
            }

            string left = remaining.Left(notebook, cell.Cell.Id, inCell.Elapsed) is { } time ? $"about {Text(time)} left" : $"{cell.Position - 1} of {cell.Count} cells done";
            string line = $"  {name}  cell {cell.Position}/{cell.Count}  {Text(inCell.Elapsed)}  ·  {left}  ·  {cell.Headline}";
            Erase();
            Console.Write(Cut(line, Math.Max(20, Width() - 1)));
            lineIsDrawn = true;
        }
    }

    private void Erase()
    {
        if (lineIsDrawn)
        {
            Console.Write("\r\u001b[K");
            lineIsDrawn = false;
        }
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}

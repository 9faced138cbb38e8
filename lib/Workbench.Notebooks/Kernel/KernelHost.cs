using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>The inside of a <see cref="KernelProcess"/>: a C# session that takes its cells from a pipe and sends its outputs there.</summary>
public static class KernelHost
{
    /// <summary>The hidden verb of the command line that ends up here.</summary>
    public const string Verb = "kernel";

    /// <summary>The word after the pipe's name that asks for a warm-up.</summary>
    public const string WarmUp = "warm-up";

    /// <summary>Serves the process that started this one until it says so, or is gone.</summary>
    /// <param name="pipeName">The name it passed on the command line.</param>
    /// <param name="warmUp">What is done when the compiler is warm and no cell is waiting; null for nothing.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string pipeName, Action? warmUp = null)
    {
        // Ctrl-C reaches every process of the terminal. What it means is for the one in front to say.
        using var ignoreCtrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        OfferItselfWhenMemoryRunsOut();
        using var session = new CSharpSession();
        using var stream = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await stream.ConnectAsync(TimeSpan.FromSeconds(30), CancellationToken.None).ConfigureAwait(false);
        using var pipe = new KernelPipe(stream);
        using var cells = new BlockingCollection<Cell>();
        var native = new NativeOutput(ProcessText.MarkOf(pipeName));
        var questions = new OpenQuestions();
        var pause = new CellPause();
        CancellationTokenSource? latest = null;
        _ = Task.Run(() => ExecuteAllAsync(session, cells, pipe, native, questions, pause));
        Task warm = Task.Run(() => WarmUpAsync(session, warmUp, pause));
        while (await pipe.ReadAsync().ConfigureAwait(false) is JsonObject message && KernelMessage.Type(message) != "shutdown")
        {
            switch (KernelMessage.Type(message))
            {
                case "execute":
                    pause.BeginCell();
                    latest = new CancellationTokenSource();
                    cells.Add(new Cell(KernelMessage.Code(message), KernelMessage.Flag(message, "counts"), latest.Token));
                    break;
                case "interrupt" when latest is { IsCancellationRequested: true }:
                    session.Interrupt(); // asked again
                    break;
                case "interrupt":
                    _ = latest?.CancelAsync();
                    break;
                case "complete" or "inspect":
                    _ = Task.Run(() => AnswerAsync(session, message, pipe));
                    break;
                case "answer":
                    questions.Answer(message);
                    break;
            }
        }

        // A cell may still run, in a loop that ends for nobody; the process ends all the same.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAtOnceUnless(warm.IsCompleted);
        Environment.Exit(0);
        return 0;
    }

    /// <summary>This very program with the verb <c>kernel</c>.</summary>
    internal static IReadOnlyList<string> OwnCommand() => [.. OwnProgram(), Verb];

    /// <summary>The words that start this very program once more.</summary>
    /// <returns>A file to run, and arguments that come before any others.</returns>
    public static IReadOnlyList<string> OwnProgram()
    {
        string program = Environment.ProcessPath ?? "dotnet";
        bool isDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return isDotnet ? [program, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [program];
    }

    /// <summary>When Linux has to end a process for want of memory, it shall be this one and not the one that keeps the outputs.</summary>
    private static void OfferItselfWhenMemoryRunsOut()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                File.WriteAllText("/proc/self/oom_score_adj", "500");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A locked-down container: the system chooses.
        }
    }

    private static async Task ExecuteAllAsync(
        CSharpSession session, BlockingCollection<Cell> cells, KernelPipe pipe, NativeOutput native, OpenQuestions questions, CellPause pause)
    {
        async Task<string?> AskAsync(InputRequest question, CancellationToken stop)
        {
            JsonObject answer = await questions.AskAsync(number => pipe.Send(KernelMessage.Input(number, question)), stop).ConfigureAwait(false);
            return answer["error"] is { } error ? throw new InvalidOperationException(OutputJson.Text(error))
                : answer["value"] is { } value ? OutputJson.Text(value)
                : null;
        }

        foreach (Cell cell in cells.GetConsumingEnumerable())
        {
            var options = new CellOptions { Counts = cell.Counts, Input = AskAsync };
            Task<CellOutcome> running = session.ExecuteAsync(cell.Code, options, happened => pipe.Send(KernelMessage.Write(happened)), CancellationToken.None);

            // Not before it runs: what was asked to stop in the meantime is an interrupted cell like others.
            using CancellationTokenRegistration stop = cell.Stop.Register(session.Interrupt);
            CellOutcome outcome = await running.ConfigureAwait(false);
            native.EndCell();
            pipe.Send(KernelMessage.Write(outcome));
            pause.EndCell();
        }
    }

    /// <summary>The system lets no process tidy up while it loads a library, and libtorch is a large one.</summary>
    private static void EndAtOnceUnless(bool warm)
    {
        if (!warm)
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    private static async Task WarmUpAsync(CSharpSession session, Action? warmUp, CellPause pause)
    {
        if (warmUp is not null)
        {
            await session.Ready.ConfigureAwait(false);
            await pause.WaitAsync().ConfigureAwait(false);
            try
            {
                HostAssemblies.WarmUp(warmUp);
            }
            catch (Exception)
            {
                // The cell that needs what could not be loaded will say so.
            }
        }
    }

    private static async Task AnswerAsync(CSharpSession session, JsonObject question, KernelPipe pipe)
    {
        try
        {
            (string code, int position) = (KernelMessage.Code(question), KernelMessage.Position(question));
            JsonNode? value = KernelMessage.Type(question) == "complete"
                ? KernelMessage.Write(await session.CompleteAsync(code, position).ConfigureAwait(false))
                : await session.InspectAsync(code, position).ConfigureAwait(false) is { } found ? OutputJson.WriteBundle(found) : null;
            pipe.Send(KernelMessage.Answer(question, value));
        }
        catch (Exception error)
        {
            pipe.Send(KernelMessage.Answer(question, null, $"{error.GetType().Name}: {error.Message}"));
        }
    }

    private sealed record Cell(string Code, bool Counts, CancellationToken Stop);
}

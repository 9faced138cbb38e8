using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks;

/// <summary>
/// A C# session: cells go in, one after the other, and share what they declare. It knows nothing of files, processes or sockets; what
/// happens in a cell is told through events.
/// </summary>
/// <remarks>
/// While a cell runs, <c>AppContext.GetData("Notebook.Interruption")</c> is a <see cref="CancellationToken"/> that is cancelled when the
/// cell is asked to stop. A library's long loop can look there without knowing this class. While it does, it may set
/// <c>AppContext.SetData("Notebook.Interruption.Heeded", true)</c>: then its step may take as long as it needs.
/// </remarks>
public sealed class CSharpSession : IDisposable
{
    /// <summary>The key under which <see cref="AppContext.GetData"/> has the running cell's <see cref="CancellationToken"/>.</summary>
    public const string InterruptionKey = "Notebook.Interruption";

    /// <summary>The key under which a loop that looks at the token says so; true while it does.</summary>
    public const string HeededKey = InterruptionKey + ".Heeded";

    /// <summary>How long an interrupted cell may take to stop by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CellOutputs outputs;
    private readonly CellThread thread = new();
    private readonly Task<CellExecutor> executor;
    private readonly SemaphoreSlim turn = new(1);
    private CellInterruption? interruption;
    private int executions;

    /// <summary>Makes a session; the compiler warms up beside whatever the caller does next.</summary>
    /// <param name="options">Its folder and limits; null for the defaults.</param>
    public CSharpSession(CSharpSessionOptions? options = null)
    {
        options ??= new CSharpSessionOptions();
        outputs = new CellOutputs(options.TextLimit);
        ConsoleCapture.Install();
        executor = Task.Run(() => Prepare(options.Folder));
    }

    /// <summary>Ends when the compiler is warm.</summary>
    internal Task Ready => executor;

    /// <summary>Executes one cell. A second call waits for the first to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="onEvent">Called for everything that happens, in order, never twice at a time, from any thread. It must not throw.</param>
    /// <param name="cancellation">Asks the cell to stop, as <see cref="Interrupt"/> does.</param>
    /// <returns>How the cell ended. Whatever goes wrong in the cell is an outcome, not an exception.</returns>
    public Task<CellOutcome> ExecuteAsync(string code, Action<KernelEvent> onEvent, CancellationToken cancellation = default) =>
        ExecuteAsync(code, new CellOptions(), onEvent, cancellation);

    /// <summary>Executes one cell. A second call waits for the first to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="options">Whether it counts, and who answers its questions.</param>
    /// <param name="onEvent">Called for everything that happens, in order, never twice at a time, from any thread. It must not throw.</param>
    /// <param name="cancellation">Asks the cell to stop, as <see cref="Interrupt"/> does.</param>
    /// <returns>How the cell ended. Whatever goes wrong in the cell is an outcome, not an exception.</returns>
    public async Task<CellOutcome> ExecuteAsync(
        string code, CellOptions options, Action<KernelEvent> onEvent, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onEvent);
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        using var stop = new CellInterruption(Grace, () => AppContext.GetData(HeededKey) is true);
        try
        {
            interruption = stop;
            AppContext.SetData(InterruptionKey, stop.Polite);
            AppContext.SetData(HeededKey, null);
            using CancellationTokenRegistration link = cancellation.Register(stop.Request);
            int number = executions + 1;
            executions += options.Counts ? 1 : 0;
            outputs.Begin(onEvent, question => options.Input?.Invoke(question, stop.Polite).WaitAsync(stop.Polite).GetAwaiter().GetResult());
            ErrorOutput? error = await RunAsync(code, number, stop).ConfigureAwait(false);
            if (error is not null)
            {
                outputs.Add(new OutputProduced(error));
            }

            return new CellOutcome(number, error, stop.Requested, clock.Elapsed);
        }
        finally
        {
            outputs.End();
            AppContext.SetData(InterruptionKey, null);
            interruption = null;
            turn.Release();
        }
    }

    /// <summary>
    /// Asks the running cell to stop: its token is cancelled, and after two seconds it is broken off; where a loop heeds the token, only when
    /// asked again after that time. Does nothing when none runs.
    /// </summary>
    public void Interrupt() => interruption?.Request();

    /// <summary>Finds what could stand at a place of a cell that is being written. Waits for a running cell to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="position">The place: how many characters (UTF-16) stand before it.</param>
    /// <returns>The choices, by name; none where only text or a number can stand.</returns>
    public Task<CodeCompletions> CompleteAsync(string code, int position) => AskAsync(cells => cells.Complete(code, Within(code, position)));

    /// <summary>Says what stands at a place of a cell that is being written. Waits for a running cell to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="position">The place: how many characters (UTF-16) stand before it.</param>
    /// <returns>Declaration and docs as plain text and HTML; null where nothing stands that has any.</returns>
    public Task<MimeBundle?> InspectAsync(string code, int position) => AskAsync(cells => cells.Inspect(code, Within(code, position)));

    /// <summary>Says whether a cell could be executed as it stands.</summary>
    /// <param name="code">The cell's source.</param>
    /// <returns>Whether it is whole, as far as its grammar goes.</returns>
    public static CodeCompleteness IsComplete(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(CellParser.WithoutDirectives(code), new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
        return !SyntaxFactory.IsCompleteSubmission(tree) ? CodeCompleteness.Incomplete
            : tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? CodeCompleteness.Invalid
            : CodeCompleteness.Complete;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        outputs.Dispose();
    }

    private async Task<ErrorOutput?> RunAsync(string code, int number, CellInterruption stop)
    {
        try
        {
            CellExecutor cells = await executor.ConfigureAwait(false);
            await cells.ExecuteAsync(code, number, stop).ConfigureAwait(false);
            return null;
        }
        catch (CompilationFailedException failure)
        {
            return CellErrors.Of(failure);
        }
        catch (DirectiveException failure)
        {
            return CellErrors.Of("DirectiveError", failure.Message);
        }
        catch (OperationCanceledException) when (stop.Requested)
        {
            return CellErrors.Of(typeof(OperationCanceledException).FullName!, "The cell was interrupted.");
        }
        catch (Exception error)
        {
            return CellErrors.Of(error);
        }
    }

    private static int Within(string code, int position)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Math.Clamp(position, 0, code.Length);
    }

    private async Task<T> AskAsync<T>(Func<CellExecutor, T> question)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return question(await executor.ConfigureAwait(false));
        }
        finally
        {
            turn.Release();
        }
    }

    private CellExecutor Prepare(string folder)
    {
        var cells = new CellExecutor(Path.GetFullPath(folder), outputs, thread);
        cells.WarmUp();
        return cells;
    }
}

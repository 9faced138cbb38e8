using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// A C# session in a process of its own: whatever a cell does to that process, this one lives on. Cells go in one by one and their outputs
/// come back as they happen.
/// </summary>
public sealed class KernelProcess : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly NamedPipeServerStream server;
    private readonly KernelPipe pipe;
    private readonly ProcessText stdout;
    private readonly ProcessText stderr;
    private readonly Task connected;
    private readonly Task<KernelDiedException> died;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock delivering = new();
    private readonly OpenQuestions questions = new();
    private Action<KernelEvent>? deliver;
    private Exception? deliveryFailure;
    private Func<InputRequest, Task<string?>?>? answer;
    private TaskCompletionSource<CellOutcome>? pending;
    private bool killed;

    private KernelProcess(Process process, NamedPipeServerStream server, string mark)
    {
        this.process = process;
        this.server = server;
        pipe = new KernelPipe(server);
        stdout = new ProcessText(process.StandardOutput, mark, text => Deliver(new OutputProduced(new StreamOutput("stdout", text))));
        stderr = new ProcessText(process.StandardError, mark, text => Deliver(new OutputProduced(new StreamOutput("stderr", text))));
        died = WatchAsync();
        connected = server.WaitForConnectionAsync();
        _ = ReceiveAsync();
    }

    /// <summary>The operating system's number of the process.</summary>
    public int Id => process.Id;

    /// <summary>Ends when the process has ended, with the reason; never faults.</summary>
    public Task<KernelDiedException> Died => died;

    /// <summary>Starts the process and returns at once: it gets ready while the caller goes on.</summary>
    /// <param name="options">Where and how to start it; null for the defaults.</param>
    /// <returns>The kernel; dispose it to end it.</returns>
    /// <exception cref="KernelDiedException">The program cannot be started.</exception>
    public static KernelProcess Start(KernelStartOptions? options = null)
    {
        options ??= new KernelStartOptions();
        string name = $"workbench-{Guid.NewGuid():N}";
        var server = new NamedPipeServerStream(
            name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        IReadOnlyList<string> command = options.Command ?? KernelHost.OwnCommand();
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), name, .. options.WarmUp ? [KernelHost.WarmUp] : Array.Empty<string>()])
        {
            WorkingDirectory = options.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in options.Environment)
        {
            start.Environment[variable] = value;
        }

        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return new KernelProcess(process, server, ProcessText.MarkOf(name));
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            server.Dispose();
            throw new KernelDiedException($"The kernel {command[0]} did not start in {options.WorkingDirectory}: {error.Message}", null, null, false);
        }
    }

    /// <summary>Executes one cell. A second call waits for the first to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="onEvent">
    /// Called for everything that happens, in order, never twice at a time. What it throws is thrown here, when the cell has ended.
    /// </param>
    /// <param name="cancellation">
    /// Asks the cell to stop, as <see cref="Interrupt"/> does; the task still ends only when the cell does. <see cref="Kill"/> ends it for sure.
    /// </param>
    /// <returns>How the cell ended. An exception in the cell is an outcome, not an exception here.</returns>
    /// <exception cref="KernelDiedException">The process ended before the cell did.</exception>
    public Task<CellOutcome> ExecuteAsync(string code, Action<KernelEvent> onEvent, CancellationToken cancellation = default) =>
        ExecuteAsync(code, new CellOptions(), onEvent, cancellation);

    /// <summary>Executes one cell. A second call waits for the first to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="options">Whether it counts, and who answers its questions.</param>
    /// <param name="onEvent">
    /// Called for everything that happens, in order, never twice at a time. What it throws is thrown here, when the cell has ended.
    /// </param>
    /// <param name="cancellation">
    /// Asks the cell to stop, as <see cref="Interrupt"/> does; the task still ends only when the cell does. <see cref="Kill"/> ends it for sure.
    /// </param>
    /// <returns>How the cell ended. An exception in the cell is an outcome, not an exception here.</returns>
    /// <exception cref="KernelDiedException">The process ended before the cell did.</exception>
    public async Task<CellOutcome> ExecuteAsync(
        string code, CellOptions options, Action<KernelEvent> onEvent, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onEvent);
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        using var over = new CancellationTokenSource();
        try
        {
            await Task.WhenAny(connected, died).ConfigureAwait(false);
            var outcome = new TaskCompletionSource<CellOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (delivering)
            {
                (deliver, pending, deliveryFailure) = (onEvent, outcome, null);
                answer = question => options.Input?.Invoke(question, over.Token);
            }

            pipe.Send(KernelMessage.Execute(code, options.Counts));
            using CancellationTokenRegistration stop = cancellation.Register(Interrupt);
            await Task.WhenAny(outcome.Task, died).ConfigureAwait(false);
            if (!outcome.Task.IsCompleted)
            {
                throw await died.ConfigureAwait(false);
            }

            await Task.WhenAll(stdout.CaughtUpAsync(), stderr.CaughtUpAsync()).ConfigureAwait(false);
            if (deliveryFailure is not null)
            {
                ExceptionDispatchInfo.Throw(deliveryFailure);
            }

            return await outcome.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (delivering)
            {
                (deliver, pending, answer) = (null, null, null);
            }

            await over.CancelAsync().ConfigureAwait(false);
            turn.Release();
        }
    }

    /// <summary>Finds what could stand at a place of a cell that is being written. Waits for a running cell to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="position">The place: how many characters (UTF-16) stand before it.</param>
    /// <returns>The choices, by name.</returns>
    /// <exception cref="KernelDiedException">The process ended before it answered.</exception>
    public async Task<CodeCompletions> CompleteAsync(string code, int position) =>
        KernelMessage.ReadCompletions(await AskAsync(number => KernelMessage.Complete(number, code, position)).ConfigureAwait(false));

    /// <summary>Says what stands at a place of a cell that is being written. Waits for a running cell to end.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="position">The place: how many characters (UTF-16) stand before it.</param>
    /// <returns>Declaration and docs as plain text and HTML; null where nothing stands that has any.</returns>
    /// <exception cref="KernelDiedException">The process ended before it answered.</exception>
    public async Task<MimeBundle?> InspectAsync(string code, int position) =>
        await AskAsync(number => KernelMessage.Inspect(number, code, position)).ConfigureAwait(false) is { } found ? OutputJson.ReadBundle(found) : null;

    /// <summary>Asks the running cell to stop; does nothing when none runs.</summary>
    public void Interrupt()
    {
        if (connected.IsCompletedSuccessfully)
        {
            pipe.Send(KernelMessage.Interrupt());
        }
    }

    /// <summary>Ends the process and every process it started, at once. A cell that runs there ends with a <see cref="KernelDiedException"/>.</summary>
    public void Kill()
    {
        killed = true;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Lets the process end, and kills it when it does not within two seconds.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (connected.IsCompletedSuccessfully && pipe.Send(KernelMessage.Shutdown()))
        {
            await Task.WhenAny(died, Task.Delay(Farewell)).ConfigureAwait(false);
        }

        if (!died.IsCompleted)
        {
            Kill();
        }

        await died.ConfigureAwait(false);
        pipe.Dispose();
        process.Dispose();
    }

    private void Deliver(KernelEvent happened)
    {
        lock (delivering)
        {
            try
            {
                deliver?.Invoke(happened);
            }
            catch (Exception error)
            {
                // The reading goes on, or the kernel would wait for ever; who executes the cell is told when it ends.
                (deliver, deliveryFailure) = (null, error);
            }
        }
    }

    private async Task ReceiveAsync()
    {
        if (await Task.WhenAny(connected, died).ConfigureAwait(false) == died || !server.IsConnected)
        {
            return;
        }

        while (await pipe.ReadAsync().ConfigureAwait(false) is JsonObject message)
        {
            if (KernelMessage.ReadEvent(message) is { } happened)
            {
                Deliver(happened);
            }
            else
            {
                switch (KernelMessage.Type(message))
                {
                    case "done":
                        pending?.TrySetResult(KernelMessage.ReadOutcome(message));
                        break;
                    case "input":
                        _ = AnswerAsync(message);
                        break;
                    case "answer":
                        questions.Answer(message);
                        break;
                }
            }
        }
    }

    /// <summary>Answers a question of the cell.</summary>
    private async Task AnswerAsync(JsonObject question)
    {
        try
        {
            Task<string?>? line = answer?.Invoke(KernelMessage.ReadInput(question));
            pipe.Send(KernelMessage.Answer(question, line is null ? null : await line.ConfigureAwait(false)));
        }
        catch (Exception error)
        {
            pipe.Send(KernelMessage.Answer(question, null, error.Message));
        }
    }

    /// <summary>Asks the kernel.</summary>
    private async Task<JsonNode?> AskAsync(Func<int, JsonObject> question)
    {
        await Task.WhenAny(connected, died).ConfigureAwait(false);
        using var gone = new CancellationTokenSource();
        Task<JsonObject> answering = questions.AskAsync(number => pipe.Send(question(number)), gone.Token);
        if (await Task.WhenAny(answering, died).ConfigureAwait(false) == died)
        {
            await gone.CancelAsync().ConfigureAwait(false);
            throw await died.ConfigureAwait(false);
        }

        JsonObject message = await answering.ConfigureAwait(false);
        return message["error"] is { } error ? throw new InvalidOperationException(OutputJson.Text(error)) : message["value"];
    }

    private async Task<KernelDiedException> WatchAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);

        // What it printed last explains its end; a grandchild may hold the streams open for ever, so the wait is short.
        await Task.WhenAny(Task.WhenAll(stdout.Ended, stderr.Ended), Task.Delay(Farewell)).ConfigureAwait(false);
        return KernelDeath.Explain(process.ExitCode, killed, stderr.Tail);
    }
}

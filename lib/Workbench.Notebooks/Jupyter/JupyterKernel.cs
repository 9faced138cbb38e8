using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Workbench.Notebooks.Jupyter;

/// <summary>
/// A kernel for Jupyter's clients: speaks the Jupyter messaging protocol 5.4 and lets a <see cref="KernelProcess"/> execute the cells, so
/// that it answers, interrupts and restarts whatever a cell does to its process.
/// </summary>
/// <remarks>https://jupyter-client.readthedocs.io/en/stable/messaging.html</remarks>
public sealed class JupyterKernel : IAsyncDisposable
{
    private readonly Channel<Request> shell = System.Threading.Channels.Channel.CreateUnbounded<Request>();
    private readonly Channel<Request> control = System.Threading.Channels.Channel.CreateUnbounded<Request>();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionHistory history = new();
    private readonly ReplaceableKernel kernel;
    private readonly StandardInput input;
    private readonly CodeRequests code;
    private readonly CellRequests cells;
    private readonly Conversation conversation;
    private readonly JupyterSockets sockets;
    private long received;
    private long abortedUpTo;

    private JupyterKernel(ConnectionFile connection)
    {
        kernel = new ReplaceableKernel();
        conversation = new Conversation((channel, message) => sockets!.Send(channel, message));
        input = new StandardInput(conversation);
        code = new CodeRequests(kernel);
        cells = new CellRequests(conversation, kernel, code, input, history);
        sockets = new JupyterSockets(connection, Take);
    }

    /// <summary>Serves the clients until one of them, a signal or the end of the client that started this process says so.</summary>
    /// <param name="connectionFile">The connection file that client wrote.</param>
    /// <exception cref="FormatException">The file is no connection file.</exception>
    /// <exception cref="IOException">The file cannot be read, or a port is in use.</exception>
    public static async Task RunAsync(string connectionFile)
    {
        var connection = ConnectionFile.Read(connectionFile);
        await using var self = new JupyterKernel(connection);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => On(signal, self.cells.Interrupt));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => On(signal, () => self.ended.TrySetResult()));
        self.conversation.State("starting", null);
        _ = self.ServeAsync(self.shell.Reader);
        _ = self.ServeAsync(self.control.Reader);
        _ = ParentProcess.WhenGoneAsync().ContinueWith(_ => self.ended.TrySetResult(), TaskScheduler.Default);
        await self.ended.Task.ConfigureAwait(false);
    }

    /// <summary>Ends the session and closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        await kernel.DisposeAsync().ConfigureAwait(false);
        sockets.Dispose();
    }

    private static void On(PosixSignalContext signal, Action what)
    {
        signal.Cancel = true;
        what();
    }

    private void Take(JupyterChannel channel, JupyterMessage message)
    {
        if (channel == JupyterChannel.Stdin)
        {
            input.Take(message);
            return;
        }

        var request = new Request(channel, message, Interlocked.Increment(ref received));
        (channel == JupyterChannel.Control ? control : shell).Writer.TryWrite(request);
    }

    private async Task ServeAsync(ChannelReader<Request> requests)
    {
        await foreach (Request request in requests.ReadAllAsync().ConfigureAwait(false))
        {
            conversation.State("busy", request);
            try
            {
                await AnswerAsync(request).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                if (request.ReplyType is not null)
                {
                    conversation.Reply(request, Content.Failed(CellErrors.Of(error)));
                }
            }

            conversation.State("idle", request);
        }
    }

    private async Task AnswerAsync(Request request)
    {
        switch (request.Type)
        {
            case "execute_request":
                await ExecuteAsync(request).ConfigureAwait(false);
                break;
            case "kernel_info_request":
                conversation.Reply(request, Content.KernelInfo());
                break;
            case "complete_request":
                conversation.Reply(request, await code.CompleteAsync(request).ConfigureAwait(false));
                break;
            case "inspect_request":
                conversation.Reply(request, await code.InspectAsync(request).ConfigureAwait(false));
                break;
            case "is_complete_request":
                conversation.Reply(request, CodeRequests.IsComplete(request));
                break;
            case "history_request":
                conversation.Reply(request, history.Answer(request));
                break;
            case "comm_info_request":
                conversation.Reply(request, new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() });
                break;
            case "comm_open": // Nobody here could be meant: the protocol's answer is to close it.
                conversation.Publish("comm_close", request, new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
                break;
            case "interrupt_request":
                cells.Interrupt();
                conversation.Reply(request, new JsonObject { ["status"] = "ok" });
                break;
            case "shutdown_request":
                conversation.Reply(request, new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", false) });
                ended.TrySetResult();
                break;
        }
    }

    private async Task ExecuteAsync(Request request)
    {
        if (request.Order <= abortedUpTo)
        {
            conversation.Reply(request, new JsonObject { ["status"] = "aborted" });
            return;
        }

        var (reply, goOn) = await cells.ExecuteAsync(request).ConfigureAwait(false);
        abortedUpTo = goOn ? abortedUpTo : Interlocked.Read(ref received);
        conversation.Reply(request, reply);
    }
}

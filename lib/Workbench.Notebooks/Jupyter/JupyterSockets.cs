using NetMQ;
using NetMQ.Sockets;

namespace Workbench.Notebooks.Jupyter;

/// <summary>
/// The five sockets of a kernel. One thread serves them all and does nothing else, so that the heartbeat beats whatever the cells do;
/// what it receives it hands on, and what is to be sent it takes from a queue, in order.
/// </summary>
internal sealed class JupyterSockets : IDisposable
{
    /// <summary>How long the last messages may take to leave.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    /// <summary>How many outputs wait for a client that reads slowly, before they are dropped for it.</summary>
    private const int Backlog = 10_000;

    private readonly MessageFrames frames;
    private readonly RouterSocket shell = new(), control = new(), stdin = new(), heartbeat = new();
    private readonly PublisherSocket iopub = new();
    private readonly NetMQQueue<(NetMQSocket Socket, NetMQMessage Message)> outgoing = new();
    private readonly NetMQPoller poller;

    /// <summary>Binds the sockets and begins to serve them.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="received">Takes the messages that come in, on the thread of the sockets: it must not take long.</param>
    /// <exception cref="IOException">An address is in use, or not of this machine.</exception>
    public JupyterSockets(ConnectionFile connection, Action<JupyterChannel, JupyterMessage> received)
    {
        frames = new MessageFrames(connection.Key);
        iopub.Options.SendHighWatermark = Backlog;
        Bind(heartbeat, connection.Address(connection.Heartbeat));
        Bind(iopub, connection.Address(connection.IOPub));
        Bind(stdin, connection.Address(connection.Stdin));
        Bind(control, connection.Address(connection.Control));
        Bind(shell, connection.Address(connection.Shell));
        heartbeat.ReceiveReady += (_, _) => heartbeat.TrySendMultipartMessage(heartbeat.ReceiveMultipartMessage());
        Receive(shell, JupyterChannel.Shell, received);
        Receive(control, JupyterChannel.Control, received);
        Receive(stdin, JupyterChannel.Stdin, received);
        outgoing.ReceiveReady += (_, _) => SendAll();
        poller = [heartbeat, iopub, stdin, control, shell, outgoing];
        poller.RunAsync("jupyter sockets", isBackgroundThread: true);
    }

    /// <summary>Sends a message to the client it names, or with <see cref="JupyterChannel.IOPub"/> to all.</summary>
    public void Send(JupyterChannel channel, JupyterMessage message)
    {
        NetMQSocket socket = channel switch
        {
            JupyterChannel.Shell => shell,
            JupyterChannel.Control => control,
            JupyterChannel.Stdin => stdin,
            _ => iopub,
        };
        outgoing.Enqueue((socket, frames.Write(channel == JupyterChannel.IOPub ? message with { Identities = [] } : message)));
    }

    /// <summary>Sends what is waiting, for a second at most, and closes the sockets.</summary>
    public void Dispose()
    {
        poller.Stop();
        poller.Dispose();
        SendAll();
        foreach (NetMQSocket socket in new NetMQSocket[] { heartbeat, iopub, stdin, control, shell })
        {
            socket.Options.Linger = Linger;
            socket.Dispose();
        }

        outgoing.Dispose();
        NetMQConfig.Cleanup();
    }

    private static void Bind(NetMQSocket socket, string address)
    {
        try
        {
            socket.Bind(address);
        }
        catch (NetMQException error)
        {
            throw new IOException($"The kernel cannot listen at {address}: {error.Message}", error);
        }
    }

    private void Receive(RouterSocket socket, JupyterChannel channel, Action<JupyterChannel, JupyterMessage> received) => socket.ReceiveReady += (_, _) =>
    {
        if (frames.Read(socket.ReceiveMultipartMessage()) is { } message)
        {
            received(channel, message);
        }
    };

    private void SendAll()
    {
        while (outgoing.TryDequeue(out var next, TimeSpan.Zero))
        {
            next.Socket.TrySendMultipartMessage(next.Message);
        }
    }
}

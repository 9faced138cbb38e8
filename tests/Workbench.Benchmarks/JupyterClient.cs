using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace Workbench.Benchmarks;

/// <summary>The least of a Jupyter client, so that what is measured is the kernel: starts one, sends signed requests, and listens.</summary>
internal sealed class JupyterClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] key = Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"));
    private readonly string file = Path.GetTempFileName();
    private readonly DealerSocket shell = new();
    private readonly SubscriberSocket iopub = new();
    private readonly Process process;
    private int sent;

    /// <summary>Starts a kernel. It is not ready yet.</summary>
    public JupyterClient()
    {
        int[] ports = FreePorts(5);
        File.WriteAllText(file, new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["shell_port"] = ports[0],
            ["iopub_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["control_port"] = ports[3],
            ["hb_port"] = ports[4],
            ["key"] = Encoding.ASCII.GetString(key),
            ["signature_scheme"] = "hmac-sha256",
        }.ToJsonString());
        shell.Options.ReconnectInterval = iopub.Options.ReconnectInterval = TimeSpan.FromMilliseconds(10);
        process = Process.Start("dotnet", [KernelCommand.Program, "jupyter", "kernel", file]);
        shell.Connect($"tcp://127.0.0.1:{ports[0]}");
        iopub.Connect($"tcp://127.0.0.1:{ports[1]}");
        iopub.SubscribeToAnyTopic();
    }

    /// <summary>Waits for the answer to <c>kernel_info_request</c>.</summary>
    public void WaitUntilReady() => WaitForReply(Send("kernel_info_request", []));

    /// <summary>Waits until outputs arrive, too: the subscription takes its own way.</summary>
    public void WaitForOutputs()
    {
        NetMQMessage? news = null;
        while (!iopub.TryReceiveMultipartMessage(TimeSpan.FromMilliseconds(50), ref news))
        {
            WaitUntilReady();
        }
    }

    /// <summary>Executes a cell and waits for its result on the wire.</summary>
    public void UntilResult(string code)
    {
        string id = Send("execute_request", new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["allow_stdin"] = false });
        Wait(iopub, id, "execute_result");
    }

    /// <summary>Waits for completions at the end of a cell.</summary>
    public void Complete(string code) => WaitForReply(Send("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }));

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        shell.Dispose();
        iopub.Dispose();
        File.Delete(file);
    }

    private string Send(string type, JsonObject content)
    {
        string id = (++sent).ToString(CultureInfo.InvariantCulture);
        JsonObject header = new()
        {
            ["msg_id"] = id,
            ["msg_type"] = type,
            ["session"] = "benchmark",
            ["username"] = "",
            ["date"] = DateTime.UtcNow.ToString("O"),
            ["version"] = "5.4",
        };
        byte[][] parts = [.. new[] { header, [], [], content }.Select(part => Encoding.UTF8.GetBytes(part.ToJsonString()))];
        NetMQMessage message = new();
        message.Append("<IDS|MSG>");
        message.Append(Convert.ToHexStringLower(HMACSHA256.HashData(key, parts.SelectMany(part => part).ToArray())));
        foreach (byte[] part in parts)
        {
            message.Append(part);
        }

        shell.SendMultipartMessage(message);
        return id;
    }

    private void WaitForReply(string id) => Wait(shell, id, type: null);

    private static void Wait(NetMQSocket socket, string id, string? type)
    {
        NetMQMessage? message = null;
        while (socket.TryReceiveMultipartMessage(Patience, ref message))
        {
            int signature = message!.ToList().FindIndex(frame => frame.ConvertToString() == "<IDS|MSG>") + 1;
            JsonNode header = JsonNode.Parse(message[signature + 1].ConvertToString())!, parent = JsonNode.Parse(message[signature + 2].ConvertToString())!;
            if ((string?)parent["msg_id"] == id && (type is null || (string?)header["msg_type"] == type))
            {
                return;
            }
        }

        throw new TimeoutException("The kernel does not answer.");
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}

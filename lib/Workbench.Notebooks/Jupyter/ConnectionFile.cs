using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>What a Jupyter client writes down for the kernel it starts: where to listen, and the key that signs their messages.</summary>
/// <param name="Transport"><c>tcp</c> or <c>ipc</c>.</param>
/// <param name="Ip">The address to bind; with <c>ipc</c> the beginning of a file's name.</param>
/// <param name="Shell">The port of requests.</param>
/// <param name="Control">The port of requests that do not wait for the running cell.</param>
/// <param name="Stdin">The port on which a cell asks for input.</param>
/// <param name="IOPub">The port of outputs, for everyone who listens.</param>
/// <param name="Heartbeat">The port that echoes.</param>
/// <param name="Key">The key; empty when messages are not signed.</param>
internal sealed record ConnectionFile(
    string Transport, string Ip, int Shell, int Control, int Stdin, int IOPub, int Heartbeat, string Key)
{
    private const string Scheme = "hmac-sha256";

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="FormatException">It is no JSON, or lacks something; the message names the file and what.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConnectionFile Read(string path)
    {
        JsonObject json = Parse(path);
        if (OutputJson.Text(json["signature_scheme"]) is var scheme and not ("" or Scheme))
        {
            throw new FormatException($"{path}: messages are signed with {Scheme} here, not with {scheme}.");
        }

        int Port(string name) => OutputJson.Number(json[name]) is int port and > 0 and < 1 << 16
            ? port
            : throw new FormatException($"{path}: {name} should be a port, 1 to 65535.");

        string Text(string name, string otherwise) => OutputJson.Text(json[name]) is { Length: > 0 } text ? text : otherwise;

        return new ConnectionFile(
            Text("transport", "tcp"), Text("ip", "127.0.0.1"), Port("shell_port"), Port("control_port"), Port("stdin_port"),
            Port("iopub_port"), Port("hb_port"), Text("key", ""));
    }

    /// <summary>The address of a port, as ZeroMQ writes it.</summary>
    public string Address(int port) => Transport == "ipc" ? $"ipc://{Ip}-{port}" : $"{Transport}://{Ip}:{port}";

    private static JsonObject Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new FormatException($"{path} is no connection file: it holds no JSON object.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path} is no connection file: {error.Message}", error);
        }
    }
}

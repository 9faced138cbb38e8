using System.IO.Pipes;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// The line between a kernel process and who started it. It is a named pipe of its own rather than stdin and stdout, so that nothing a
/// cell, a native library or a grandchild process prints can get between the messages.
/// </summary>
internal sealed class KernelPipe : IDisposable
{
    private readonly PipeStream stream;
    private readonly StreamReader reader;
    private readonly Lock writing = new();

    public KernelPipe(PipeStream stream)
    {
        this.stream = stream;
        reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), false, bufferSize: 1 << 16, leaveOpen: true);
    }

    /// <summary>The next message; null when the other side is gone.</summary>
    public async Task<JsonObject?> ReadAsync()
    {
        try
        {
            string? line = await reader.ReadLineAsync().ConfigureAwait(false);
            return line is null ? null : JsonNode.Parse(line) as JsonObject;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Sends a message; messages of several threads do not mix.</summary>
    /// <returns>Whether the other side was still there.</returns>
    public bool Send(JsonObject message)
    {
        byte[] line = Encoding.UTF8.GetBytes(message.ToJsonString() + "\n");
        try
        {
            lock (writing)
            {
                stream.Write(line);
            }

            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
    }
}

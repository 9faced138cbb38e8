using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;

namespace Workbench.Notebooks.Jupyter;

/// <summary>
/// A message on the wire: identities, a delimiter, the signature, then header, parent header, metadata and content as JSON.
/// The signature is the HMAC-SHA256 of those four under the connection's key; without a key it is empty.
/// </summary>
internal sealed class MessageFrames(string key)
{
    private const int Parts = 4;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();

    /// <summary>Two members of one name would have two meanings.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);

    /// <summary>Writes and signs a message.</summary>
    public NetMQMessage Write(JupyterMessage message)
    {
        byte[][] parts = [.. new[] { message.Header, message.Parent, [], message.Content }.Select(part => JsonSerializer.SerializeToUtf8Bytes(part))];
        var frames = new NetMQMessage(message.Identities.Select(identity => new NetMQFrame(identity)));
        frames.Append(Delimiter);
        frames.Append(Sign(parts));
        foreach (byte[] part in parts)
        {
            frames.Append(part);
        }

        return frames;
    }

    /// <summary>Reads a message.</summary>
    /// <returns>The message; null when it is malformed or somebody else signed it.</returns>
    public JupyterMessage? Read(NetMQMessage message)
    {
        byte[][] frames = [.. message.Select(frame => frame.ToByteArray())];
        int delimiter = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || frames.Length < delimiter + 2 + Parts)
        {
            return null;
        }

        byte[][] parts = frames[(delimiter + 2)..(delimiter + 2 + Parts)];
        if (key.Length > 0 && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(parts)), frames[delimiter + 1]))
        {
            return null;
        }

        try
        {
            return Parse(parts[0]) is { } header && OutputJson.Text(header["msg_id"]).Length > 0 && OutputJson.Text(header["msg_type"]).Length > 0
                && Parse(parts[1]) is { } parent && Parse(parts[3]) is { } content
                    ? new JupyterMessage(frames[..delimiter], header, parent, content)
                    : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or text that is no Unicode
        }
    }

    private static JsonObject? Parse(byte[] json) => JsonNode.Parse(json, documentOptions: Strict) as JsonObject;

    private string Sign(byte[][] parts)
    {
        if (key.Length == 0)
        {
            return "";
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (byte[] part in parts)
        {
            hmac.AppendData(part);
        }

        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}

using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>One message of the Jupyter protocol.</summary>
/// <param name="Identities">The ZeroMQ frames that say who sent it, and whom an answer goes to.</param>
/// <param name="Header">Its id, type, session and date.</param>
/// <param name="Parent">The header of the request that caused it.</param>
/// <param name="Content">What it says.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Content)
{
    /// <summary>The version of the protocol that is spoken here.</summary>
    public const string Protocol = "5.4";

    private static readonly string Session = Guid.NewGuid().ToString("N");

    public string Type => OutputJson.Text(Header["msg_type"]);

    /// <summary>A message of this kernel.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="parent">The request it belongs to; null for none.</param>
    /// <param name="content">What it says.</param>
    public static JupyterMessage Create(string type, JupyterMessage? parent, JsonObject content) => new(
        parent?.Identities ?? [],
        new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["msg_type"] = type,
            ["session"] = Session,
            ["username"] = "kernel",
            ["date"] = DateTimeOffset.UtcNow.ToString("O"),
            ["version"] = Protocol,
        },
        parent is null ? [] : (JsonObject)parent.Header.DeepClone(),
        content);
}

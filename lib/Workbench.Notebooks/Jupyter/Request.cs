using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>A client's request.</summary>
/// <param name="Channel">The way it came, which its answer goes back.</param>
/// <param name="Message">The message.</param>
/// <param name="Order">How many requests came before it.</param>
internal sealed record Request(JupyterChannel Channel, JupyterMessage Message, long Order)
{
    private const string Suffix = "_request";

    public string Type => Message.Type;

    /// <summary>The type of its answer; null when it asks for none.</summary>
    public string? ReplyType => Type.EndsWith(Suffix, StringComparison.Ordinal) ? Type[..^Suffix.Length] + "_reply" : null;

    /// <summary>A text of its content; empty where it has none.</summary>
    public string Text(string name) => OutputJson.Text(Message.Content[name]);

    /// <summary>A number of its content.</summary>
    public int Number(string name, int otherwise) => OutputJson.Number(Message.Content[name]) ?? otherwise;

    /// <summary>A flag of its content.</summary>
    public bool Flag(string name, bool otherwise) => Message.Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;
}

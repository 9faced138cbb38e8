using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// One value shown in several ways: MIME type → content, in the order they were added. The content is a string, except for JSON types
/// (<c>application/json</c>, <c>…+json</c>), where it is the JSON itself. Immutable from outside, and equal when the contents are.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Jupyter's word is bundle.")]
public sealed class MimeBundle : IReadOnlyCollection<KeyValuePair<string, JsonNode>>, IEquatable<MimeBundle>
{
    private readonly OrderedDictionary<string, JsonNode> contents = new(StringComparer.Ordinal);

    /// <summary>Creates a bundle; later entries of the same MIME type replace earlier ones.</summary>
    /// <param name="contents">MIME types and their contents. The nodes are copied.</param>
    public MimeBundle(params IEnumerable<KeyValuePair<string, JsonNode>> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        foreach (var (type, content) in contents)
        {
            this.contents[type] = content.DeepClone();
        }
    }

    /// <summary>Creates a bundle of texts.</summary>
    /// <param name="texts">MIME types and their texts.</param>
    public MimeBundle(params IEnumerable<(string Type, string Text)> texts)
        : this(texts.Select(t => KeyValuePair.Create(t.Type, (JsonNode)JsonValue.Create(t.Text))))
    {
    }

    /// <summary>How many MIME types there are.</summary>
    public int Count => contents.Count;

    /// <summary>The content of one MIME type, or null when the bundle lacks it.</summary>
    /// <param name="type">A MIME type, such as <c>text/html</c>.</param>
    public JsonNode? this[string type] => contents.GetValueOrDefault(type);

    /// <summary>Whether a MIME type's content is JSON rather than text.</summary>
    /// <param name="type">A MIME type.</param>
    /// <returns>True for <c>application/json</c> and everything that ends in <c>+json</c>.</returns>
    public static bool IsJson(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);
    }

    /// <summary>The text of one MIME type.</summary>
    /// <param name="type">A MIME type, such as <c>text/plain</c>.</param>
    /// <returns>The text, or null when the bundle lacks the type or holds JSON there.</returns>
    public string? Text(string type) => this[type] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <inheritdoc/>
    public bool Equals(MimeBundle? other) =>
        other is not null
        && Count == other.Count
        && contents.All(entry => other[entry.Key] is { } content && JsonNode.DeepEquals(entry.Value, content));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MimeBundle);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The plain text, or else the names of the MIME types.</summary>
    /// <returns>What a terminal can show.</returns>
    public override string ToString() => Text("text/plain") ?? string.Join(", ", contents.Keys);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JsonNode>> GetEnumerator() => contents.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

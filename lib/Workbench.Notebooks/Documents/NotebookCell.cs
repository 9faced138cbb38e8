using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// One cell of a <see cref="NotebookDocument"/>: a view on its JSON, so that what this class does not know stays as it was read.
/// </summary>
public sealed class NotebookCell
{
    /// <summary>Outputs that a later update may ask for, by their JSON. nbformat has no place for display ids.</summary>
    private readonly Dictionary<JsonObject, string> displayIds = [];

    internal NotebookCell(JsonObject json) => Json = json;

    /// <summary>The cell's id, unique in its notebook.</summary>
    public string Id => OutputJson.Text(Json["id"]);

    /// <summary>What the cell holds.</summary>
    public CellKind Kind => OutputJson.Text(Json["cell_type"]) switch
    {
        "code" => CellKind.Code,
        "markdown" => CellKind.Markdown,
        _ => CellKind.Raw,
    };

    /// <summary>The cell's text; lines end in <c>\n</c>, the last one usually without.</summary>
    public string Source
    {
        get => MultilineText.Read(Json["source"]);
        set => Json["source"] = MultilineText.Write(value);
    }

    /// <summary>The cell's metadata, to read and to change.</summary>
    public JsonObject Metadata => Json["metadata"] as JsonObject ?? Add("metadata", new JsonObject());

    /// <summary>The tags, such as <c>parameters</c> or <c>raises-exception</c>.</summary>
    public IReadOnlyList<string> Tags => [.. (Json["metadata"]?["tags"] as JsonArray ?? []).Select(OutputJson.Text)];

    /// <summary>The number of the execution that made the outputs; null when there was none, or the cell is no code.</summary>
    public int? ExecutionCount
    {
        get => OutputJson.Number(Json["execution_count"]);
        set => Json["execution_count"] = value;
    }

    /// <summary>What the last execution left behind, oldest first. Outputs of an unknown type are kept in the file and not listed.</summary>
    public IReadOnlyList<CellOutput> Outputs =>
        [.. OutputObjects.Select(json => OutputJson.Read(json, displayIds.GetValueOrDefault(json))).OfType<CellOutput>()];

    internal JsonObject Json { get; }

    private IEnumerable<JsonObject> OutputObjects => (Json["outputs"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Makes a new cell, with an id of its own.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="source">Its text.</param>
    /// <param name="tags">Its tags.</param>
    /// <returns>The cell, not yet part of a document.</returns>
    public static NotebookCell Create(CellKind kind, string source, params IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(tags);
        var metadata = new JsonObject();
        if (tags.Count > 0)
        {
            metadata["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        // The keys in alphabetical order, as Jupyter writes them.
        var json = new JsonObject { ["cell_type"] = kind.ToString().ToLowerInvariant() };
        if (kind == CellKind.Code)
        {
            json["execution_count"] = null;
        }

        json["id"] = Guid.NewGuid().ToString("N")[..8];
        json["metadata"] = metadata;
        if (kind == CellKind.Code)
        {
            json["outputs"] = new JsonArray();
        }

        json["source"] = MultilineText.Write(source);
        return new NotebookCell(json);
    }

    /// <summary>Forgets the outputs and the execution count; does nothing to a cell that is no code.</summary>
    public void ClearOutputs()
    {
        displayIds.Clear();
        if (Kind == CellKind.Code)
        {
            Json["outputs"] = new JsonArray();
            ExecutionCount = null;
        }
    }

    /// <summary>Adds an output at the end. Text for the stream that was written last continues it.</summary>
    /// <param name="output">What the cell produced.</param>
    public void AppendOutput(CellOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        JsonArray outputs = Json["outputs"] as JsonArray ?? Add("outputs", new JsonArray());
        if (output is StreamOutput stream
            && outputs.LastOrDefault() is JsonObject last
            && OutputJson.Text(last["output_type"]) == "stream"
            && OutputJson.Text(last["name"]) == stream.Name
            && last["text"] is JsonArray lines)
        {
            MultilineText.Append(lines, stream.Text);
            return;
        }

        JsonObject json = OutputJson.Write(output);
        outputs.Add((JsonNode)json);
        if (output is DisplayOutput { DisplayId: { } id })
        {
            displayIds[json] = id;
        }
    }

    /// <summary>Replaces all outputs, and keeps the execution count.</summary>
    /// <param name="outputs">The new outputs, oldest first.</param>
    public void ReplaceOutputs(IEnumerable<CellOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        int? count = ExecutionCount;
        CellOutput[] replacements = [.. outputs];
        ClearOutputs();
        ExecutionCount = count;
        Array.ForEach(replacements, AppendOutput);
    }

    /// <summary>Gives every output shown under <paramref name="displayId"/> a new content.</summary>
    /// <param name="displayId">The id it was displayed with since the document was loaded.</param>
    /// <param name="data">The new content.</param>
    /// <returns>Whether there was such an output.</returns>
    public bool UpdateDisplay(string displayId, MimeBundle data)
    {
        ArgumentNullException.ThrowIfNull(data);
        JsonObject[] shown = [.. displayIds.Where(entry => entry.Value == displayId).Select(entry => entry.Key)];
        foreach (JsonObject output in shown)
        {
            output["data"] = OutputJson.WriteBundle(data);
        }

        return shown.Length > 0;
    }

    private T Add<T>(string name, T node)
        where T : JsonNode
    {
        Json[name] = node;
        return node;
    }
}

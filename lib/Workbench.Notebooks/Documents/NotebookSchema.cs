using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>What a JSON file must have at least to be a notebook of format 4. The rest of it may be anything.</summary>
internal static class NotebookSchema
{
    public static void Check(JsonNode? root, string name)
    {
        if (root is not JsonObject notebook)
        {
            throw Wrong(name, "its JSON is no object");
        }

        int? format = OutputJson.Number(notebook["nbformat"]);
        if (format != 4)
        {
            string found = format is null ? "it has no \"nbformat\"" : $"its format is {format}";
            throw Wrong(name, $"{found}, and this reads format 4 (`jupyter nbconvert --to notebook` converts)");
        }

        if (notebook["metadata"] is not JsonObject)
        {
            throw Wrong(name, "it has no object \"metadata\"");
        }

        if (notebook["cells"] is not JsonArray cells)
        {
            throw Wrong(name, "it has no list \"cells\"");
        }

        for (int i = 0; i < cells.Count; i++)
        {
            CheckCell(cells[i], $"{name}, cell {i + 1}");
        }
    }

    private static void CheckCell(JsonNode? node, string name)
    {
        if (node is not JsonObject cell)
        {
            throw Wrong(name, "it is no object");
        }

        string kind = OutputJson.Text(cell["cell_type"]);
        if (kind is not ("code" or "markdown" or "raw"))
        {
            throw Wrong(name, $"its \"cell_type\" is \"{kind}\", not code, markdown or raw");
        }

        if (cell["source"] is not JsonArray && !(cell["source"] is JsonValue source && source.TryGetValue(out string? _)))
        {
            throw Wrong(name, "its \"source\" is neither a text nor a list of lines");
        }
    }

    private static NotebookFormatException Wrong(string name, string reason) => new($"{name} is not a notebook: {reason}.");
}

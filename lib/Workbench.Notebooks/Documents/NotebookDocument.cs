using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// A Jupyter notebook of format 4 (nbformat 4.5 when written from scratch). It is a view on the file's JSON: fields this class does not
/// know, numbers and escapes survive loading and saving exactly as they were written.
/// </summary>
public sealed class NotebookDocument
{
    private readonly JsonObject json;
    private readonly JsonLayout layout;
    private readonly List<NotebookCell> cells;

    private NotebookDocument(JsonObject json, JsonLayout layout, string name)
    {
        this.json = json;
        this.layout = layout;
        Name = name;
        cells = [.. CellArray.Cast<JsonObject>().Select(cell => new NotebookCell(cell))];
    }

    /// <summary>The name errors use for the document: usually its file's.</summary>
    public string Name { get; }

    /// <summary>The cells, top to bottom.</summary>
    public IReadOnlyList<NotebookCell> Cells => cells;

    /// <summary>The notebook's metadata, to read and to change.</summary>
    public JsonObject Metadata => (JsonObject)json["metadata"]!;

    private JsonArray CellArray => (JsonArray)json["cells"]!;

    /// <summary>Makes an empty C# notebook, with the metadata by which Jupyter and the polyglot editors know its language.</summary>
    /// <param name="name">The name errors use for it.</param>
    /// <returns>The notebook.</returns>
    public static NotebookDocument Create(string name = "notebook.ipynb") => Parse(
        """
        {
         "cells": [],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          },
          "language_info": {
           "file_extension": ".cs",
           "mimetype": "text/x-csharp",
           "name": "C#",
           "pygments_lexer": "csharp"
          },
          "polyglot_notebook": {
           "kernelInfo": {
            "defaultKernelName": "csharp",
            "items": [
             {
              "aliases": [],
              "languageName": "csharp",
              "name": "csharp"
             }
            ]
           }
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """,
        name);

    /// <summary>Reads a notebook.</summary>
    /// <param name="path">An .ipynb file.</param>
    /// <returns>The notebook, named by its file.</returns>
    /// <exception cref="NotebookFormatException">The file is no notebook of format 4.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NotebookDocument Load(string path) => Parse(File.ReadAllText(path), Path.GetFileName(path));

    /// <summary>Reads a notebook from its JSON.</summary>
    /// <param name="json">The content of an .ipynb file.</param>
    /// <param name="name">The name errors use for it.</param>
    /// <returns>The notebook.</returns>
    /// <exception cref="NotebookFormatException">The text is no notebook of format 4.</exception>
    public static NotebookDocument Parse(string json, string name)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 256, AllowDuplicateProperties = false };
            JsonNode? root = JsonNode.Parse(json, documentOptions: options);
            NotebookSchema.Check(root, name);
            return new NotebookDocument((JsonObject)root!, JsonLayout.Of(json), name);
        }
        catch (JsonException error)
        {
            string cut = json.Length == 0 ? "the file is empty" : error.Message;
            throw new NotebookFormatException($"{name} is not a notebook: {cut}", error);
        }
    }

    /// <summary>Puts a cell into the document.</summary>
    /// <param name="index">Where it will stand, 0 … the number of cells.</param>
    /// <param name="cell">A cell made with <see cref="NotebookCell.Create"/>.</param>
    public void Insert(int index, NotebookCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CellArray.Insert(index, cell.Json);
        cells.Insert(index, cell);
    }

    /// <summary>Puts a cell at the end.</summary>
    /// <param name="cell">A cell made with <see cref="NotebookCell.Create"/>.</param>
    public void Add(NotebookCell cell) => Insert(cells.Count, cell);

    /// <summary>Takes a cell out.</summary>
    /// <param name="index">Where it stands.</param>
    public void RemoveAt(int index)
    {
        CellArray.RemoveAt(index);
        cells.RemoveAt(index);
    }

    /// <summary>Gives everything shown under <paramref name="displayId"/>, in whichever cell, a new content.</summary>
    /// <param name="displayId">The id it was displayed with since the document was loaded.</param>
    /// <param name="data">The new content.</param>
    /// <returns>Whether there was such an output.</returns>
    public bool UpdateDisplay(string displayId, MimeBundle data)
    {
        bool shown = false;
        foreach (NotebookCell cell in cells)
        {
            shown |= cell.UpdateDisplay(displayId, data);
        }

        return shown;
    }

    /// <summary>The document as the text of an .ipynb file.</summary>
    /// <returns>JSON with Jupyter's layout, or that of the file it was read from.</returns>
    public string ToJson() => layout.Write(json);

    /// <summary>Writes the notebook, beside the file first and then in its place: no reader ever sees half of it.</summary>
    /// <param name="path">The .ipynb file; its folder exists.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string beside = $"{path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllText(beside, ToJson());
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}

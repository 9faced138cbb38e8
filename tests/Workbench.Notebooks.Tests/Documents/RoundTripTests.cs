using System.Text.Json.Nodes;
using CsCheck;

namespace Workbench.Notebooks.Tests.Documents;

public sealed class RoundTripTests
{
    private static readonly string[] Pieces = ["a", "\"", "\\", "\n", "\r\n", "\t", "\u0001", "é", "🎨", "</script>", " "];

    // Letters, quotes, controls, line ends, accents, and characters beyond the first plane.
    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])
        .Array[0, 12].Select(string.Concat);

    private static readonly Gen<MimeBundle> Bundle = Gen.Select(Text, Text, Gen.Double[-1e6, 1e6]).Select((plain, html, number) => new MimeBundle(
        KeyValuePair.Create("text/plain", (JsonNode)JsonValue.Create(plain)),
        KeyValuePair.Create("text/html", (JsonNode)JsonValue.Create(html)),
        KeyValuePair.Create("application/vnd.plotly.v1+json", (JsonNode)new JsonObject { ["data"] = new JsonArray(number, plain) })));

    private static readonly Gen<CellOutput> Output = Gen.OneOf(
        Gen.Select(Gen.Bool.Select(b => b ? "stdout" : "stderr"), Text.Where(t => t.Length > 0)).Select((name, text) => (CellOutput)new StreamOutput(name, text)),
        Bundle.Select(data => (CellOutput)new DisplayOutput(data)),
        Gen.Select(Bundle, Gen.Int[1, 99]).Select((data, count) => (CellOutput)new ResultOutput(data, count)),
        Gen.Select(Text, Text, Text.Array[0, 4]).Select((name, value, trace) => (CellOutput)new ErrorOutput(name, value, trace)));

    private static readonly Gen<NotebookCell> Cell = Gen.Select(Gen.Enum<CellKind>(), Text, Text.Array[0, 3], Output.Array[0, 5])
        .Select((kind, source, tags, outputs) =>
        {
            NotebookCell cell = NotebookCell.Create(kind, source, tags);
            if (kind == CellKind.Code)
            {
                Array.ForEach(outputs, cell.AppendOutput);
            }

            return cell;
        });

    [Fact]
    public void WhatIsWrittenIsReadBackAndWrittenTheSame() => Cell.Array[0, 6].Sample(cells =>
    {
        NotebookDocument notebook = NotebookDocument.Create();
        Array.ForEach(cells, notebook.Add);
        string json = notebook.ToJson();

        NotebookDocument read = NotebookDocument.Parse(json, "n");

        Assert.Equal(json, read.ToJson());
        Assert.Equal(cells.Select(c => c.Source), read.Cells.Select(c => c.Source));
        Assert.Equal(cells.Select(c => c.Kind), read.Cells.Select(c => c.Kind));
        Assert.Equal(cells.Select(c => c.Tags), read.Cells.Select(c => c.Tags));
        Assert.Equal(cells.Select(c => c.Outputs), read.Cells.Select(c => c.Outputs));
    });
}

using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Documents;

public sealed class NotebookDocumentTests : IDisposable
{
    private const string Jupyter =
        """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {
            "future": {
             "kept": [
              1.0,
              1e3,
              "\u00e9 é 🎨"
             ]
            }
           },
           "source": [
            "# Title\n",
            "text"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "code",
           "metadata": {
            "tags": [
             "parameters"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "one\n",
              "two\n"
             ]
            },
            {
             "data": {
              "image/png": "iVBORw0KGgo=",
              "text/plain": [
               "a\n",
               "b"
              ]
             },
             "metadata": {
              "image/png": {
               "width": 3
              }
             },
             "output_type": "display_data"
            },
            {
             "output_type": "future_kind",
             "payload": null
            }
           ],
           "source": "var x = 1;\nx"
          }
         ],
         "metadata": {},
         "nbformat": 4,
         "nbformat_minor": 5,
         "unknown": {}
        }

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("documents-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AFileThatIsNotChangedIsWrittenByteForByte() => Assert.Equal(Jupyter, NotebookDocument.Parse(Jupyter, "n").ToJson());

    [Fact]
    public void AnotherIndentationAndEndOfTheFileAreKept()
    {
        string wide = Jupyter.Replace("\n ", "\n  ", StringComparison.Ordinal).TrimEnd();
        string four = JsonNode.Parse(Jupyter)!.ToJsonString(new() { WriteIndented = true, IndentSize = 4 });

        Assert.StartsWith("{\n    \"cells\"", NotebookDocument.Parse(four, "n").ToJson(), StringComparison.Ordinal);
        Assert.EndsWith("}", NotebookDocument.Parse(wide, "n").ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void CellsSayWhatTheyHold()
    {
        NotebookDocument notebook = NotebookDocument.Parse(Jupyter, "n");

        Assert.Equal([CellKind.Markdown, CellKind.Code], notebook.Cells.Select(c => c.Kind));
        Assert.Equal(["intro", "code"], notebook.Cells.Select(c => c.Id));
        Assert.Equal("# Title\ntext", notebook.Cells[0].Source);
        Assert.Equal("var x = 1;\nx", notebook.Cells[1].Source);
        Assert.Equal(["parameters"], notebook.Cells[1].Tags);
        Assert.Equal(3, notebook.Cells[1].ExecutionCount);
        Assert.Equal(
            [
                new StreamOutput("stdout", "one\ntwo\n"),
                new DisplayOutput(new MimeBundle(("image/png", "iVBORw0KGgo="), ("text/plain", "a\nb"))),
            ],
            notebook.Cells[1].Outputs);
    }

    [Fact]
    public void TextForTheSameStreamContinuesIt()
    {
        NotebookCell cell = NotebookCell.Create(CellKind.Code, "");
        cell.AppendOutput(new StreamOutput("stdout", "one\ntw"));
        cell.AppendOutput(new StreamOutput("stdout", "o\n"));
        cell.AppendOutput(new StreamOutput("stderr", "x"));
        cell.AppendOutput(new StreamOutput("stdout", "three"));

        Assert.Equal(
            [new StreamOutput("stdout", "one\ntwo\n"), new StreamOutput("stderr", "x"), new StreamOutput("stdout", "three")], cell.Outputs);
    }

    [Fact]
    public void AnUpdateReplacesEveryDisplayOfItsIdInEveryCell()
    {
        NotebookDocument notebook = NotebookDocument.Create();
        foreach (string source in new[] { "a", "b" })
        {
            NotebookCell cell = NotebookCell.Create(CellKind.Code, source);
            cell.AppendOutput(new DisplayOutput(new MimeBundle(("text/plain", "before")), "id"));
            cell.AppendOutput(new DisplayOutput(new MimeBundle(("text/plain", "other")), "other"));
            notebook.Add(cell);
        }

        Assert.True(notebook.UpdateDisplay("id", new MimeBundle(("text/plain", "after"))));
        Assert.False(notebook.UpdateDisplay("nobody", new MimeBundle(("text/plain", "after"))));
        Assert.All(notebook.Cells, cell => Assert.Equal(["after", "other"], cell.Outputs.Cast<DisplayOutput>().Select(o => o.Data.Text("text/plain"))));
    }

    [Fact]
    public void ClearingForgetsOutputsAndCountAndKeepsTheRest()
    {
        NotebookDocument notebook = NotebookDocument.Parse(Jupyter, "n");
        foreach (NotebookCell cell in notebook.Cells)
        {
            cell.ClearOutputs();
        }

        Assert.Empty(notebook.Cells[1].Outputs);
        Assert.Null(notebook.Cells[1].ExecutionCount);
        Assert.DoesNotContain("outputs", notebook.Cells[0].Metadata.Parent!.AsObject().Select(e => e.Key));
        Assert.Contains("\\u00e9 é 🎨", notebook.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void ANewNotebookIsReadByTheOtherKernels()
    {
        JsonNode json = JsonNode.Parse(NotebookDocument.Create().ToJson())!;

        Assert.Equal(".net-csharp", json["metadata"]!["kernelspec"]!["name"]!.GetValue<string>());
        Assert.Equal("C#", json["metadata"]!["language_info"]!["name"]!.GetValue<string>());
        Assert.Equal("csharp", json["metadata"]!["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]!.GetValue<string>());
    }

    [Fact]
    public void SavingLeavesNothingBesideTheFile()
    {
        string path = Path.Combine(folder, "a.ipynb");
        NotebookDocument.Parse(Jupyter, "n").Save(path);

        Assert.Equal(Jupyter, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void SavingWhereItCannotLeavesNothingBehind()
    {
        string path = Path.Combine(folder, "taken.ipynb");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<Exception>(() => NotebookDocument.Create().Save(path));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("not json", "is not a notebook")]
    [InlineData("[]", "its JSON is no object")]
    [InlineData("{}", "it has no \"nbformat\"")]
    [InlineData("{\"nbformat\": 3, \"metadata\": {}, \"cells\": []}", "its format is 3")]
    [InlineData("{\"nbformat\": 4, \"cells\": []}", "no object \"metadata\"")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}}", "no list \"cells\"")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}, \"cells\": [1]}", "broken.ipynb, cell 1 is not a notebook: it is no object")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}, \"cells\": [{\"cell_type\": \"chart\", \"source\": \"\"}]}", "\"cell_type\" is \"chart\"")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}, \"cells\": [{\"cell_type\": \"code\"}]}", "\"source\" is neither")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4}", "is not a notebook")]
    public void AFileThatIsNoNotebookIsNamedWithTheReason(string json, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(json, "broken.ipynb"));

        Assert.StartsWith("broken.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}

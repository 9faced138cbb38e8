using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Workbench.Notebooks.Book;

/// <summary>
/// Renders a notebook's prose: tables, footnotes, formulas as MathML, C# in colours, local pictures put into the page.
/// One instance serves one page, whose anchors stay unique.
/// </summary>
/// <param name="folder">Where relative paths of pictures start.</param>
internal sealed class MarkdownHtml(string folder)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseFootnotes().UseDefinitionLists().UseTaskLists().UseAutoLinks().UseEmphasisExtras().UseAlertBlocks().UseMathematics()
        .Build();

    private readonly HashSet<string> anchors = new(StringComparer.Ordinal);
    private readonly List<Heading> headings = [];

    /// <summary>The headings rendered so far.</summary>
    public IReadOnlyList<Heading> Headings => headings;

    /// <summary>Renders one cell.</summary>
    /// <param name="cell">A Markdown cell; pictures pasted into it are found among its attachments.</param>
    public string Render(NotebookCell cell) => Render(cell.Source, cell.Json["attachments"] as JsonObject);

    /// <summary>Renders Markdown.</summary>
    /// <param name="source">The text.</param>
    /// <param name="attachments">Pictures by file name, as nbformat stores them.</param>
    public string Render(string source, JsonObject? attachments = null)
    {
        MarkdownDocument document = Markdown.Parse(source, Pipeline);
        foreach (HeadingBlock heading in document.Descendants<HeadingBlock>())
        {
            Anchor(heading);
        }

        foreach (LinkInline link in document.Descendants<LinkInline>())
        {
            Point(link, attachments);
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineFormula());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new DisplayedFormula());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ColouredCode());
        renderer.Render(document);
        return writer.ToString();
    }

    private void Anchor(HeadingBlock heading)
    {
        string text = PlainText(heading.Inline);
        string stem = new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')]).Trim('-');
        while (stem.Contains("--", StringComparison.Ordinal))
        {
            stem = stem.Replace("--", "-", StringComparison.Ordinal);
        }

        stem = stem.Length > 0 ? stem : "section";
        string id = stem;
        for (int n = 2; !anchors.Add(id); n++)
        {
            id = $"{stem}-{n}";
        }

        heading.GetAttributes().Id = id;
        headings.Add(new Heading(heading.Level, id, text));
        heading.Inline?.AppendChild(new HtmlInline($"<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a>"));
    }

    private void Point(LinkInline link, JsonObject? attachments)
    {
        string url = link.Url ?? "";
        if (!link.IsImage)
        {
            int hash = url.IndexOf('#', StringComparison.Ordinal);
            string path = hash < 0 ? url : url[..hash];
            if (path.EndsWith(".ipynb", StringComparison.Ordinal) && !path.Contains("://", StringComparison.Ordinal))
            {
                link.Url = Path.GetFileNameWithoutExtension(path) + ".html" + (hash < 0 ? "" : url[hash..]);
            }

            return;
        }

        if (Embedded(url, attachments) is { } data)
        {
            link.Url = data;
        }
        else if (!url.StartsWith("data:", StringComparison.Ordinal))
        {
            link.IsImage = false; // nothing is fetched: a reader may follow the link
            link.AppendChild(new LiteralInline($" ({url})"));
        }
    }

    private string? Embedded(string url, JsonObject? attachments)
    {
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var picture = (attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject)?.FirstOrDefault();
            return picture is { Key: { } type, Value: { } content } ? $"data:{type};base64,{MultilineText.Read(content).ReplaceLineEndings("")}" : null;
        }

        if (url.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        string file = Path.Combine(folder, Uri.UnescapeDataString(url));
        string? mime = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".gif" => "image/gif",
            ".webp" => "image/webp",
            ".svg" => "image/svg+xml",
            _ => null,
        };
        return mime is not null && File.Exists(file) ? $"data:{mime};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}" : null;
    }

    private static string PlainText(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (Inline part in inline?.Descendants() ?? [])
        {
            text.Append(part switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                MathInline formula => formula.Content.ToString(),
                LineBreakInline => " ",
                _ => "",
            });
        }

        return text.ToString().Trim();
    }

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula)
        {
            bool displayed = formula.DelimiterCount > 1;
            string math = TexToMathMl.Convert(formula.Content.ToString(), displayed);
            renderer.Write(displayed ? $"<span class=\"formula\">{math}</span>" : math);
        }
    }

    private sealed class DisplayedFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula) =>
            renderer.Write($"<div class=\"formula\">{TexToMathMl.Convert(formula.Lines.ToString(), display: true)}</div>");
    }

    private sealed class ColouredCode : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            string code = block.Lines.ToString();
            bool isCSharp = block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" or "C#" };
            renderer.Write($"<pre class=\"listing\"><code>{(isCSharp ? CSharpHighlighter.ToHtml(code) : WebUtility.HtmlEncode(code))}</code></pre>\n");
        }
    }
}

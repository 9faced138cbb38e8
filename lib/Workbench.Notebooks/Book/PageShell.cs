using System.Net;

namespace Workbench.Notebooks.Book;

/// <summary>What all pages have in common: the head with its style and its ban on the network, and the frame around the content.</summary>
internal static class PageShell
{
    /// <summary>The shared file of Plotly's script, beside the pages.</summary>
    public const string PlotlyFile = "plotly.min.js";

    /// <summary>Scripts of outputs run, but nothing is fetched: what isn't in the page, or a file beside it, doesn't exist for it.</summary>
    private const string Policy = "default-src 'none'; script-src 'self' file: blob: 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
        + "img-src data: blob:; font-src data:; media-src data: blob:; worker-src blob:; connect-src data: blob:; form-action 'none'; base-uri 'none'";

    private static readonly Lazy<string> Style = new(() => Resource("book.css"));
    private static readonly Lazy<string> Script = new(() => Resource("book.js"));

    /// <summary>Puts a page together.</summary>
    /// <param name="title">The text of the browser's tab.</param>
    /// <param name="body">The content.</param>
    /// <param name="hasCharts">Whether the page draws charts.</param>
    public static string Wrap(string title, string body, bool hasCharts)
    {
        string charts = hasCharts ? $"<script src=\"{PlotlyFile}\"></script>\n" : "";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="icon" href="data:,">
            <style>
            {Style.Value}
            </style>
            {charts}</head>
            <body>
            {body}
            <script>
            {Script.Value}
            </script>
            </body>
            </html>

            """;
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(PageShell).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}

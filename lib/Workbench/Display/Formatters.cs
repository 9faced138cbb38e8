using Microsoft.DotNet.Interactive.Formatting;
using Workbench.Evaluation;

namespace Workbench.Display;

/// <summary>Teaches a notebook kernel how the workbench's values, and those of the libraries it builds on, show themselves.</summary>
public static class Formatters
{
    /// <summary>
    /// Registers everything with <see cref="Formatter"/>, the table that .NET Interactive and our own kernel format values by. The first
    /// cell of each notebook calls it; calling it again changes nothing.
    /// </summary>
    public static void Register()
    {
        Show<IShowsAsHtml>(value => value.ToHtml(), value => value.ToString());

        Formatter.Register<ClaimTable>((claims, writer) => writer.Write(claims.ToJson()), ClaimTable.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(ClaimTable), HtmlFormatter.MimeType, ClaimTable.MimeType);
    }

    private static void Show<T>(Func<T, string> html, Func<T, string?> text)
    {
        Formatter.Register<T>((value, writer) => writer.Write(html(value)), HtmlFormatter.MimeType);
        Formatter.Register<T>((value, writer) => writer.Write(text(value)), PlainTextFormatter.MimeType);
    }
}

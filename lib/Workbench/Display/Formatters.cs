using Deedle;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Workbench.Evaluation;
using Workbench.Models;

namespace Workbench.Display;

/// <summary>Teaches a notebook kernel how the workbench's values, and those of the libraries it builds on, show themselves.</summary>
public static class Formatters
{
    // One for the process, which is one session: only its first chart brings plotly.js.
    private static readonly ChartHtml SessionCharts = new();

    /// <summary>
    /// Registers everything with <see cref="Formatter"/>, the table that .NET Interactive and our own kernel format values by. The first
    /// cell of each notebook calls it; calling it again changes nothing.
    /// </summary>
    public static void Register()
    {
        Show<IShowsAsHtml>(value => value.ToHtml(), value => value.ToString());
        Show<Tensor>(TensorView.ToHtml, TensorView.ToText);
        Show<CatalogModel>(model => NetworkDescription.Of(model).ToHtml(), model => NetworkDescription.Of(model).ToString());
        Show<torch.nn.Module>(model => ModelSummary.Of(model).ToHtml(), model => ModelSummary.Of(model).ToString());
        Show(typeof(Frame<,>), TableView.FrameToHtml, TableView.FrameToText);
        Show(typeof(Series<,>), TableView.SeriesToHtml, TableView.SeriesToText);

        Show<GenericChart>(SessionCharts.ToHtml, ChartHtml.ToText);
        Formatter.Register<GenericChart>((chart, writer) => writer.Write(ChartHtml.ToJson(chart)), ChartHtml.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(GenericChart), HtmlFormatter.MimeType, ChartHtml.MimeType);

        Formatter.Register<ClaimTable>((claims, writer) => writer.Write(claims.ToJson()), ClaimTable.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(ClaimTable), HtmlFormatter.MimeType, ClaimTable.MimeType);
    }

    private static void Show<T>(Func<T, string> html, Func<T, string?> text) =>
        Show(typeof(T), value => html((T)value), value => text((T)value));

    private static void Show(Type type, Func<object, string> html, Func<object, string?> text)
    {
        Formatter.Register(type, (value, writer) => writer.Write(html(value)), HtmlFormatter.MimeType);
        Formatter.Register(type, (value, writer) => writer.Write(text(value)), PlainTextFormatter.MimeType);
    }
}

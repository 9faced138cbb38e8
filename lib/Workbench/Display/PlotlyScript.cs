using Plotly.NET;

namespace Workbench.Display;

/// <summary>plotly.js, which draws the charts: read from Plotly.NET, which carries it, so that pages work without a network.</summary>
public static class PlotlyScript
{
    private static readonly Lazy<string> Content = new(Read);

    /// <summary>The minified script (3.6 MB), which defines <c>window.Plotly</c>; its licence (MIT) is named in its first lines.</summary>
    public static string Text => Content.Value;

    private static string Read()
    {
        System.Reflection.Assembly library = typeof(GenericChart).Assembly;
        string name = library.GetManifestResourceNames().Single(
            resource => resource.Contains("plotly-", StringComparison.Ordinal) && resource.EndsWith(".min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(library.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

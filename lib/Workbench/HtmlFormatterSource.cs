namespace Workbench;

/// <summary>
/// What <see cref="TypeFormatterSourceAttribute"/> points at for a type that implements <see cref="IShowsAsHtml"/>: kernels create it
/// and use the formatters it makes by their shape (<c>MimeType</c>, <c>Format</c>), without knowing the class.
/// </summary>
internal class HtmlFormatterSource
{
    public const string Html = "text/html";
    public const string Text = "text/plain";

    /// <summary>Called by kernels.</summary>
    public virtual IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(Html, value => ((IShowsAsHtml)value).ToHtml()),
        new ConventionFormatter(Text, value => value.ToString()),
    ];
}

/// <summary>A formatter in the shape that kernels look for.</summary>
internal sealed class ConventionFormatter(string mimeType, Func<object, string?> format)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(format(instance));
        return true;
    }
}

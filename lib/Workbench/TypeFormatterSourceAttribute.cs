namespace Workbench;

/// <summary>
/// Names the formatters of a type for .NET Interactive and its successors, which look for an attribute of this name and shape on the
/// type of a value, wherever it is defined. It lets our types show themselves there before anything was registered.
/// </summary>
/// <param name="formatterSourceType">A class with <c>IEnumerable&lt;object&gt; CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that creates the formatters; kernels read it by this name.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types that a kernel sends for a value of the type.</summary>
    public string[] PreferredMimeTypes { get; set; } = [HtmlFormatterSource.Html];
}

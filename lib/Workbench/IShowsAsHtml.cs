namespace Workbench;

/// <summary>
/// Something that shows itself in a notebook. Kernels find <see cref="ToHtml"/> by its name; <see cref="object.ToString"/> is what a
/// terminal shows instead, so it must tell as much as fits on a line or two.
/// </summary>
public interface IShowsAsHtml
{
    /// <summary>A self-contained HTML fragment: no link, script or picture from elsewhere.</summary>
    /// <returns>The fragment.</returns>
    string ToHtml();
}

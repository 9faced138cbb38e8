namespace Workbench.Datasets;

/// <summary>One class of a label map, and the colour that stands for it in the file.</summary>
/// <param name="Name">What it is, such as <c>Bicyclist</c>.</param>
/// <param name="Red">0..255.</param>
/// <param name="Green">0..255.</param>
/// <param name="Blue">0..255; in a grey label map all three are the class's number.</param>
/// <param name="Ignored">Whether its pixels count for nothing, as CamVid's <c>Unlabelled</c>.</param>
public sealed record LabelClass(string Name, byte Red, byte Green, byte Blue, bool Ignored = false)
{
    /// <summary>A class that is one level of grey.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="level">0..255.</param>
    /// <param name="ignored">Whether its pixels count for nothing.</param>
    /// <returns>The class.</returns>
    public static LabelClass Grey(string name, byte level, bool ignored = false) => new(name, level, level, level, ignored);
}

using System.Diagnostics.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>What every cell can call without a <c>using</c>.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "display(x) and x.Display() are the names .NET Interactive gave them.")]
public static class CellFunctions
{
    /// <summary>Shows a value at this point of the cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for plain text, HTML and the types its formatters prefer.</param>
    /// <returns>A handle with which to show something else in the same place.</returns>
    [SuppressMessage("Style", "IDE1006", Justification = "The name .NET Interactive gave it, which notebooks use.")]
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Shows this value at this point of the cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for plain text, HTML and the types its formatters prefer.</param>
    /// <returns>A handle with which to show something else in the same place.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    private static DisplayedValue Show(object? value, string[] mimeTypes)
    {
        CellOutputs outputs = CellOutputs.Current
            ?? throw new InvalidOperationException("There is no notebook cell running that could show the value.");
        string id = Guid.NewGuid().ToString("N");
        outputs.Add(new OutputProduced(new DisplayOutput(Presentation.Of(value, mimeTypes), id)));
        return new DisplayedValue(outputs, id, mimeTypes);
    }
}

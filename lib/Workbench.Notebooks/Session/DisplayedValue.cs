namespace Workbench.Notebooks;

/// <summary>Something a cell has shown, and can show anew in the same place.</summary>
public sealed class DisplayedValue
{
    private readonly CellOutputs outputs;
    private readonly string[] mimeTypes;

    internal DisplayedValue(CellOutputs outputs, string displayId, string[] mimeTypes)
    {
        this.outputs = outputs;
        this.mimeTypes = mimeTypes;
        DisplayId = displayId;
    }

    /// <summary>The name of the place.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the same place, in the same MIME types. In quick succession only the last one is sent.</summary>
    /// <param name="value">The new value.</param>
    public void Update(object? value) => outputs.Add(new DisplayUpdated(DisplayId, Presentation.Of(value, mimeTypes)));
}

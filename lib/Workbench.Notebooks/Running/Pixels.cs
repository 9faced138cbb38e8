namespace Workbench.Notebooks;

/// <summary>A decoded picture, for comparing.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Samples">One byte per channel and pixel, 0 … 255, the same number of channels in every picture.</param>
public sealed record Pixels(int Width, int Height, ReadOnlyMemory<byte> Samples);

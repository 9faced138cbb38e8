using SkiaSharp;

namespace Workbench.Imaging;

/// <summary>
/// The lettering of <see cref="ImageGrid"/>: a plain sans-serif alphabet drawn here as pen strokes. A bare machine has no fonts, and Skia then
/// draws nothing at all; with an alphabet of its own a grid's captions look the same everywhere, at every resolution.
/// Characters that are not in it are taken from the system's fonts, where there are any, or stand as an empty box.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Height of a line of text, in units of the font size.</summary>
    public const float LineHeight = 1.3f;

    private const float Unit = 1 / 1000f, RegularPen = 78, BoldPen = 112, Tracking = 14;

    private static readonly Lazy<Dictionary<int, (float Advance, SKPath Path)>> Glyphs = new(() =>
        StrokeGlyphs.All.Concat(StrokeGlyphs.Accented()).ToDictionary(g => g.Symbol.EnumerateRunes().First().Value, g => (g.Advance + Tracking, SKPath.ParseSvgPathData(g.Path))));

    private static readonly (float Advance, SKPath Path) Box = (560, SKPath.ParseSvgPathData("M80 0 V-700 H480 V0 Z"));

    // Skia built without fontconfig cannot look a character up: the installed families are asked one by one, sans-serif ones first.
    private static readonly Lazy<IReadOnlyList<SKTypeface>> SystemTypefaces = new(() =>
    [
        .. SKFontManager.Default.FontFamilies
            .OrderBy(name => !name.Contains("Sans", StringComparison.Ordinal)).ThenBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
            .Select(SKFontManager.Default.MatchFamily).OfType<SKTypeface>(),
    ]);

    /// <summary>The width of a line of text.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">Font size.</param>
    /// <returns>The width in the unit of <paramref name="size"/>.</returns>
    public static float Width(string text, float size) => text.EnumerateRunes().Sum(rune => Advance(rune.Value)) * Unit * size;

    /// <summary>Draws a line of text.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="baseline">The line the letters stand on.</param>
    /// <param name="size">Font size; capitals are 0.7 of it high.</param>
    /// <param name="color">The ink.</param>
    /// <param name="bold">Whether the pen is broader.</param>
    public static void Draw(SKCanvas canvas, string text, float x, float baseline, float size, SKColor color, bool bold = false)
    {
        using var pen = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = bold ? BoldPen : RegularPen,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.Save();
        canvas.Translate(x, baseline);
        canvas.Scale(size * Unit);
        foreach (int symbol in text.EnumerateRunes().Select(rune => rune.Value))
        {
            if (!Glyphs.Value.ContainsKey(symbol) && SystemFont(symbol) is { } font)
            {
                using (font)
                using (var fill = new SKPaint { Color = color, IsAntialias = true })
                {
                    canvas.DrawText(char.ConvertFromUtf32(symbol), 0, 0, font, fill);
                }
            }
            else
            {
                canvas.DrawPath(Glyphs.Value.GetValueOrDefault(symbol, Box).Path, pen);
            }

            canvas.Translate(Advance(symbol), 0);
        }

        canvas.Restore();
    }

    /// <summary>Breaks text into lines of at most a width, at spaces; a word that is longer by itself is cut and ends in "…".</summary>
    /// <param name="text">The text; its own line breaks are kept.</param>
    /// <param name="size">Font size.</param>
    /// <param name="width">The widest line allowed.</param>
    /// <returns>The lines, none for an empty text.</returns>
    public static IReadOnlyList<string> Wrap(string text, float size, float width)
    {
        var lines = new List<string>();
        foreach (string paragraph in text.Length == 0 ? [] : text.Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split(' '))
            {
                string longer = line.Length == 0 ? word : $"{line} {word}";
                if (line.Length > 0 && Width(longer, size) > width)
                {
                    lines.Add(Cut(line, size, width));
                    longer = word;
                }

                line = longer;
            }

            lines.Add(Cut(line, size, width));
        }

        return lines;
    }

    private static string Cut(string line, float size, float width)
    {
        string cut = line;
        while (cut.Length > 1 && Width(cut, size) > width)
        {
            int keep = cut.TrimEnd('…').Length - 1;
            cut = (keep > 0 && char.IsHighSurrogate(cut[keep - 1]) ? cut[..(keep - 1)] : cut[..keep]) + "…";
        }

        return cut;
    }

    private static float Advance(int symbol)
    {
        if (Glyphs.Value.TryGetValue(symbol, out (float Advance, SKPath Path) glyph))
        {
            return glyph.Advance;
        }

        using SKFont? font = SystemFont(symbol);
        return font?.MeasureText(char.ConvertFromUtf32(symbol)) ?? Box.Advance;
    }

    private static SKFont? SystemFont(int symbol)
    {
        SKTypeface? typeface = SKFontManager.Default.MatchCharacter(symbol)
            ?? SystemTypefaces.Value.FirstOrDefault(t => t.ContainsGlyph(symbol));
        return typeface is null ? null : new SKFont(typeface, size: 960);
    }
}

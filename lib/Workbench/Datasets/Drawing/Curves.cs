using SkiaSharp;

namespace Workbench.Datasets.Drawing;

/// <summary>Smooth outlines through given points.</summary>
internal static class Curves
{
    /// <summary>A closed Catmull–Rom curve through the points.</summary>
    public static SKPath Closed(params ReadOnlySpan<SKPoint> points)
    {
        SKPath path = new();
        path.MoveTo(points[0]);
        Join(path, points, closed: true);
        path.Close();
        return path;
    }

    /// <summary>An open Catmull–Rom curve through the points.</summary>
    public static SKPath Open(params ReadOnlySpan<SKPoint> points)
    {
        SKPath path = new();
        path.MoveTo(points[0]);
        Join(path, points, closed: false);
        return path;
    }

    /// <summary>A limb: a smooth outline around a line whose breadth changes from point to point.</summary>
    /// <param name="line">The middle of the limb.</param>
    /// <param name="halves">Half of its breadth at each of these points.</param>
    public static SKPath Limb(ReadOnlySpan<SKPoint> line, params ReadOnlySpan<float> halves)
    {
        SKPoint[] outline = new SKPoint[2 * line.Length];
        for (int i = 0; i < line.Length; i++)
        {
            SKPoint way = line[Math.Min(i + 1, line.Length - 1)] - line[Math.Max(i - 1, 0)];
            SKPoint aside = new(-way.Y / way.Length * halves[i], way.X / way.Length * halves[i]);
            outline[i] = line[i] + aside;
            outline[^(i + 1)] = line[i] - aside;
        }

        return Closed(outline);
    }

    private static void Join(SKPath path, ReadOnlySpan<SKPoint> points, bool closed)
    {
        int count = points.Length;
        for (int i = 0; i < (closed ? count : count - 1); i++)
        {
            SKPoint before = points[closed ? (i + count - 1) % count : Math.Max(i - 1, 0)];
            SKPoint from = points[i];
            SKPoint to = points[(i + 1) % count];
            SKPoint after = points[closed ? (i + 2) % count : Math.Min(i + 2, count - 1)];
            path.CubicTo(
                from.X + ((to.X - before.X) / 6),
                from.Y + ((to.Y - before.Y) / 6),
                to.X - ((after.X - from.X) / 6),
                to.Y - ((after.Y - from.Y) / 6),
                to.X,
                to.Y);
        }
    }
}

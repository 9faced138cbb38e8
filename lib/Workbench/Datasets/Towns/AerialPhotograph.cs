using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Towns;

/// <summary>
/// A town as seen from an aeroplane: roofs with a lit and a dark side, shadows, trees, cars, grain and haze; at any hour from a low, warm sun
/// to noon, under a clear or an overcast sky, in summer, drought and autumn.
/// </summary>
internal sealed class AerialPhotograph : IDisposable
{
    private static readonly SKColor[][] Roofs =
    [
        [new(166, 92, 70), new(178, 110, 84), new(150, 84, 66)], // tiles
        [new(128, 124, 122), new(112, 110, 112), new(146, 140, 134)], // slate
        [new(132, 106, 84), new(150, 124, 98), new(118, 98, 82)], // shingle
        [new(202, 200, 194), new(184, 184, 182), new(216, 210, 200)], // flat
    ];

    private static readonly SKColor[] Cars = [new(226, 226, 228), new(40, 42, 46), new(150, 30, 30), new(60, 80, 130), new(190, 192, 196)];
    private readonly TownPlan plan;
    private readonly Painter painter;
    private readonly SKPoint shadow;
    private readonly SKPoint sun;
    private readonly float sunshine;
    private readonly (SKColor Grass, SKColor Dry, SKColor Leaves) season;

    public AerialPhotograph(TownPlan plan, int size)
    {
        this.plan = plan;
        painter = new(size, plan.Look, labelled: false);
        float azimuth = painter.Uniform(0, MathF.Tau), low = painter.Uniform(0, 1), length = 0.5f + (1.3f * low * low);
        sunshine = painter.Chance(0.75f) ? painter.Uniform(0.7f, 1) : painter.Uniform(0.1f, 0.35f);
        season = painter.Pick<(SKColor, SKColor, SKColor)>(
            (new(88, 116, 62), new(112, 126, 74), new(46, 76, 38)),
            (new(92, 112, 66), new(134, 128, 88), new(50, 78, 40)),
            (new(150, 136, 92), new(172, 150, 108), new(70, 84, 48)),
            (new(118, 114, 70), new(140, 122, 82), new(124, 82, 36)));
        sun = new(MathF.Cos(azimuth), MathF.Sin(azimuth));
        shadow = new(-sun.X * length, -sun.Y * length);
        Ground();
        Water();
        Streets();
        foreach ((SKPoint place, float radius) in plan.Trees)
        {
            Tree(place, radius);
        }

        Shade();
        plan.Buildings.ForEach(Roof);
        using SKPath all = new();
        all.AddRect(new(0, 0, 1, 1));
        SKColor air = sunshine < 0.5f ? new(104, 116, 136, 60) : Outdoors.Mix(new(196, 208, 222), new(232, 150, 70), low).WithAlpha((byte)(20 + (40 * low)));
        painter.Glaze(air.WithAlpha((byte)(air.Alpha * painter.Uniform(0.3f, 1.3f))), all);
    }

    public float[] Picture() => painter.Photograph();

    public void Dispose() => painter.Dispose();

    private void Ground()
    {
        SKColor grass = Outdoors.Mix(season.Grass, season.Dry, painter.Uniform(0, 1)), park = Outdoors.Mix(Outdoors.Mix(new(64, 104, 48), new(92, 126, 60), painter.Uniform(0, 1)), season.Grass, 0.3f);
        painter.Box(grass, 0, 0, 1, 1);
        painter.Grain(0.2f, 14, 14, 0, 0, 1, 1);
        painter.Grain(0.16f, 60, 60, 0, 0, 1, 1);
        foreach (SKPath path in plan.Parks)
        {
            painter.Fill(park, path);
            painter.Clip(path);
            painter.Grain(0.22f, 40, 40, 0, 0, 1, 1);
            painter.Unclip();
        }
    }

    private void Water()
    {
        if (plan.Water.IsEmpty)
        {
            return;
        }

        SKColor deep = Outdoors.Mix(new(38, 62, 78), new(62, 88, 84), painter.Uniform(0, 1));
        painter.Stroke(new SKColor(150, 142, 116), 0.012f, plan.Water); // the bank
        using SKShader shader = SKShader.CreateLinearGradient(new(0, 0), new(1, 1), [Outdoors.Lit(deep, 0.9f), Outdoors.Lit(deep, 1.2f)], SKShaderTileMode.Clamp);
        painter.Fill(shader, plan.Water);
        painter.Clip(plan.Water);
        painter.Grain(0.06f, 60, 25, 0, 0, 1, 1);
        painter.Unclip();
    }

    private void Streets()
    {
        SKColor asphalt = Outdoors.Mix(new(98, 98, 102), new(134, 132, 128), painter.Uniform(0, 1)), pavement = Outdoors.Mix(new(164, 160, 152), new(188, 184, 174), painter.Uniform(0, 1));
        SKPath[] lines = [.. Enum.GetValues<RoadOrder>().Select(plan.Lines)];
        foreach (RoadOrder order in Enum.GetValues<RoadOrder>())
        {
            painter.Stroke(order == RoadOrder.Motorway ? Outdoors.Mix(season.Grass, new(128, 132, 108), 0.5f) : pavement, Road.WidthOf(order), lines[(int)order]);
        }

        foreach (RoadOrder order in Enum.GetValues<RoadOrder>())
        {
            Surface(order, lines[(int)order], asphalt);
            lines[(int)order].Dispose();
        }

        painter.Grain(0.05f, 90, 90, 0, 0, 1, 1);
        foreach (Road road in plan.Roads)
        {
            Traffic(road);
        }
    }

    /// <summary>Streets are narrow and grey; main roads dark and twice as broad, with white lines; motorways pale, with a green strip between two lanes.</summary>
    private void Surface(RoadOrder order, SKPath lines, SKColor asphalt)
    {
        SKColor white = new(222, 220, 210);
        float width = Road.WidthOf(order);
        switch (order)
        {
            case RoadOrder.Street:
                painter.Stroke(asphalt, width - 0.008f, lines);
                break;
            case RoadOrder.Main:
                painter.Stroke(white, width - 0.008f, lines);
                painter.Stroke(Outdoors.Lit(asphalt, 0.6f), width - 0.013f, lines);
                painter.Lines(white, 0.004f, [.. plan.Roads.Where(road => road.Order == order).SelectMany(road => road.Line[..^(road.Line.Length % 2)])]);
                break;
            default:
                painter.Stroke(white, width - 0.011f, lines);
                painter.Stroke(Outdoors.Lit(asphalt, 1.3f), width - 0.015f, lines);
                painter.Stroke(Outdoors.Mix(season.Grass, asphalt, 0.3f), 0.011f, lines);
                break;
        }
    }

    private void Traffic(Road road)
    {
        float chance = road.Order switch { RoadOrder.Street => 0.1f, RoadOrder.Main => 0.35f, _ => 0.45f };
        for (int i = 0; i + 1 < road.Line.Length; i++)
        {
            if (!painter.Chance(chance) || road.Line[i].X is < -0.02f or > 1.02f || road.Line[i].Y is < -0.02f or > 1.02f)
            {
                continue;
            }

            SKPoint from = road.Line[i], way = road.Line[i + 1] - from;
            float side = painter.Pick(-1f, 1f) * road.Width * 0.24f;
            SKPoint aside = new(-way.Y / way.Length * side, way.X / way.Length * side), ahead = new(way.X / way.Length * 0.011f, way.Y / way.Length * 0.011f);
            SKPoint at = from + aside;
            painter.Line(new SKColor(30, 30, 34, Dark(130)), 0.008f, at + new SKPoint(shadow.X * 0.004f, shadow.Y * 0.004f), at + ahead + new SKPoint(shadow.X * 0.004f, shadow.Y * 0.004f));
            painter.Line(painter.Pick(Cars), 0.0065f, at, at + ahead);
        }
    }

    private void Tree(SKPoint place, float radius)
    {
        float light = painter.Uniform(0.75f, 1.2f);
        if (place.X is < -0.07f or > 1.07f || place.Y is < -0.07f or > 1.07f)
        {
            return; // not even its shadow falls into the picture
        }

        painter.Soft(new SKColor(20, 26, 18, Dark(150)), place.X + (shadow.X * radius), place.Y + (shadow.Y * radius), radius * 1.4f, radius * 1.4f);
        painter.Oval(Outdoors.Lit(season.Leaves, light), place.X, place.Y, radius, radius);
        painter.Oval(Outdoors.Lit(season.Leaves, light * (1.1f + (0.35f * sunshine))), place.X + (sun.X * radius * 0.3f), place.Y + (sun.Y * radius * 0.3f), radius * 0.6f, radius * 0.6f);
    }

    private byte Dark(byte full) => (byte)(full * sunshine);

    /// <summary>The shadows of all buildings as one shape, so that the ground is not twice as dark where two of them fall.</summary>
    private void Shade()
    {
        using SKPath dark = new();
        foreach (Building building in plan.Buildings)
        {
            SKPoint move = new(shadow.X * building.Height, shadow.Y * building.Height);
            SKPoint[] at = building.Corners;
            for (int i = 0; i < 4; i++)
            {
                // All turn the same way, or they would cancel out where they overlap.
                SKPoint a = at[i], b = at[(i + 1) % 4];
                bool turned = ((b.X - a.X) * move.Y) - ((b.Y - a.Y) * move.X) < 0;
                SKPoint[] side = turned ? [a, a + move, b + move, b] : [a, b, b + move, a + move];
                dark.AddPoly(side, close: true);
            }
        }

        painter.Glaze(new SKColor(26, 28, 34, Dark(160)), dark);
    }

    private void Roof(Building building)
    {
        SKPoint[] at = building.Corners;
        SKColor colour = Outdoors.Lit(painter.Pick(Roofs[building.Kind]), painter.Uniform(0.88f, 1.12f));
        if (building.Kind == 3)
        {
            painter.Polygon(colour, at);
            SKPoint middle = new((at[0].X + at[2].X) / 2, (at[0].Y + at[2].Y) / 2);
            painter.Oval(Outdoors.Lit(colour, 0.8f), middle.X + 0.006f, middle.Y, 0.006f, 0.006f); // what stands on flat roofs
            painter.Line(Outdoors.Lit(colour, 1.12f), 0.004f, at[0], at[1]);
            return;
        }

        // The half beyond the ridge looks away from the sun, or towards it.
        SKPoint ridgeFrom = new((at[0].X + at[3].X) / 2, (at[0].Y + at[3].Y) / 2), ridgeTo = new((at[1].X + at[2].X) / 2, (at[1].Y + at[2].Y) / 2);
        SKPoint outward = new(at[0].X - ridgeFrom.X, at[0].Y - ridgeFrom.Y);
        float facing = ((outward.X * sun.X) + (outward.Y * sun.Y)) / Math.Max(outward.Length, 1e-6f);
        painter.Polygon(Outdoors.Lit(colour, 1 + (0.3f * sunshine * facing)), at);
        painter.Polygon(Outdoors.Lit(colour, 1 - (0.3f * sunshine * facing)), at[3], at[2], ridgeTo, ridgeFrom);
    }
}

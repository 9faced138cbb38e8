using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.StreetScenes;

/// <summary>
/// A bicycle from the side, heading right. The unit is a person's height; (0, 0) is on the ground between the wheels.
/// </summary>
internal sealed class Bicycle
{
    private const float Radius = 0.195f;
    private static readonly SKPoint Rear = new(-0.3f, -Radius);
    private static readonly SKPoint Front = new(0.31f, -Radius);

    private readonly Painter p;
    private readonly SKColor paint;
    private readonly bool racing;
    private readonly bool low;
    private readonly bool basket;
    private readonly bool rack;

    public Bicycle(Painter p)
    {
        this.p = p;
        paint = p.Pick<SKColor>(new(196, 36, 40), new(30, 84, 170), new(24, 120, 90), new(236, 186, 40), new(240, 240, 240), new(40, 42, 46), new(226, 110, 40), new(110, 190, 210), new(150, 60, 130));
        racing = p.Chance(0.35f);
        low = !racing && p.Chance(0.5f);
        basket = !racing && p.Chance(0.4f);
        rack = !racing && p.Chance(0.5f);
        Saddle = new(-0.14f, racing ? -0.57f : -0.53f);
        Grip = racing ? new(0.29f, -0.5f) : new(0.2f, -0.62f);
        float turn = p.Uniform(0, 6.28f);
        Crank = new(0.095f * MathF.Cos(turn), 0.095f * MathF.Sin(turn));
    }

    /// <summary>Where one sits.</summary>
    public SKPoint Saddle { get; }

    /// <summary>Where the hands are.</summary>
    public SKPoint Grip { get; }

    /// <summary>What the pedals turn around.</summary>
    public static SKPoint Bracket { get; } = new(-0.03f, -0.165f);

    /// <summary>From <see cref="Bracket"/> to the near pedal; the far one is opposite.</summary>
    public SKPoint Crank { get; }

    /// <summary>Whether one leans far forward on it.</summary>
    public bool Racing => racing;

    /// <summary>The wheels and the far pedal.</summary>
    public void DrawBehindRider()
    {
        p.Label = Street.Bicycle;
        SKColor tyre = new(28, 28, 32);
        foreach (SKPoint hub in (ReadOnlySpan<SKPoint>)[Rear, Front])
        {
            // The wheel with what is seen between its spokes belongs to the bicycle.
            p.Oval(new(150, 150, 156, 70), hub.X, hub.Y, Radius, Radius);
            for (int spoke = 0; spoke < 7; spoke++)
            {
                (float sin, float cos) = MathF.SinCos((spoke + 0.3f) * MathF.PI / 7);
                p.Line(new(215, 216, 220, 170), 0.006f, new(hub.X - (cos * Radius), hub.Y - (sin * Radius)), new(hub.X + (cos * Radius), hub.Y + (sin * Radius)));
            }

            using SKPath rim = new();
            rim.AddCircle(hub.X, hub.Y, Radius - 0.016f);
            p.Stroke(tyre, racing ? 0.026f : 0.034f, rim);
            p.Oval(new(90, 92, 96), hub.X, hub.Y, 0.02f, 0.02f);
        }

        SKPoint pedal = new(Bracket.X - Crank.X, Bracket.Y - Crank.Y);
        p.Stroke(new(90, 92, 96), 0.016f, Bracket, pedal);
        p.Stroke(tyre, 0.02f, new(pedal.X - 0.03f, pedal.Y), new(pedal.X + 0.03f, pedal.Y));
    }

    /// <summary>The frame, the bars and the near pedal.</summary>
    public void Draw()
    {
        p.Label = Street.Bicycle;
        const float tube = 0.028f;
        SKPoint seat = new(Saddle.X + 0.015f, -0.47f);
        SKPoint head = new(0.205f, racing ? -0.52f : -0.54f);
        SKPoint crown = new(0.225f, -0.42f);
        SKColor dark = Outdoors.Lit(paint, 0.72f);
        if (!racing)
        {
            foreach (SKPoint hub in (ReadOnlySpan<SKPoint>)[Rear, Front])
            {
                using SKPath guard = new();
                guard.AddArc(new(hub.X - Radius - 0.012f, hub.Y - Radius - 0.012f, hub.X + Radius + 0.012f, hub.Y + Radius + 0.012f), hub == Rear ? 170 : 215, 130);
                p.Stroke(paint, 0.018f, guard);
            }
        }

        p.Stroke(dark, tube * 0.7f, seat, Rear, Bracket);
        p.Stroke(paint, tube, head, crown);
        p.Stroke(paint, tube * 0.8f, crown, new(0.26f, -0.3f), Front);
        p.Stroke(paint, tube, crown, Bracket, seat);
        if (low)
        {
            p.Stroke(paint, tube, new(0.215f, -0.47f), new(0.1f, -0.36f), new(-0.06f, -0.26f));
        }
        else
        {
            p.Stroke(paint, tube, seat, new(head.X + 0.003f, head.Y + 0.035f));
        }

        p.Stroke(new(120, 122, 126), 0.02f, seat, Saddle);
        p.Stroke(new(36, 30, 28), 0.034f, new(Saddle.X - 0.06f, Saddle.Y - 0.012f), new(Saddle.X + 0.075f, Saddle.Y - 0.006f));
        SKColor metal = new(70, 72, 78);
        if (racing)
        {
            using SKPath bar = new();
            bar.MoveTo(head.X, head.Y - 0.03f);
            bar.LineTo(0.27f, -0.555f);
            bar.QuadTo(0.33f, -0.55f, 0.32f, -0.49f);
            bar.QuadTo(0.31f, -0.45f, 0.26f, -0.455f);
            p.Stroke(metal, 0.022f, bar);
        }
        else
        {
            p.Stroke(metal, 0.022f, new(head.X - 0.002f, head.Y), new(0.2f, -0.6f), new(0.23f, -0.625f), new(Grip.X - 0.03f, Grip.Y - 0.005f));
        }

        if (rack)
        {
            p.Stroke(metal, 0.016f, new(-0.14f, -0.415f), new(-0.42f, -0.415f), Rear);
        }

        if (basket)
        {
            SKColor wicker = new(168, 124, 70);
            p.Polygon(wicker, new(0.25f, -0.56f), new(0.43f, -0.56f), new(0.4f, -0.41f), new(0.27f, -0.41f));
            for (int row = 1; row < 4; row++)
            {
                p.Line(Outdoors.Lit(wicker, 0.6f), 0.008f, new(0.25f, -0.56f + (0.037f * row)), new(0.42f, -0.56f + (0.037f * row)));
            }
        }

        p.Oval(new(90, 92, 96), Bracket.X, Bracket.Y, 0.04f, 0.04f);
        p.Stroke(new(50, 50, 54), 0.014f, new(Bracket.X, Bracket.Y + 0.035f), new(Rear.X, Rear.Y + 0.02f));
        SKPoint pedal = new(Bracket.X + Crank.X, Bracket.Y + Crank.Y);
        p.Stroke(new(130, 132, 138), 0.018f, Bracket, pedal);
        p.Stroke(new(28, 28, 32), 0.022f, new(pedal.X - 0.03f, pedal.Y), new(pedal.X + 0.03f, pedal.Y));
    }
}

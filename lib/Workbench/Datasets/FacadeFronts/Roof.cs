using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.FacadeFronts;

/// <summary>
/// What a house has above its eaves: nothing but sky, a pitched or a mansard roof with dormers and chimneys, or a gable. As in CMP, roofs are
/// background, dormer windows are windows, and a gable is part of the front.
/// </summary>
internal sealed class Roof
{
    private readonly Painter p;
    private readonly Kind kind;

    public Roof(Painter p)
    {
        this.p = p;
        kind = p.Pick(Kind.Flat, Kind.Flat, Kind.Pitched, Kind.Pitched, Kind.Mansard, Kind.Gable, Kind.Steps);
        Eaves = kind switch
        {
            Kind.Flat => p.Uniform(0.03f, 0.14f),
            Kind.Gable or Kind.Steps => p.Uniform(0.24f, 0.32f),
            _ => p.Uniform(0.17f, 0.27f),
        };
    }

    private enum Kind
    {
        Flat,
        Pitched,
        Mansard,
        Gable,
        Steps,
    }

    /// <summary>Where the wall ends.</summary>
    public float Eaves { get; }

    /// <summary>Whether a cornice ends the wall; a gable goes on.</summary>
    public bool HasCornice => kind is not (Kind.Gable or Kind.Steps);

    /// <summary>Draws it, behind the wall.</summary>
    /// <param name="left">Where the wall begins; may lie outside the picture.</param>
    /// <param name="right">Where it ends.</param>
    /// <param name="wall">Its colour.</param>
    /// <param name="stone">That of its mouldings.</param>
    /// <param name="glass">That of its panes.</param>
    public void Paint(float left, float right, SKColor wall, SKColor stone, SKColor glass)
    {
        switch (kind)
        {
            case Kind.Pitched or Kind.Mansard:
                Slope(left, right, wall, stone, glass);
                break;
            case Kind.Gable or Kind.Steps:
                Gable(left, right, wall, stone, glass);
                break;
            default:
                break;
        }
    }

    private void Slope(float left, float right, SKColor wall, SKColor stone, SKColor glass)
    {
        bool mansard = kind == Kind.Mansard;
        SKColor tiles = Outdoors.Lit(mansard ? p.Pick<SKColor>(new(92, 98, 108), new(74, 76, 84), new(110, 120, 122)) : p.Pick<SKColor>(new(158, 82, 58), new(136, 76, 62), new(96, 92, 96), new(120, 98, 78)), p.Uniform(0.85f, 1.15f));
        float ridge = Eaves - p.Uniform(0.1f, 0.15f), inset = mansard ? 0.03f : p.Uniform(0.03f, 0.12f);
        p.Label = House.Background;
        for (int i = p.Count(0, 3); i > 0; i--)
        {
            float x = p.Uniform(Math.Max(left, 0) + 0.08f, Math.Min(right, 1) - 0.08f), wide = p.Uniform(0.025f, 0.05f);
            SKColor brick = Outdoors.Lit(new(150, 92, 74), p.Uniform(0.7f, 1.1f));
            p.Box(brick, x, ridge - p.Uniform(0.03f, 0.06f), x + wide, Eaves);
            p.Box(Outdoors.Lit(brick, 0.65f), x + (wide * 0.65f), ridge - 0.03f, x + wide, Eaves);
        }

        using SKPath slope = new();
        slope.AddPoly([new(left - 0.015f, Eaves), new(left + inset, ridge), new(right - inset, ridge), new(right + 0.015f, Eaves)], close: true);
        using SKShader light = SKShader.CreateLinearGradient(new(0, ridge), new(0, Eaves), [Outdoors.Lit(tiles, 1.12f), Outdoors.Lit(tiles, 0.9f)], SKShaderTileMode.Clamp);
        p.Fill(light, slope);
        p.Clip(slope);
        List<SKPoint> courses = [];
        for (float y = ridge; y < Eaves; y += 0.012f)
        {
            courses.AddRange([new(left - 0.02f, y), new(right + 0.02f, y)]);
        }

        p.Lines(Outdoors.Lit(tiles, 0.75f).WithAlpha(150), 0.0025f, courses);
        p.Grain(0.12f, 70, 40, left, ridge, right, Eaves);
        p.Unclip();
        int dormers = mansard ? p.Count(2, 5) : p.Count(0, 4);
        float pitch = (Math.Min(right, 1) - Math.Max(left, 0)) / Math.Max(dormers, 1);
        for (int i = 0; i < dormers; i++)
        {
            Dormer(Math.Max(left, 0) + (pitch * (i + 0.5f)), Math.Min(0.05f, pitch * 0.28f), ridge, mansard ? stone : wall, Outdoors.Lit(tiles, 0.8f), glass);
        }
    }

    private void Dormer(float x, float half, float ridge, SKColor wall, SKColor tiles, SKColor glass)
    {
        float bottom = Eaves - 0.012f, top = ridge + 0.03f;
        p.Label = House.Background;
        p.Box(wall, x - half, top, x + half, bottom);
        p.Polygon(tiles, new(x - (half * 1.35f), top + 0.005f), new(x, top - (half * 0.8f)), new(x + (half * 1.35f), top + 0.005f));
        p.Glaze(new SKColor(20, 20, 26, 110), new(x + half, top), new(x + half + 0.014f, top + 0.014f), new(x + half + 0.014f, bottom), new(x + half, bottom));
        p.Label = House.Window;
        p.Box(glass, x - (half * 0.65f), top + 0.014f, x + (half * 0.65f), bottom - 0.008f);
        p.Line(wall, half * 0.16f, new(x, top + 0.014f), new(x, bottom - 0.008f));
    }

    private void Gable(float left, float right, SKColor wall, SKColor stone, SKColor glass)
    {
        float middle = (Math.Max(left, 0) + Math.Min(right, 1)) / 2, tip = p.Uniform(0.02f, 0.09f), half = (Math.Min(right, 1) - Math.Max(left, 0)) / 2;
        p.Label = House.Wall;
        using SKPath gable = new();
        if (kind == Kind.Steps)
        {
            int steps = p.Count(3, 5);
            gable.MoveTo(middle - half, Eaves + 0.02f);
            for (int i = 0; i < 2 * steps; i++)
            {
                // Up the left side, down the right.
                int from = i < steps ? i : (2 * steps) - 1 - i;
                float y = Eaves - ((Eaves - tip) * (from + 1) / steps);
                (float near, float far) = (half * (1 - (from * 0.85f / steps)), half * (1 - ((from + 1) * 0.85f / steps)));
                gable.LineTo(middle + (i < steps ? -near : far), y);
                gable.LineTo(middle + (i < steps ? -far : near), y);
            }

            gable.LineTo(middle + half, Eaves + 0.02f);
        }
        else
        {
            gable.AddPoly([new(middle - half, Eaves + 0.02f), new(middle - half, Eaves), new(middle, tip), new(middle + half, Eaves), new(middle + half, Eaves + 0.02f)], close: true);
        }

        p.Fill(wall, gable);
        p.Clip(gable);
        p.Grain(0.1f, 18, 30, 0, 0, 1, Eaves + 0.02f);
        p.Unclip();
        if (kind == Kind.Gable)
        {
            p.Label = House.Cornice;
            float thick = p.Uniform(0.012f, 0.022f);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                p.Polygon(Outdoors.Lit(stone, side < 0 ? 1.05f : 0.85f), new(middle, tip), new(middle + (side * (half + 0.01f)), Eaves), new(middle + (side * (half + 0.01f)), Eaves + thick), new(middle, tip + (thick * 1.6f)));
            }
        }

        // A window, or a round stone, below the tip.
        float at = tip + ((Eaves - tip) * 0.6f), size = Math.Min(0.045f, half * 0.16f);
        bool window = p.Chance(0.65f);
        p.Label = window ? House.Molding : House.Deco;
        p.Oval(stone, middle, at, size * 1.35f, size * 1.35f);
        if (window)
        {
            p.Label = House.Window;
            p.Oval(glass, middle, at, size, size);
            p.Line(stone, size * 0.2f, new(middle - size, at), new(middle + size, at));
            p.Line(stone, size * 0.2f, new(middle, at - size), new(middle, at + size));
        }
    }
}

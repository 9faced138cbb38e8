using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.FacadeFronts;

/// <summary>
/// A house front: storeys of like windows between mouldings, a cornice above, a ground floor with a door and shops. Lit from the upper left,
/// so that what stands out has a shadow below and to its right.
/// </summary>
internal sealed class House(Painter p, float groundFloor)
{
    // The classes of CMP.
    internal const byte Background = 0, Wall = 1, Window = 2, Door = 3, Cornice = 4, Sill = 5, Balcony = 6, Blind = 7, Deco = 8, Molding = 9, Pillar = 10, Shop = 11;

    private readonly Roof roof = new(p);
    private readonly float left = p.Chance(0.45f) ? p.Uniform(0.02f, 0.13f) : -0.02f;
    private readonly float right = p.Chance(0.45f) ? p.Uniform(0.87f, 0.98f) : 1.02f;
    private readonly float ground = p.Uniform(0.93f, 0.985f);
    private float top;
    private SKColor wall, stone, frame, glass;

    public void Paint()
    {
        wall = p.Pick<SKColor>(new(206, 190, 160), new(186, 172, 152), new(172, 108, 84), new(216, 206, 186), new(196, 164, 116), new(162, 160, 158), new(190, 140, 116), new(150, 88, 70));
        wall = Outdoors.Lit(wall, p.Uniform(0.82f, 1.12f));
        stone = Outdoors.Lit(Outdoors.Mix(wall, new(226, 218, 204), p.Uniform(0.4f, 0.9f)), p.Uniform(0.9f, 1.05f));
        frame = p.Pick<SKColor>(new(236, 234, 228), new(92, 66, 48), new(60, 74, 70), new(210, 204, 190));
        glass = p.Pick<SKColor>(new(62, 70, 82), new(44, 50, 56), new(92, 106, 122));
        top = roof.Eaves;
        Surroundings();
        roof.Paint(left, right, wall, stone, glass);
        p.Label = Wall;
        p.Box(wall, left, top, right, ground);
        if (p.Chance(0.4f))
        {
            Bricks();
        }

        p.Grain(0.1f, 18, 30, left, top, right, ground);
        float floorTop = ground - groundFloor;
        int storeys = p.Count(2, top > 0.15f ? 4 : 5), bays = p.Count(2, 6);
        float cornice = p.Uniform(0.025f, 0.05f), height = (floorTop - top - cornice) / storeys, width = (Math.Min(right, 1) - Math.Max(left, 0)) / bays;
        bool pillars = p.Chance(0.3f), strings = p.Chance(0.65f);
        Front front = new(p);
        for (int storey = 0; storey < storeys; storey++)
        {
            float y = top + cornice + (storey * height);
            front.OfStorey(storey == storeys - 1 && p.Chance(0.5f));
            for (int bay = 0; bay < bays; bay++)
            {
                Opening(front, Math.Max(left, 0) + (bay * width), y, width, height);
            }

            if (strings && (storey > 0 || p.Chance(0.3f)))
            {
                Ledge(Molding, left, y - 0.004f, right, y + 0.01f);
            }
        }

        if (pillars)
        {
            for (int bay = 0; bay <= bays; bay++)
            {
                float x = Math.Max(left, 0) + (bay * width), half = width * 0.06f;
                Upright(Pillar, x - half, top + cornice, x + half, floorTop);
            }
        }

        if (roof.HasCornice)
        {
            Ledge(Cornice, left - 0.015f, top - 0.012f, right + 0.015f, top + cornice);
        }

        GroundFloor(floorTop, bays, width);
        if (p.Chance(0.7f))
        {
            Ledge(Molding, left, floorTop - 0.008f, right, floorTop + 0.008f);
        }

        Weather();
    }

    private void Surroundings()
    {
        p.Label = Background;
        Outdoors.Sky(p, 0.5f, 0.4f);
        SKColor other = Outdoors.Lit(new(150, 140, 128), p.Uniform(0.7f, 1.2f));
        p.Box(other, -0.02f, top + p.Uniform(-0.02f, 0.2f), left, ground);
        p.Box(Outdoors.Lit(other, p.Uniform(0.8f, 1.2f)), right, top + p.Uniform(-0.02f, 0.2f), 1.02f, ground);
        p.Box(Outdoors.Lit(new(128, 124, 120), p.Uniform(0.7f, 1.15f)), -0.02f, ground, 1.02f, 1.02f);
    }

    private void Bricks()
    {
        float course = p.Uniform(0.012f, 0.018f);
        SKColor mortar = Outdoors.Lit(wall, 0.82f);
        List<SKPoint> courses = [];
        for (float y = top; y < ground; y += course)
        {
            courses.AddRange([new(left, y), new(right, y)]);
        }

        p.Lines(mortar, 0.002f, courses);
    }

    private void Opening(Front front, float x, float y, float width, float height)
    {
        float w = width * front.Breadth, h = height * front.Rise, a = x + ((width - w) / 2), b = a + w, d = y + (height * 0.93f) - (front.HasBalcony ? 0.012f : height * 0.08f), c = d - h;
        if (front.HasDeco)
        {
            p.Label = Deco;
            p.Box(stone, a - (w * 0.12f), c - (height * 0.035f), b + (w * 0.12f), c);
            if (front.Pediment)
            {
                p.Polygon(Outdoors.Lit(stone, 1.04f), new(a - (w * 0.16f), c - (height * 0.03f)), new((a + b) / 2, c - (height * 0.13f)), new(b + (w * 0.16f), c - (height * 0.03f)));
            }

            p.Glaze(new SKColor(30, 26, 24, 90), new(a, c), new(b, c), new(b, c + 0.008f), new(a, c + 0.008f));
        }

        if (front.HasFrame)
        {
            p.Label = Molding;
            p.Box(stone, a - (w * 0.1f), c - (w * 0.06f), b + (w * 0.1f), d);
        }

        Glass(Window, a, c, b, d, front.Arched, front.Panes);
        if (front.HasShutters)
        {
            foreach ((float from, float to) in new[] { (a - (w * 0.36f), a - (w * 0.02f)), (b + (w * 0.02f), b + (w * 0.36f)) })
            {
                p.Label = Blind;
                p.Box(front.Shutters, from, c, to, d);
                List<SKPoint> slats = [];
                for (float slat = c + 0.008f; slat < d; slat += 0.012f)
                {
                    slats.AddRange([new(from, slat), new(to, slat)]);
                }

                p.Lines(Outdoors.Lit(front.Shutters, 0.75f), 0.003f, slats);
            }
        }
        else if (front.Rolled > 0 && p.Chance(0.5f))
        {
            p.Label = Blind;
            p.Box(new(206, 200, 186), a + (w * 0.06f), c + 0.004f, b - (w * 0.06f), c + (h * p.Uniform(0.15f, front.Rolled)));
        }

        if (front.HasBalcony)
        {
            Rail(a - (w * 0.3f), d - (h * 0.38f), b + (w * 0.3f), d);
        }
        else
        {
            Ledge(Sill, a - (w * 0.08f), d, b + (w * 0.08f), d + (height * 0.035f));
        }
    }

    private void Glass(byte label, float a, float c, float b, float d, bool arched, int panes)
    {
        p.Label = label;
        float w = b - a, edge = w * 0.07f;
        using SKPath outline = new();
        if (arched)
        {
            outline.MoveTo(a, d);
            outline.LineTo(a, c + (w / 2));
            outline.ArcTo(new SKRect(a, c, b, c + w), 180, 180, false);
            outline.LineTo(b, d);
            outline.Close();
        }
        else
        {
            outline.AddRect(new(a, c, b, d));
        }

        p.Fill(frame, outline);
        p.Clip(outline);
        SKColor low = Outdoors.Lit(glass, p.Uniform(0.7f, 1.5f));
        using SKShader shine = SKShader.CreateLinearGradient(new(a, c), new(b, d), [Outdoors.Mix(low, new(190, 206, 224), p.Uniform(0.1f, 0.5f)), low], SKShaderTileMode.Clamp);
        using SKPath inner = new();
        inner.AddRect(new(a + edge, c + edge, b - edge, d - edge));
        p.Glaze(shine, inner);
        if (p.Chance(0.35f))
        {
            p.Glaze(new SKColor(226, 222, 212, 120), new(a + edge, c + edge), new(a + (w * 0.3f), c + edge), new(a + (w * 0.2f), d - edge), new(a + edge, d - edge)); // a curtain
        }

        for (int pane = 1; pane < panes; pane++)
        {
            p.Line(frame, w * 0.05f, new(a + (w * pane / panes), c), new(a + (w * pane / panes), d));
        }

        p.Line(frame, w * 0.05f, new(a, c + ((d - c) * 0.35f)), new(b, c + ((d - c) * 0.35f)));
        p.Glaze(new SKColor(10, 10, 14, 110), new(a, c), new(b, c), new(b, c + 0.01f), new(a, c + 0.01f)); // shadow of the reveal
        p.Unclip();
    }

    private void Rail(float a, float c, float b, float d)
    {
        p.Label = Balcony;
        if (p.Chance(0.4f))
        {
            p.Box(stone, a, c, b, d); // masonry
        }
        else
        {
            p.Box(Outdoors.Mix(wall, new(50, 50, 54), 0.5f), a, c, b, d);
            List<SKPoint> bars = [];
            for (float x = a; x < b; x += 0.011f)
            {
                bars.AddRange([new(x, c), new(x, d)]);
            }

            p.Lines(new SKColor(34, 34, 38), 0.003f, bars);
        }

        p.Line(new SKColor(40, 40, 44), 0.006f, new(a, c), new(b, c));
        p.Box(Outdoors.Lit(stone, 0.9f), a - 0.008f, d - 0.008f, b + 0.008f, d + 0.008f);
        p.Glaze(new SKColor(24, 22, 22, 100), new(a, d + 0.008f), new(b, d + 0.008f), new(b + 0.012f, d + 0.03f), new(a + 0.012f, d + 0.03f));
    }

    private void GroundFloor(float floorTop, int bays, float width)
    {
        int door = p.Count(0, bays - 1);
        bool shops = p.Chance(0.45f);
        SKColor sign = p.Pick<SKColor>(new(120, 40, 34), new(40, 70, 54), new(44, 52, 92), new(60, 54, 48), new(160, 130, 60));
        if (p.Chance(0.5f))
        {
            p.Label = Wall;
            p.Box(Outdoors.Lit(stone, 0.92f), left, floorTop, right, ground);
        }

        for (int bay = 0; bay < bays; bay++)
        {
            float a = Math.Max(left, 0) + (bay * width), height = ground - floorTop;
            if (bay == door)
            {
                float w = width * 0.42f, x = a + ((width - w) / 2), y = floorTop + (height * 0.22f);
                p.Label = Molding;
                p.Box(stone, x - (w * 0.14f), y - (w * 0.14f), x + (w * 1.14f), ground);
                p.Label = Door;
                SKColor wood = p.Pick<SKColor>(new(88, 58, 38), new(52, 64, 58), new(110, 34, 30), new(58, 58, 72));
                p.Box(wood, x, y, x + w, ground);
                p.Line(Outdoors.Lit(wood, 0.6f), w * 0.05f, new(x + (w / 2), y), new(x + (w / 2), ground));
                p.Line(Outdoors.Lit(wood, 1.4f), w * 0.04f, new(x, y + (height * 0.18f)), new(x + w, y + (height * 0.18f)));
            }
            else if (shops)
            {
                float y = floorTop + (height * 0.16f);
                p.Label = Shop;
                p.Box(sign, a + (width * 0.05f), y, a + (width * 0.95f), y + (height * 0.2f));
                p.Box(frame, a + (width * 0.05f), y + (height * 0.2f), a + (width * 0.95f), ground);
                Glass(Shop, a + (width * 0.08f), y + (height * 0.24f), a + (width * 0.92f), ground - (height * 0.1f), arched: false, panes: 2);
            }
            else
            {
                float w = width * 0.46f, x = a + ((width - w) / 2), y = floorTop + (height * 0.26f), d = ground - (height * 0.24f);
                Glass(Window, x, y, x + w, d, arched: false, panes: 2);
                Ledge(Sill, x - (w * 0.08f), d, x + (w * 1.08f), d + 0.012f);
            }
        }
    }

    /// <summary>Something that stands out of the wall along it, bright above and with its shadow below.</summary>
    private void Ledge(byte label, float a, float c, float b, float d)
    {
        p.Label = label;
        p.Box(stone, a, c, b, d);
        p.Line(Outdoors.Lit(stone, 1.15f), 0.004f, new(a, c + 0.002f), new(b, c + 0.002f));
        p.Line(Outdoors.Lit(stone, 0.72f), 0.004f, new(a, d - 0.002f), new(b, d - 0.002f));
        p.Glaze(new SKColor(26, 24, 24, 90), new(a, d), new(b, d), new(b, d + 0.012f), new(a, d + 0.012f));
    }

    private void Upright(byte label, float a, float c, float b, float d)
    {
        p.Label = label;
        p.Box(stone, a, c, b, d);
        p.Line(Outdoors.Lit(stone, 1.12f), 0.004f, new(a + 0.002f, c), new(a + 0.002f, d));
        p.Glaze(new SKColor(26, 24, 24, 80), new(b, c), new(b + 0.008f, c), new(b + 0.008f, d), new(b, d));
    }

    private void Weather()
    {
        int stains = p.Count(0, 4);
        for (int i = 0; i < stains; i++)
        {
            p.Soft(new SKColor(40, 36, 30, 60), p.Uniform(0, 1), p.Uniform(top, ground), p.Uniform(0.04f, 0.1f), p.Uniform(0.08f, 0.25f));
        }

        if (p.Chance(0.3f))
        {
            float x = p.Uniform(-0.2f, 0.9f);
            p.Glaze(new SKColor(20, 22, 34, 90), new(-0.1f, 1.02f), new(x, 1.02f), new(x - 0.4f, -0.02f), new(-0.5f, -0.02f)); // the shadow of the house across
        }

        p.Grain(0.06f, 120, 120, 0, 0, 1, 1);
    }
}

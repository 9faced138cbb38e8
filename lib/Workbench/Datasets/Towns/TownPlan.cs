using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Towns;

/// <summary>How much traffic a road is made for.</summary>
internal enum RoadOrder
{
    Street,
    Main,
    Motorway,
}

/// <summary>A road's middle line.</summary>
internal sealed record Road(RoadOrder Order, SKPoint[] Line)
{
    public float Width => WidthOf(Order);

    public static float WidthOf(RoadOrder order) => order switch { RoadOrder.Street => 0.02f, RoadOrder.Main => 0.042f, _ => 0.06f };
}

/// <summary>A building's ground plan, four corners around, the longer sides first and third.</summary>
/// <param name="Corners">In the picture's unit coordinates.</param>
/// <param name="Height">In the same units; its shadow is as long at a sun of 45°.</param>
/// <param name="Kind">Draws the roof's colour and shape.</param>
internal sealed record Building(SKPoint[] Corners, float Height, int Kind);

/// <summary>
/// A town as vectors: a net of streets, turned and bent, with larger roads across; blocks between them that are built up, green or empty;
/// a river, a lake or a coast. Random numbers are used here and nowhere else, so that both drawings show the same town.
/// </summary>
internal sealed class TownPlan : IDisposable
{
    private const int Steps = 30;
    private readonly float cos, sin, bendU, bendV, waveU, waveV, phaseU, phaseV, shiftU, shiftV;
    private ItemRandom random;

    public TownPlan(ItemRandom start)
    {
        random = start;
        float north = MathF.PI / 2 * random.UniformOfSplit();
        (cos, sin) = (MathF.Cos(north), MathF.Sin(north));
        bool organic = random.Uniform() < 0.45f;
        float bend = organic ? 0.06f : 0.008f;
        (bendU, bendV) = (random.Uniform(-bend, bend), random.Uniform(-bend, bend));
        (waveU, waveV) = (random.Uniform(3, 7), random.Uniform(3, 7));
        (phaseU, phaseV, shiftU, shiftV) = (random.Uniform(0, 6.3f), random.Uniform(0, 6.3f), random.Uniform(-0.1f, 0.1f), random.Uniform(-0.1f, 0.1f));
        Water = MakeWater();
        MakeRoads();
        MakeBlocks();
        Look = random;
    }

    /// <summary>What is water; may be empty.</summary>
    public SKPath Water { get; }

    public List<Road> Roads { get; } = [];

    public List<Building> Buildings { get; } = [];

    public List<SKPath> Parks { get; } = [];

    /// <summary>Places of single trees, with their radii.</summary>
    public List<(SKPoint Place, float Radius)> Trees { get; } = [];

    /// <summary>The random numbers that are left, for how the photograph looks.</summary>
    public ItemRandom Look { get; }

    /// <summary>The middle lines of all roads of an order: drawn at once, they join without a seam, and faster.</summary>
    public SKPath Lines(RoadOrder order)
    {
        SKPath lines = new();
        foreach (Road road in Roads.Where(road => road.Order == order))
        {
            lines.AddPoly(road.Line, close: false);
        }

        return lines;
    }

    public void Dispose()
    {
        Water.Dispose();
        Parks.ForEach(park => park.Dispose());
    }

    // Street coordinates, turned and bent, to picture coordinates.
    private SKPoint Place(float u, float v)
    {
        float x = u + shiftU + (bendU * MathF.Sin((waveU * v) + phaseU)), y = v + shiftV + (bendV * MathF.Sin((waveV * u) + phaseV));
        return new(0.5f + (cos * x) - (sin * y), 0.5f + (sin * x) + (cos * y));
    }

    private SKPath MakeWater()
    {
        float kind = random.Uniform();
        if (kind < 0.45f)
        {
            return new();
        }

        if (kind < 0.7f)
        {
            // A river from one side to the other.
            bool across = random.Uniform() < 0.5f;
            float middle = random.Uniform(0.2f, 0.8f), swing = random.Uniform(0.03f, 0.14f), phase = random.Uniform(0, 6.3f), lean = random.Uniform(-0.3f, 0.3f);
            SKPoint[] line = new SKPoint[9];
            float[] halves = new float[9];
            float half = random.Uniform(0.03f, 0.075f);
            for (int i = 0; i < 9; i++)
            {
                float t = -0.15f + (1.3f * i / 8), s = middle + (lean * (t - 0.5f)) + (swing * MathF.Sin((5 * t) + phase));
                line[i] = across ? new(t, s) : new(s, t);
                halves[i] = half * random.Uniform(0.85f, 1.2f);
            }

            return Curves.Limb(line, halves);
        }

        // A lake, or a coast when its middle lies beyond the border.
        bool coast = kind > 0.85f;
        float angle = random.Uniform(0, 6.3f), far = coast ? random.Uniform(0.65f, 0.8f) : random.Uniform(0.1f, 0.35f), radius = coast ? random.Uniform(0.42f, 0.55f) : random.Uniform(0.1f, 0.2f);
        SKPoint[] shore = new SKPoint[12];
        for (int i = 0; i < shore.Length; i++)
        {
            float turn = MathF.Tau * i / shore.Length, r = radius * random.Uniform(0.82f, 1.15f);
            shore[i] = new(0.5f + (far * MathF.Cos(angle)) + (r * MathF.Cos(turn)), 0.5f + (far * MathF.Sin(angle)) + (r * MathF.Sin(turn)));
        }

        return Curves.Closed(shore);
    }

    private float[] Cuts()
    {
        List<float> cuts = [];
        float spacing = random.Uniform(0.13f, 0.22f);
        for (float at = -0.85f; at < 0.85f; at += spacing * random.Uniform(0.75f, 1.3f))
        {
            cuts.Add(at);
        }

        return [.. cuts];
    }

    private float[] cutsU = [], cutsV = [];
    private int mainU = -1, mainV = -1;

    private void MakeRoads()
    {
        (cutsU, cutsV) = (Cuts(), Cuts());
        mainU = random.Uniform() < 0.75f ? 2 + random.Below(Math.Max(cutsU.Length - 4, 1)) : -1;
        mainV = random.Uniform() < 0.55f ? 2 + random.Below(Math.Max(cutsV.Length - 4, 1)) : -1;
        AddAll(cutsU, mainU, (cut, t) => Place(cut, t));
        AddAll(cutsV, mainV, (cut, t) => Place(t, cut));
        if (random.Uniform() < 0.35f)
        {
            float angle = random.Uniform(0, MathF.PI), aside = random.Uniform(-0.3f, 0.3f), curve = random.Uniform(-0.15f, 0.15f);
            Roads.Add(new(RoadOrder.Motorway, [.. Enumerable.Range(0, 41).Select(i =>
            {
                float t = (1.7f * i / 40) - 0.85f, s = aside + (curve * MathF.Cos(2.2f * t));
                return new SKPoint(0.5f + (t * MathF.Cos(angle)) - (s * MathF.Sin(angle)), 0.5f + (t * MathF.Sin(angle)) + (s * MathF.Cos(angle)));
            })]));
        }

        Roads.Sort((a, b) => a.Order.CompareTo(b.Order));

        static SKPoint[] Seen(IEnumerable<SKPoint> line)
        {
            static bool IsBeyond(SKPoint point) => point.X is < -0.12f or > 1.12f || point.Y is < -0.12f or > 1.12f;
            return [.. line.SkipWhile(IsBeyond).Reverse().SkipWhile(IsBeyond).Reverse()];
        }

        void AddAll(float[] cuts, int main, Func<float, float, SKPoint> place)
        {
            for (int i = 0; i < cuts.Length; i++)
            {
                SKPoint[] line = Seen(Enumerable.Range(0, Steps + 1).Select(step => place(cuts[i], (1.8f * step / Steps) - 0.9f)));
                if (line.Length < 2)
                {
                    continue;
                }

                if (i == main)
                {
                    Roads.Add(new(RoadOrder.Main, line)); // crosses the water on a bridge
                    continue;
                }

                List<SKPoint> run = [];
                foreach (SKPoint point in line)
                {
                    bool ends = Water.Contains(point.X, point.Y) || random.Uniform() < 0.033f;
                    if (!ends)
                    {
                        run.Add(point);
                    }

                    if ((ends || point == line[^1]) && run.Count > 1)
                    {
                        Roads.Add(new(RoadOrder.Street, [.. run]));
                    }

                    if (ends)
                    {
                        run.Clear();
                    }
                }
            }
        }
    }

    private void MakeBlocks()
    {
        float density = random.Uniform(0.35f, 1);
        for (int i = 0; i + 1 < cutsU.Length; i++)
        {
            for (int j = 0; j + 1 < cutsV.Length; j++)
            {
                float marginLow = Margin(i, mainU), marginHigh = Margin(i + 1, mainU), below = Margin(j, mainV), above = Margin(j + 1, mainV);
                (float left, float right, float top, float bottom) = (cutsU[i] + marginLow, cutsU[i + 1] - marginHigh, cutsV[j] + below, cutsV[j + 1] - above);
                SKPoint middle = Place((left + right) / 2, (top + bottom) / 2);
                if (middle.X is < -0.2f or > 1.2f || middle.Y is < -0.2f or > 1.2f || right - left < 0.05f || bottom - top < 0.05f)
                {
                    continue;
                }

                float kind = random.Uniform();
                if (kind < 0.13f)
                {
                    Park(left, top, right, bottom);
                }
                else if (kind < 0.13f + (0.8f * density))
                {
                    Build(left, top, right, bottom, dense: random.Uniform() < density * 0.6f);
                }
                else
                {
                    Scatter(left, top, right, bottom, 3);
                }
            }
        }

        float Margin(int cut, int main) => cut == main ? 0.029f : 0.018f;
    }

    private void Park(float left, float top, float right, float bottom)
    {
        SKPath park = new();
        SKPoint[] corners = Quad(left, top, right, bottom);
        park.AddPoly(corners, close: true);
        Parks.Add(park);
        Scatter(left, top, right, bottom, 14);
    }

    private void Build(float left, float top, float right, float bottom, bool dense)
    {
        float size = dense ? random.Uniform(0.05f, 0.08f) : random.Uniform(0.032f, 0.048f), gap = dense ? 0.006f : 0.014f, height = dense ? random.Uniform(0.02f, 0.05f) : random.Uniform(0.008f, 0.016f);
        if (dense && random.Uniform() < 0.2f)
        {
            Add(left + 0.01f, top + 0.01f, right - 0.01f, bottom - 0.01f, height, 3); // one hall
            return;
        }

        int style = random.Below(3);
        bool twoRows = bottom - top > 2.4f * size;
        for (float u = left; u + (size * 0.7f) < right;)
        {
            float breadth = Math.Min(size * random.Uniform(0.8f, 1.35f), right - u);
            foreach (bool far in twoRows ? [false, true] : new[] { false })
            {
                if (random.Uniform() < (dense ? 0.05f : 0.18f))
                {
                    continue; // an empty plot
                }

                float depth = Math.Min(size * random.Uniform(0.75f, 1.1f), (bottom - top) / (twoRows ? 2.2f : 1)), setBack = dense ? 0 : random.Uniform(0, 0.008f);
                float v = far ? bottom - depth - setBack : top + setBack;
                Add(u, v, u + breadth, v + depth, height * random.Uniform(0.8f, 1.25f), random.Uniform() < 0.75f ? style : random.Below(4));
            }

            u += breadth + (gap * random.Uniform(0.7f, 1.6f));
        }

        Scatter(left, top, right, bottom, dense ? 1 : 5);
    }

    private void Add(float left, float top, float right, float bottom, float height, int kind)
    {
        SKPoint[] corners = right - left >= bottom - top ? Quad(left, top, right, bottom) : [Place(right, top), Place(right, bottom), Place(left, bottom), Place(left, top)];
        SKPoint middle = new((corners[0].X + corners[2].X) / 2, (corners[0].Y + corners[2].Y) / 2);
        bool seen = Array.Exists(corners, corner => corner.X is > -0.1f and < 1.1f && corner.Y is > -0.1f and < 1.1f);
        if (seen && Array.TrueForAll([.. corners, middle], point => IsFree(point, 0.006f)))
        {
            Buildings.Add(new(corners, height, kind));
        }
    }

    private void Scatter(float left, float top, float right, float bottom, int most)
    {
        int count = random.Below(most + 1);
        for (int i = 0; i < count; i++)
        {
            SKPoint place = Place(random.Uniform(left, right), random.Uniform(top, bottom));
            float radius = random.Uniform(0.008f, 0.02f);
            if (IsFree(place, radius) && !Buildings.Exists(building => Near(building, place, radius)))
            {
                Trees.Add((place, radius));
            }
        }
    }

    private static bool Near(Building building, SKPoint place, float radius)
    {
        SKPoint middle = new((building.Corners[0].X + building.Corners[2].X) / 2, (building.Corners[0].Y + building.Corners[2].Y) / 2);
        return SKPoint.Distance(middle, place) < radius + (SKPoint.Distance(building.Corners[0], building.Corners[2]) / 2);
    }

    private bool IsFree(SKPoint point, float around)
    {
        if (Water.Contains(point.X, point.Y))
        {
            return false;
        }

        foreach (Road road in Roads)
        {
            // Streets bound the blocks, so only what crosses them can be in the way.
            if (road.Order == RoadOrder.Motorway && road.Line.Any(place => SKPoint.Distance(place, point) < (road.Width / 2) + around + 0.012f))
            {
                return false;
            }
        }

        return true;
    }

    private SKPoint[] Quad(float left, float top, float right, float bottom) => [Place(left, top), Place(right, top), Place(right, bottom), Place(left, bottom)];
}

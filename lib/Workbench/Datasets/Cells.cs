using Workbench.Datasets.Drawing;

namespace Workbench.Datasets;

/// <summary>
/// Slices of tissue as under the electron microscope, in the manner of the ISBI 2012 challenge: bent cells of all sizes between dark
/// membranes of varying thickness and contrast, with mitochondria and vesicles that are dark too and are no membranes, uneven light and
/// noise. About 78 % of the pixels lie inside cells, as there.
/// </summary>
/// <remarks>Cells are a Voronoi diagram of jittered points in warped coordinates; a pixel's distance to the nearest membrane is exact in them.</remarks>
public sealed class Cells : DrawnSet<SegmentedImage>
{
    private const int Membrane = 0;
    private const int Cell = 1;
    private const int FinestPixels = 128;

    private readonly int cellsAcross;

    /// <summary>An endless supply of slices.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other slices.</param>
    /// <param name="size">Side of the pictures in pixels: 32 to 512.</param>
    /// <param name="cellsAcross">About how many cells lie side by side, 2 to 40.</param>
    public Cells(Split split, long seed = 0, int size = 64, int cellsAcross = 5)
        : base("cells", split, seed, size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellsAcross, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cellsAcross, 40);
        this.cellsAcross = cellsAcross;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = ["membrane", "cell"];

    private protected override SegmentedImage Draw(long index)
    {
        ItemRandom random = Random(index);
        Tissue tissue = new(cellsAcross, ref random);

        // A small pixel is the mean of several points, as a thin membrane is less than a pixel wide there.
        int points = (FinestPixels + Size - 1) / Size;
        float[] light = new float[Size * Size];
        byte[] labels = new byte[Size * Size];
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                float grey = 0;
                for (int point = 0; point < points * points; point++)
                {
                    grey += tissue.At((column + (((point % points) + 0.5f) / points)) / Size, (row + (((point / points) + 0.5f) / points)) / Size).Grey;
                }

                light[(row * Size) + column] = Math.Clamp((grey / (points * points)) + (tissue.Noise / points * random.Normal()), 0, 1);
                labels[(row * Size) + column] = (byte)(tissue.At((column + 0.5f) / Size, (row + 0.5f) / Size).Membrane ? Membrane : Cell);
            }
        }

        using Tensor map = torch.tensor(labels);
        return new(torch.tensor(light).reshape(1, Size, Size), map.to(torch.int64).reshape(Size, Size));
    }

    /// <summary>One slice, in coordinates 0..1 whatever the number of pixels.</summary>
    private sealed class Tissue
    {
        private const int Margin = 3;

        private readonly int side;
        private readonly Body[] bodies;
        private readonly float stretch;
        private readonly float sin;
        private readonly float cos;
        private readonly float bend;
        private readonly float thickness;
        private readonly float dark;
        private readonly float bright;
        private readonly float slopeX;
        private readonly float slopeY;
        private readonly uint origin;
        private readonly int across;

        public Tissue(int cellsAcross, ref ItemRandom random)
        {
            // The first number differs between splits for certain, so no slice of one is in another.
            (sin, cos) = MathF.SinCos(MathF.PI * random.UniformOfSplit());
            across = cellsAcross;
            side = cellsAcross + (2 * Margin) + 2;
            stretch = random.Uniform(1f, 1.5f);
            bend = random.Uniform(0.4f, 0.75f);
            thickness = random.Uniform(0.045f, 0.08f);
            (dark, bright) = (random.Uniform(0.12f, 0.3f), random.Uniform(0.55f, 0.75f));
            (slopeX, slopeY) = (random.Uniform(-0.08f, 0.08f), random.Uniform(-0.08f, 0.08f));
            origin = (uint)random.Below(int.MaxValue);
            Noise = random.Uniform(0.03f, 0.08f);
            bodies = new Body[side * side];
            for (int i = 0; i < bodies.Length; i++)
            {
                bodies[i] = new(
                    (i % side) + random.Uniform(0f, 1f), (i / side) + random.Uniform(0f, 1f), random.Uniform(-0.06f, 0.06f),
                    random.Uniform() < 0.45f ? random.Uniform(0.1f, 0.2f) : 0, random.Uniform(1.2f, 2f), random.Uniform(0f, MathF.PI), random.Uniform(-0.12f, 0.12f), random.Uniform(-0.12f, 0.12f));
            }
        }

        /// <summary>Deviation of the noise of each pixel.</summary>
        public float Noise { get; }

        /// <summary>How light a point is, and whether it lies on a membrane.</summary>
        public (float Grey, bool Membrane) At(float x, float y)
        {
            // Turned, stretched and bent; in units of one cell.
            (float dx, float dy) = (x - 0.5f, y - 0.5f);
            float u = ((((cos * dx) - (sin * dy)) / stretch) + 0.5f) * across;
            float v = ((((sin * dx) + (cos * dy)) * stretch) + 0.5f) * across;
            float middle = Margin + 1 + (across / 2f);
            (float s, float t) = (u - (across / 2f), v - (across / 2f));
            (u, v) = Bent(s, t);
            u = Math.Clamp(u + middle, 1.01f, side - 2.01f);
            v = Math.Clamp(v + middle, 1.01f, side - 2.01f);

            (Body nearest, float edge, float towardsU, float towardsV) = Nearest(u, v);
            float along = ValueNoise.At((s + 32) * 1.7f, (t + 32) * 1.7f, origin + 2);
            float half = thickness * (1 + (0.45f * along));
            if (edge < 3 * half)
            {
                // Bending must not make membranes thick or thin: the distance counts as it is before it.
                const float Step = 0.02f;
                (float rightU, float rightV) = Bent(s + Step, t);
                (float belowU, float belowV) = Bent(s, t + Step);
                (float hereU, float hereV) = (u - middle, v - middle);
                float growthS = (((rightU - hereU) * towardsU) + ((rightV - hereV) * towardsV)) / Step;
                float growthT = (((belowU - hereU) * towardsU) + ((belowV - hereV) * towardsV)) / Step;
                edge /= MathF.Max(0.2f, MathF.Sqrt((growthS * growthS) + (growthT * growthT)));
            }

            float fine = ValueNoise.At((s + 32) * 9, (t + 32) * 9, origin + 3);
            float grain = ValueNoise.At((s + 32) * 23, (t + 32) * 23, origin + 4);

            float inside = bright + nearest.Shade + (0.05f * fine) + (0.04f * grain);
            inside = Organelle(nearest, u, v, inside, fine);
            if (grain > 0.62f && fine < -0.1f)
            {
                inside -= 0.22f; // a vesicle
            }

            // Some membranes are cut at a slant and fade.
            float core = dark + (0.12f * MathF.Max(0, ValueNoise.At((s + 32) * 0.9f, (t + 32) * 0.9f, origin + 5)));
            float grey = core + ((inside - core) * Smooth((edge - (0.55f * half)) / (0.9f * half)));
            return (grey + (slopeX * dx * 2) + (slopeY * dy * 2), edge < half);
        }

        private (float U, float V) Bent(float s, float t) => (
            s + (bend * ValueNoise.At((s + 32) * 0.7f, (t + 32) * 0.7f, origin)),
            t + (bend * ValueNoise.At((s + 32) * 0.7f, (t + 32) * 0.7f, origin + 1)));

        private static float Organelle(Body body, float u, float v, float inside, float fine)
        {
            if (body.Radius == 0)
            {
                return inside;
            }

            (float turnSin, float turnCos) = MathF.SinCos(body.Angle);
            (float dx, float dy) = (u - body.X - body.OffsetX, v - body.Y - body.OffsetY);
            (float a, float b) = (((turnCos * dx) + (turnSin * dy)) / (body.Radius * body.Length), ((turnCos * dy) - (turnSin * dx)) / body.Radius);
            float from = MathF.Sqrt((a * a) + (b * b));
            if (from > 1.1f)
            {
                return inside;
            }

            float cristae = 0.05f * MathF.Sin(9 * a) + (0.04f * fine);
            float rim = Smooth((from - 0.72f) / 0.15f) * 0.14f;
            float grey = 0.42f + cristae - rim;
            return grey + ((inside - grey) * Smooth((from - 0.92f) / 0.15f));
        }

        /// <summary>The cell that a point lies in, how far it is to the next one's, in cells, and in which direction.</summary>
        private (Body Nearest, float Edge, float TowardsU, float TowardsV) Nearest(float u, float v)
        {
            (int column, int row) = ((int)u, (int)v);
            (float first, float second) = (float.MaxValue, float.MaxValue);
            (int nearest, int next) = (0, 0);
            for (int r = Math.Max(0, row - 2); r <= Math.Min(side - 1, row + 2); r++)
            {
                for (int c = Math.Max(0, column - 2); c <= Math.Min(side - 1, column + 2); c++)
                {
                    int i = (r * side) + c;
                    (float dx, float dy) = (bodies[i].X - u, bodies[i].Y - v);
                    float distance = (dx * dx) + (dy * dy);
                    if (distance < first)
                    {
                        (second, next, first, nearest) = (first, nearest, distance, i);
                    }
                    else if (distance < second)
                    {
                        (second, next) = (distance, i);
                    }
                }
            }

            (Body one, Body other) = (bodies[nearest], bodies[next]);
            (float acrossU, float acrossV) = (other.X - one.X, other.Y - one.Y);
            float apart = MathF.Max(MathF.Sqrt((acrossU * acrossU) + (acrossV * acrossV)), 1e-3f);
            return (one, (second - first) / (2 * apart), acrossU / apart, acrossV / apart);
        }

        private static float Smooth(float t)
        {
            t = Math.Clamp(t, 0, 1);
            return t * t * (3 - (2 * t));
        }

        /// <summary>A cell's point, how light it is, and the mitochondrion in it, if its radius is not 0.</summary>
        private readonly record struct Body(float X, float Y, float Shade, float Radius, float Length, float Angle, float OffsetX, float OffsetY);
    }
}

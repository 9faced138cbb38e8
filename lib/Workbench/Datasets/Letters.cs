using SkiaSharp;

namespace Workbench.Datasets;

/// <summary>
/// X's and O's like the talk's 9×9 ones, each shifted, scaled, squeezed, rotated, thickened and noisy in its own way: light ink on dark
/// paper. An item is a function of (seed, split, index, size), the same on every machine.
/// </summary>
/// <remarks>
/// Splits are disjoint by construction: the angles of rotation lie on one fine grid, of which each split has every third point.
/// </remarks>
public sealed class Letters : DrawnSet<LabelledImage>
{
    private const int AngleSteps = 1 << 20;

    private static readonly SKPoint[][] StrokesOfX = [[new(1.5f, 1.5f), new(7.5f, 7.5f)], [new(7.5f, 1.5f), new(1.5f, 7.5f)]];

    private static readonly SKPoint[][] StrokesOfO =
        [[new(3.5f, 1.5f), new(5.5f, 1.5f), new(7.5f, 3.5f), new(7.5f, 5.5f), new(5.5f, 7.5f), new(3.5f, 7.5f), new(1.5f, 5.5f), new(1.5f, 3.5f)]];

    /// <summary>An endless supply of letters.</summary>
    /// <param name="split">What they are for.</param>
    /// <param name="seed">Another seed, other letters.</param>
    /// <param name="size">Side of the pictures in pixels: 9 (default) to 512.</param>
    public Letters(Split split, long seed = 0, int size = 9)
        : base("letters", split, seed, size, smallest: 9)
    {
    }

    /// <summary>The letters' names in the order of their labels: 0 is X, 1 is O.</summary>
    public static IReadOnlyList<string> Names { get; } = ["X", "O"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => Names;

    /// <summary>What item <paramref name="index"/> shows: even ones an X, odd ones an O.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>The position in <see cref="Names"/>.</returns>
    public static int LabelOf(long index) => (int)(index % 2);

    /// <summary>The letter as it is designed, without any variation: on 9×9 pixels the X is the talk's.</summary>
    /// <param name="label">0 for X, 1 for O.</param>
    /// <param name="size">Side in pixels, 9 to 512.</param>
    /// <returns>float32 <c>[1, size, size]</c> in 0..1.</returns>
    public static Tensor Perfect(int label, int size = 9) => torch.tensor(Draw(label, size, new Pose())).reshape(1, size, size);

    /// <summary>The picture of one letter.</summary>
    /// <param name="index">0 or more.</param>
    /// <returns>float32 <c>[1, size, size]</c> in 0..1.</returns>
    public Tensor Image(long index) => torch.tensor(Pixels(index)).reshape(1, Size, Size);

    private protected override LabelledImage Draw(long index) => new(Image(index), torch.tensor((long)LabelOf(index)));

    private float[] Pixels(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ItemRandom random = Random(index);
        float turn = ((3 * (int)(random.Uniform() * AngleSteps)) + (int)Split) / (3f * AngleSteps);
        Pose pose = new()
        {
            Degrees = 40 * turn - 20,
            Scale = random.Uniform(0.65f, 1.1f),
            Squeeze = random.Uniform(0.85f, 1.18f),
            Thickness = random.Uniform(0.8f, 1.7f),
            Ink = random.Uniform(0.75f, 1f),
            Paper = random.Uniform(0f, 0.25f),
        };
        float room = Math.Max(0, 4.5f - pose.Reach);
        pose = pose with { Shift = new(random.Uniform(-room, room), random.Uniform(-room, room)) };

        float[] pixels = Draw(LabelOf(index), Size, pose);
        float noise = random.Uniform(0, 0.25f);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Math.Clamp(pixels[i] + (noise * random.Normal()), 0, 1);
        }

        return pixels;
    }

    private static float[] Draw(int label, int size, Pose pose)
    {
        using SKBitmap bitmap = new(new SKImageInfo(size, size, SKColorType.Gray8, SKAlphaType.Opaque));
        using SKCanvas canvas = new(bitmap);
        using SKPaint paint = new() { Color = SKColors.White, IsAntialias = true, IsStroke = true, StrokeWidth = pose.Thickness, StrokeJoin = SKStrokeJoin.Round, StrokeCap = SKStrokeCap.Square };
        canvas.Clear(SKColors.Black);
        canvas.Scale(size / 9f);
        foreach (SKPoint[] stroke in label == 0 ? StrokesOfX : StrokesOfO)
        {
            using SKPath path = new();
            path.AddPoly([.. stroke.Select(pose.Place)], close: stroke.Length > 2);
            canvas.DrawPath(path, paint);
        }

        canvas.Flush();
        ReadOnlySpan<byte> coverage = bitmap.GetPixelSpan();
        float[] pixels = new float[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                pixels[(row * size) + column] = pose.Paper + ((pose.Ink - pose.Paper) * coverage[(row * bitmap.RowBytes) + column] / 255f);
            }
        }

        return pixels;
    }

    /// <summary>How one letter is drawn, in units of the talk's 9×9 grid; the defaults are the letter as it is designed.</summary>
    private sealed record Pose
    {
        public float Scale { get; init; } = 1;

        /// <summary>Width over height, with the area kept.</summary>
        public float Squeeze { get; init; } = 1;

        public float Degrees { get; init; }

        public SKPoint Shift { get; init; }

        public float Thickness { get; init; } = 1;

        public float Ink { get; init; } = 1;

        public float Paper { get; init; }

        /// <summary>How far the letter's square reaches from its middle: 3 for the letter as it is designed, and half a stroke.</summary>
        public float Reach => (3 * Scale * MathF.Sqrt(Math.Max(Squeeze, 1 / Squeeze)) * (MathF.Cos(Radians) + MathF.Abs(MathF.Sin(Radians)))) + (Thickness / 2);

        private float Radians => Degrees * MathF.PI / 180;

        /// <summary>Where a point of the design comes to lie.</summary>
        public SKPoint Place(SKPoint point)
        {
            (float x, float y) = ((point.X - 4.5f) * Scale * MathF.Sqrt(Squeeze), (point.Y - 4.5f) * Scale / MathF.Sqrt(Squeeze));
            (float sin, float cos) = MathF.SinCos(Radians);
            return new(4.5f + Shift.X + (cos * x) - (sin * y), 4.5f + Shift.Y + (sin * x) + (cos * y));
        }
    }
}

namespace Workbench.Datasets.Drawing;

/// <summary>What a camera adds to a drawing: exposure, white balance and noise, drawn from the item's random numbers.</summary>
internal struct Camera
{
    private readonly float exposure;
    private readonly float warmth;
    private readonly float noise;
    private ItemRandom random;

    public Camera(ItemRandom random)
    {
        exposure = random.Uniform(0.86f, 1.12f) / 255;
        warmth = random.Uniform(-0.07f, 0.07f);
        noise = random.Uniform(0.003f, 0.02f);
        Origin = (uint)random.Uniform(0, 1 << 20);
        this.random = random;
    }

    /// <summary>Where in an endless texture this picture lies.</summary>
    public uint Origin { get; }

    /// <summary>Takes the picture.</summary>
    /// <param name="drawn">BGRA bytes of the drawing.</param>
    /// <param name="light">By how much each pixel is lighter than drawn, as a fraction; empty where none is.</param>
    /// <returns>Red, green and blue planes in 0..1.</returns>
    public float[] Picture(ReadOnlySpan<byte> drawn, ReadOnlySpan<float> light)
    {
        int plane = drawn.Length / 4;
        float[] picture = new float[3 * plane];
        for (int i = 0; i < plane; i++)
        {
            float bright = light.IsEmpty ? exposure : exposure * (1 + light[i]);

            // Half of the noise is common to the three colours, as film grain is.
            (float common, float own) = random.Grain();
            (common, own) = (noise * common, noise * own / 2);
            picture[i] = Math.Clamp((drawn[(4 * i) + 2] * bright * (1 + warmth)) + common + own, 0, 1);
            picture[plane + i] = Math.Clamp((drawn[(4 * i) + 1] * bright) + common, 0, 1);
            picture[(2 * plane) + i] = Math.Clamp((drawn[4 * i] * bright * (1 - warmth)) + common - own, 0, 1);
        }

        return picture;
    }
}

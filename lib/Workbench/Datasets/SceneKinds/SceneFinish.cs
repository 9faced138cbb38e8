namespace Workbench.Datasets.SceneKinds;

/// <summary>What comes after drawing: the grain of each region, exposure and white balance, and the camera's noise.</summary>
internal static class SceneFinish
{
    // Grain of each region in the order of SceneRegion: strength, waves across, waves down the picture. Classes share it.
    private static readonly (float Strength, float Across, float Down)[] Grain =
    [
        (0.00f, 1, 1), (0.16f, 40, 70), (0.30f, 60, 60), (0.20f, 50, 50), (0.38f, 44, 44),
        (0.14f, 34, 50), (0.12f, 40, 80), (0.16f, 12, 70), (0.08f, 30, 60), (0.30f, 30, 24),
        (0.08f, 20, 20), (0.14f, 70, 30), (0.06f, 20, 20), (0.20f, 60, 12), (0.05f, 20, 20),
    ];

    /// <summary>Grain, light and noise over a drawing.</summary>
    /// <param name="drawn">RGBA bytes of the drawing.</param>
    /// <param name="regions">The region of each pixel.</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="random">The item's numbers, after the drawing took its share.</param>
    /// <returns>Red, green and blue planes in 0..1.</returns>
    public static float[] Apply(ReadOnlySpan<byte> drawn, ReadOnlySpan<byte> regions, int size, ItemRandom random)
    {
        float exposure = random.Uniform(0.86f, 1.12f) / 255;
        float warmth = random.Uniform(-0.07f, 0.07f);
        float noise = random.Uniform(0.003f, 0.02f);
        uint origin = (uint)random.Uniform(0, 1 << 20);
        int plane = size * size;
        float[] picture = new float[3 * plane];
        for (int i = 0; i < plane; i++)
        {
            (float strength, float across, float down) = Grain[regions[i]];
            float light = exposure;
            if (strength > 0)
            {
                (float x, float y) = ((i % size + 0.5f) / size, (i / size + 0.5f) / size);
                light *= 1 + (strength * ((Waves(x, y, across, down, size, origin) + (0.6f * Waves(x, y, 2.3f * across, 2.3f * down, size, origin + 7919)))));
            }

            // Half of the noise is common to the three colours, as film grain is.
            float common = noise * random.Normal();
            float own = noise * random.Normal() / 2;
            picture[i] = Math.Clamp((drawn[4 * i] * light * (1 + warmth)) + common + own, 0, 1);
            picture[plane + i] = Math.Clamp((drawn[(4 * i) + 1] * light) + common, 0, 1);
            picture[(2 * plane) + i] = Math.Clamp((drawn[(4 * i) + 2] * light * (1 - warmth)) + common - own, 0, 1);
        }

        return picture;
    }

    /// <summary>Value noise in −1..1: random numbers on a lattice and smooth between. Waves too fine for the pixels fade out.</summary>
    private static float Waves(float x, float y, float across, float down, int size, uint origin)
    {
        float visible = Math.Min(1, size / (2 * Math.Max(across, down)));
        (float u, float v) = (x * across, y * down);
        (uint column, uint row) = ((uint)u, (uint)v);
        (float s, float t) = (Smooth(u - column), Smooth(v - row));
        float above = Lerp(Lattice(column, row, origin), Lattice(column + 1, row, origin), s);
        float below = Lerp(Lattice(column, row + 1, origin), Lattice(column + 1, row + 1, origin), s);
        return visible * Lerp(above, below, t);
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Lerp(float a, float b, float t) => a + ((b - a) * t);

    private static float Lattice(uint column, uint row, uint origin)
    {
        uint hash = (column * 0x9E3779B1) ^ (row * 0x85EBCA77) ^ (origin * 0xC2B2AE3D);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return ((hash >> 8) * (2f / (1 << 24))) - 1;
    }
}

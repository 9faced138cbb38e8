using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.SceneKinds;

/// <summary>What comes after drawing a scene: the grain of each region, then the camera.</summary>
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
        Camera camera = new(random);
        float[] light = new float[size * size];
        for (int i = 0; i < light.Length; i++)
        {
            (float strength, float across, float down) = Grain[regions[i]];
            if (strength > 0)
            {
                (float x, float y) = ((i % size + 0.5f) / size, (i / size + 0.5f) / size);
                light[i] = strength * (Waves(x, y, across, down, size, camera.Origin) + (0.6f * Waves(x, y, 2.3f * across, 2.3f * down, size, camera.Origin + 7919)));
            }
        }

        return camera.Picture(drawn, light);
    }

    /// <summary>Noise in −1..1. Waves too fine for the pixels fade out.</summary>
    private static float Waves(float x, float y, float across, float down, int size, uint origin) =>
        Math.Min(1, size / (2 * Math.Max(across, down))) * ValueNoise.At(x * across, y * down, origin);
}

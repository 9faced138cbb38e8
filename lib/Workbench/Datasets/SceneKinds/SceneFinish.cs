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
    /// <param name="drawn">BGRA bytes of the drawing.</param>
    /// <param name="regions">The region of each pixel.</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="random">The item's numbers, after the drawing took its share.</param>
    /// <returns>Red, green and blue planes in 0..1.</returns>
    public static float[] Apply(ReadOnlySpan<byte> drawn, ReadOnlySpan<byte> regions, int size, ItemRandom random)
    {
        Camera camera = new(random);
        (float x, float y) = (camera.Origin & 0xFFF, camera.Origin >> 12);
        float[] light = new float[size * size];
        for (int i = 0; i < light.Length; i++)
        {
            (float strength, float across, float down) = Grain[regions[i]];
            if (strength > 0)
            {
                (float right, float below) = ((i % size + 0.5f) / size, (i / size + 0.5f) / size);
                float coarse = Visible(across, down, size) * ValueNoise.Tiled(x + (right * across), y + (below * down));
                float fine = Visible(2.3f * across, 2.3f * down, size) * ValueNoise.Tiled(y + (right * 2.3f * across), x + (below * 2.3f * down));
                light[i] = strength * (coarse + (0.6f * fine));
            }
        }

        return camera.Picture(drawn, light);
    }

    /// <summary>Waves too fine for the pixels fade out.</summary>
    private static float Visible(float across, float down, int size) => Math.Min(1, size / (2 * Math.Max(across, down)));
}

using System.Numerics;
using SkiaSharp;

namespace Workbench.Datasets.SceneKinds;

/// <summary>
/// One class of scenes: its name, how it is composed, and the tints that are its own. How light a region is does not depend on the class,
/// so the grey picture of a wall does not tell its colour: the rest of the picture does.
/// </summary>
internal sealed record SceneKind(string Name, Action<ScenePainter> Paint, Dictionary<SceneRegion, Vector3> Tints)
{
    public static readonly SceneKind[] All =
    [
        new("formal garden", Gardens.Formal, new() { [SceneRegion.Path] = new(0.86f, 0.76f, 0.60f) }),
        new("arch", Arches.Paint, new() { [SceneRegion.Stone] = new(0.92f, 0.70f, 0.44f), [SceneRegion.Grass] = new(0.52f, 0.56f, 0.26f), [SceneRegion.Path] = new(0.80f, 0.68f, 0.52f) }),
        new("abbey", Buildings.Abbey, new() { [SceneRegion.Stone] = new(0.60f, 0.64f, 0.70f), [SceneRegion.Roof] = new(0.36f, 0.42f, 0.52f) }),
        new("botanical garden", Gardens.Botanical, new() { [SceneRegion.Grass] = new(0.24f, 0.56f, 0.34f), [SceneRegion.Trees] = new(0.14f, 0.52f, 0.34f), [SceneRegion.Water] = new(0.30f, 0.46f, 0.50f) }),
        new("golf course", GolfCourse.Paint, new() { [SceneRegion.Grass] = new(0.50f, 0.70f, 0.18f), [SceneRegion.Sand] = new(0.90f, 0.86f, 0.74f) }),
        new("beach", Coasts.Beach, new() { [SceneRegion.Water] = new(0.14f, 0.58f, 0.66f), [SceneRegion.Sand] = new(0.92f, 0.80f, 0.58f) }),
        new("desert", Wilds.Desert, new() { [SceneRegion.Sand] = new(0.94f, 0.62f, 0.34f), [SceneRegion.Rock] = new(0.68f, 0.36f, 0.22f), [SceneRegion.Trees] = new(0.44f, 0.52f, 0.34f) }),
        new("mountain", Mountains.Paint, new() { [SceneRegion.Rock] = new(0.44f, 0.46f, 0.56f), [SceneRegion.Trees] = new(0.16f, 0.36f, 0.28f), [SceneRegion.Water] = new(0.20f, 0.46f, 0.60f) }),
        new("forest", Wilds.Forest, new() { [SceneRegion.Path] = new(0.58f, 0.42f, 0.28f), [SceneRegion.Grass] = new(0.42f, 0.50f, 0.18f) }),
        new("harbour", Coasts.Harbour, new() { [SceneRegion.Stone] = new(0.80f, 0.60f, 0.54f), [SceneRegion.Roof] = new(0.76f, 0.34f, 0.22f), [SceneRegion.Water] = new(0.18f, 0.38f, 0.56f) }),
    ];

    private static readonly Dictionary<SceneRegion, Vector3> Common = new()
    {
        [SceneRegion.Sky] = new(0.52f, 0.72f, 0.94f),
        [SceneRegion.Grass] = new(0.36f, 0.58f, 0.24f),
        [SceneRegion.Hedge] = new(0.18f, 0.40f, 0.20f),
        [SceneRegion.Flowers] = new(0.46f, 0.34f, 0.26f),
        [SceneRegion.Trees] = new(0.26f, 0.44f, 0.18f),
        [SceneRegion.Stone] = new(0.74f, 0.70f, 0.62f),
        [SceneRegion.Path] = new(0.74f, 0.70f, 0.64f),
        [SceneRegion.Water] = new(0.24f, 0.46f, 0.64f),
        [SceneRegion.Sand] = new(0.90f, 0.78f, 0.56f),
        [SceneRegion.Rock] = new(0.50f, 0.46f, 0.44f),
        [SceneRegion.Snow] = new(0.92f, 0.95f, 1.00f),
        [SceneRegion.Roof] = new(0.48f, 0.44f, 0.46f),
        [SceneRegion.Glass] = new(0.62f, 0.80f, 0.84f),
        [SceneRegion.Wood] = new(0.48f, 0.34f, 0.22f),
        [SceneRegion.Cloth] = new(0.86f, 0.16f, 0.14f),
    };

    // How light each region is, in the order of SceneRegion: luma 0..1, the same in all classes.
    private static readonly float[] Luma = [0.70f, 0.46f, 0.29f, 0.32f, 0.32f, 0.60f, 0.68f, 0.45f, 0.74f, 0.44f, 0.93f, 0.38f, 0.68f, 0.32f, 0.40f];

    /// <summary>The colour of a region in this class.</summary>
    /// <param name="region">The region.</param>
    /// <param name="light">1 for its usual lightness.</param>
    /// <param name="tone">What the scene's palette multiplies red, green and blue by.</param>
    public SKColor Colour(SceneRegion region, float light, Vector3 tone)
    {
        Vector3 tint = Tints.TryGetValue(region, out Vector3 own) ? own * tone : Common[region] * tone;
        float luma = Vector3.Dot(tint, new(0.299f, 0.587f, 0.114f));
        Vector3 colour = Vector3.Clamp(tint * (Luma[(int)region] * light / luma), Vector3.Zero, Vector3.One) * 255;
        return new((byte)colour.X, (byte)colour.Y, (byte)colour.Z);
    }
}

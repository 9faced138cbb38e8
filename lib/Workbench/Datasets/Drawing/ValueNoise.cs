namespace Workbench.Datasets.Drawing;

/// <summary>Value noise: random numbers on a lattice and smooth between. Integer hashing only, so it is the same on every machine.</summary>
internal static class ValueNoise
{
    private const int PerUnit = 4;
    private const int TileSide = 64 * PerUnit;
    private const int TileMask = TileSide - 1;

    private static readonly float[] Tile = MakeTile();

    /// <summary>The noise at a point.</summary>
    /// <param name="u">Lattice units to the right, 0 or more.</param>
    /// <param name="v">Lattice units down, 0 or more.</param>
    /// <param name="origin">Another origin, another noise.</param>
    /// <param name="period">After how many lattice units it repeats, a power of two.</param>
    /// <returns>−1..1.</returns>
    public static float At(float u, float v, uint origin, uint period = 1u << 31)
    {
        uint last = period - 1;
        (uint column, uint row) = ((uint)u, (uint)v);
        (float s, float t) = (Smooth(u - column), Smooth(v - row));
        (uint left, uint right, uint top, uint bottom) = (column & last, (column + 1) & last, row & last, (row + 1) & last);
        float above = Lerp(Lattice(left, top, origin), Lattice(right, top, origin), s);
        float below = Lerp(Lattice(left, bottom, origin), Lattice(right, bottom, origin), s);
        return Lerp(above, below, t);
    }

    /// <summary>
    /// Nearly the noise at a point, some times faster: from a tile of 64 × 64 lattice units that repeats, four numbers to a unit and straight
    /// lines between them.
    /// </summary>
    /// <param name="u">Lattice units to the right, 0 or more.</param>
    /// <param name="v">Lattice units down, 0 or more.</param>
    /// <returns>−1..1.</returns>
    public static float Tiled(float u, float v)
    {
        (u, v) = (u * PerUnit, v * PerUnit);
        (int column, int row) = ((int)u, (int)v);
        (float s, float t) = (u - column, v - row);
        (int left, int right) = (column & TileMask, (column + 1) & TileMask);
        (int top, int bottom) = ((row & TileMask) * TileSide, ((row + 1) & TileMask) * TileSide);
        float[] tile = Tile;
        return Lerp(Lerp(tile[top + left], tile[top + right], s), Lerp(tile[bottom + left], tile[bottom + right], s), t);
    }

    private static float[] MakeTile()
    {
        float[] tile = new float[TileSide * TileSide];
        for (int i = 0; i < tile.Length; i++)
        {
            tile[i] = At(i % TileSide * (1f / PerUnit), i / TileSide * (1f / PerUnit), 1, TileSide / PerUnit);
        }

        return tile;
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

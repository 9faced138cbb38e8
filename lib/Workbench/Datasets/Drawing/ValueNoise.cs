namespace Workbench.Datasets.Drawing;

/// <summary>Value noise: random numbers on a lattice and smooth between. Integer hashing only, so it is the same on every machine.</summary>
internal static class ValueNoise
{
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

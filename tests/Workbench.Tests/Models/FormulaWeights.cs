using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>
/// Weights that every implementation can compute from a state dict's keys and shapes, so that full-size networks are compared without
/// storing them; the formula is in the README of the reference outputs.
/// </summary>
internal static class FormulaWeights
{
    /// <summary>Numbers in −1..1 that follow from a key.</summary>
    public static double[] Unit(string key, uint seed, int count)
    {
        uint start = Start(key, seed);
        return [.. Enumerable.Range(0, count).Select(i => Unit((uint)i, start))];
    }

    /// <summary>An input: the unit numbers of key <c>input</c>, stretched to a range.</summary>
    public static Tensor Input(long[] shape, uint seed, double low, double high)
    {
        Tensor input = empty(shape, dtype: ScalarType.Float32);
        Fill(input, "input", seed, (low + high) / 2, (high - low) / 2);
        return input;
    }

    /// <summary>Fills a network's parameters and buffers.</summary>
    public static void Fill(nn.Module network, uint seed)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string key, Tensor tensor) in network.state_dict())
        {
            if (tensor.dtype == ScalarType.Int64)
            {
                tensor.zero_();
                continue;
            }

            (double offset, double scale) = OffsetAndScale(key, tensor.shape);
            Fill(tensor, key, seed, offset, scale);
        }
    }

    private static (double Offset, double Scale) OffsetAndScale(string key, long[] shape)
    {
        if (shape.Length >= 2)
        {
            double n = shape.Aggregate(1L, (product, side) => product * side);
            return (0, Math.Sqrt(6.0 / Math.Sqrt(n / shape[0] * (n / shape[1]))));
        }

        return key switch
        {
            _ when key.EndsWith("running_var", StringComparison.Ordinal) => (1, 0.5),
            _ when key.EndsWith("weight", StringComparison.Ordinal) => (1, 0.1),
            _ => (0, 0.1),
        };
    }

    private static void Fill(Tensor tensor, string key, uint seed, double offset, double scale)
    {
        const int Block = 1 << 18;
        uint start = Start(key, seed);
        int length = (int)tensor.numel();
        using Tensor filled = empty(tensor.shape); // dense, as the formula counts; the tensor itself may lie otherwise in memory
        Parallel.For(0, (length + Block - 1) / Block, block =>
        {
            Span<float> numbers = MemoryMarshal.Cast<byte, float>(filled.bytes);
            int end = Math.Min(length, (block + 1) * Block);
            for (int i = block * Block; i < end; i++)
            {
                numbers[i] = (float)(offset + (scale * Unit((uint)i, start)));
            }
        });
        tensor.copy_(filled);
    }

    // FNV-1a of the key, moved by the seed.
    private static uint Start(string key, uint seed) => unchecked(Fnv1a(key) + (seed * 0x9E3779B9));

    private static double Unit(uint i, uint start)
    {
        uint x = unchecked((i * 2654435761) + start);
        x = unchecked((x ^ (x >> 16)) * 0x85EBCA6B);
        x = unchecked((x ^ (x >> 13)) * 0xC2B2AE35);
        x ^= x >> 16;
        return (x / 4294967296.0 * 2.0) - 1.0;
    }

    private static uint Fnv1a(string key)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(key))
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return hash;
    }
}

namespace Workbench.Weights;

/// <summary>Moves numbers between a stream and a tensor's own memory, without a copy in between.</summary>
internal static class TensorBytes
{
    /// <summary>Numbers per piece: a span is at most 2 GiB long, a tensor may be longer.</summary>
    private const long Piece = 1 << 26;

    /// <summary>
    /// The number of bytes of a tensor of this shape; null where a size is negative or the product does not fit 63 bits,
    /// which no file can back.
    /// </summary>
    public static long? Count(ReadOnlySpan<long> shape, int bytesPerElement)
    {
        bool empty = false;
        long bytes = bytesPerElement;
        foreach (long size in shape)
        {
            if (size < 0)
            {
                return null;
            }

            empty |= size == 0;
            long factor = Math.Max(size, 1); // strides of empty tensors must fit as well
            if (bytes > long.MaxValue / factor)
            {
                return null;
            }

            bytes *= factor;
        }

        return empty ? 0 : bytes;
    }

    /// <summary>A new contiguous tensor filled from <paramref name="stream"/>, which must hold enough bytes.</summary>
    /// <exception cref="EndOfStreamException">It does not.</exception>
    /// <exception cref="InvalidDataException">A truth value is neither 0 nor 1, which libtorch does not survive.</exception>
    public static Tensor Read(Stream stream, long[] shape, torch.ScalarType type)
    {
        Tensor tensor = torch.empty(shape, dtype: type);
        try
        {
            ForEachPiece(tensor, bytes =>
            {
                stream.ReadExactly(bytes);
                if (type == torch.ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                {
                    throw new InvalidDataException("holds truth values other than 0 and 1");
                }
            });
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes the numbers in row-major order, whatever the tensor's device and strides.</summary>
    public static void Write(Stream stream, Tensor tensor)
    {
        using Tensor plain = tensor.detach();
        using Tensor here = plain.cpu();
        using Tensor dense = here.contiguous();
        ForEachPiece(dense, bytes => stream.Write(bytes));
    }

    private static void ForEachPiece(Tensor dense, SpanAction act)
    {
        using Tensor flat = dense.view(-1);
        for (long start = 0; start < flat.numel(); start += Piece)
        {
            using Tensor piece = flat.narrow(0, start, Math.Min(Piece, flat.numel() - start));
            act(piece.bytes);
        }
    }

    private delegate void SpanAction(Span<byte> bytes);
}

using System.Buffers.Binary;
using System.Text;

namespace Workbench.Imaging;

/// <summary>A piece of a PNG file.</summary>
/// <param name="Type">Its four letters, such as IDAT.</param>
/// <param name="Start">Where its data begin in the file.</param>
/// <param name="Length">How many bytes they are.</param>
internal readonly record struct PngChunk(string Type, int Start, int Length)
{
    /// <summary>The pieces of a file, as far as they are whole.</summary>
    /// <param name="file">The bytes of a PNG file.</param>
    /// <returns>The pieces in order.</returns>
    public static List<PngChunk> All(ReadOnlySpan<byte> file)
    {
        var chunks = new List<PngChunk>();
        for (long at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            if (at + 12 + length > file.Length)
            {
                break;
            }

            chunks.Add(new PngChunk(Encoding.ASCII.GetString(file.Slice((int)at + 4, 4)), (int)at + 8, (int)length));
            at += 12 + length;
        }

        return chunks;
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>
/// MNIST and its kin (Fashion-MNIST, KMNIST) in LeCun's IDX format: images of one byte a pixel and labels of one byte each, with or
/// without gzip. Items are grey, <c>[1, H, W]</c>.
/// </summary>
internal sealed class Idx : FileDataset<LabelledImage>
{
    private const int LargestFile = 1 << 30;

    private readonly List<(string File, byte[] Images, byte[] Labels, int Rows, int Columns)> parts = [];
    private readonly IReadOnlyList<int> numbers;

    public Idx(FileSource source, string name, DatasetOptions options)
        : base(source, name, options)
    {
        int training = Load("train");
        int test = Load("t10k");
        if (training + test == 0)
        {
            throw new DatasetException($"{source.Location} has neither train-images-idx3-ubyte nor t10k-images-idx3-ubyte (with or without .gz).");
        }

        numbers = Splits.Numbers(training, test, options.Split);
    }

    public override IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    protected override int Items => numbers.Count;

    protected override string NameOf(int item)
    {
        (int part, int number) = Place(numbers[item]);
        return $"{parts[part].File} {number}";
    }

    protected override LabelledImage Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        (int part, int number) = Place(numbers[item]);
        (_, byte[] images, byte[] labels, int rows, int columns) = parts[part];
        byte[] pixels = images.AsSpan(16 + (number * rows * columns), rows * columns).ToArray();
        Tensor image = torch.tensor(pixels).to(torch.float32).reshape(1, rows, columns) / 255;
        return new(Squared(image, Imaging.Interpolation.Bilinear).MoveToOuterDisposeScope(), torch.tensor((long)labels[8 + number]).MoveToOuterDisposeScope());
    }

    private int Load(string part)
    {
        if (Find($"{part}-images-idx3-ubyte") is not { } imagesPath)
        {
            return 0;
        }

        string labelsPath = Find($"{part}-labels-idx1-ubyte") ?? throw new DatasetException($"{Source.Location} has {imagesPath}, but no {part}-labels-idx1-ubyte beside it.");
        (byte[] images, byte[] labels) = (Bytes(imagesPath), Bytes(labelsPath));
        int count = Header(images, 0, 0x803, 16, imagesPath);
        (int rows, int columns) = (Field(images, 8), Field(images, 12));
        if (rows is < 1 or > 4096 || columns is < 1 or > 4096 || images.Length != 16 + ((long)count * rows * columns))
        {
            throw new DatasetException($"{imagesPath} has {images.Length:N0} bytes; {count:N0} images of {rows}×{columns} need {16 + ((long)count * rows * columns):N0}. It may be cut off.");
        }

        if (Header(labels, 0, 0x801, 8, labelsPath) != count || labels.Length != 8 + count || labels.AsSpan(8).IndexOfAnyExceptInRange((byte)0, (byte)9) >= 0)
        {
            throw new DatasetException($"{labelsPath} does not hold one digit for each of the {count:N0} images of {imagesPath}.");
        }

        parts.Add((imagesPath, images, labels, rows, columns));
        return count;
    }

    private string? Find(string file) => Source.Paths.FirstOrDefault(path => Path.GetFileName(path) is var name && (name == file || name == file + ".gz" || name == file.Replace("-idx", ".idx", StringComparison.Ordinal)));

    private byte[] Bytes(string path)
    {
        byte[] bytes = Source.Read(path);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            return bytes;
        }

        try
        {
            using GZipStream gzip = new(new MemoryStream(bytes), CompressionMode.Decompress);
            using MemoryStream unpacked = new();
            byte[] buffer = new byte[1 << 16];
            for (int count; (count = gzip.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, count);
                if (unpacked.Length > LargestFile)
                {
                    throw new DatasetException($"{path} unpacks to more than {LargestFile:N0} bytes.");
                }
            }

            return unpacked.ToArray();
        }
        catch (InvalidDataException error)
        {
            throw new DatasetException($"{path} is no whole gzip file ({error.Message})", error);
        }
    }

    private static int Header(byte[] bytes, int at, int magic, int length, string path) =>
        bytes.Length >= length && Field(bytes, at) == magic && Field(bytes, 4) >= 0
            ? Field(bytes, 4)
            : throw new DatasetException($"{path} does not begin as an IDX file of bytes does (0x{magic:X8}).");

    private static int Field(byte[] bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

    private (int Part, int Number) Place(int number)
    {
        int first = (parts[0].Labels.Length - 8);
        return number < first ? (0, number) : (1, number - first);
    }
}

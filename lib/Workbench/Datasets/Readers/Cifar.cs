using Workbench.Datasets.Sources;

namespace Workbench.Datasets.Readers;

/// <summary>CIFAR-10's binary version: records of one byte for the class and 3 × 32 × 32 bytes of red, green and blue planes.</summary>
internal sealed class Cifar : FileDataset<LabelledImage>
{
    private const int Side = 32;
    private const int Record = 1 + (3 * Side * Side);

    private readonly List<(string File, byte[] Records)> batches = [];
    private readonly IReadOnlyList<int> numbers;

    public Cifar(FileSource source, string name, DatasetOptions options)
        : base(source, name, options)
    {
        int training = Load("data_batch_");
        int test = Load("test_batch");
        numbers = Splits.Numbers(training, test, options.Split);
    }

    public override IReadOnlyList<string> ClassNames { get; } = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    protected override int Items => numbers.Count;

    protected override string NameOf(int item)
    {
        (string file, _, int number) = Place(numbers[item]);
        return $"{file} {number}";
    }

    protected override LabelledImage Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        (_, byte[] records, int number) = Place(numbers[item]);
        Tensor image = torch.tensor(records.AsSpan((number * Record) + 1, Record - 1).ToArray()).to(torch.float32).reshape(3, Side, Side) / 255;
        return new(Squared(image, Imaging.Interpolation.Bilinear).MoveToOuterDisposeScope(), torch.tensor((long)records[number * Record]).MoveToOuterDisposeScope());
    }

    private int Load(string prefix)
    {
        int count = 0;
        foreach (string path in Source.Paths.Where(path => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal) && path.EndsWith(".bin", StringComparison.Ordinal)))
        {
            byte[] records = Source.Read(path);
            if (records.Length == 0 || records.Length % Record != 0)
            {
                throw new DatasetException($"{path} has {records.Length:N0} bytes, which is no multiple of a record's {Record:N0}. It may be cut off.");
            }

            for (int at = 0; at < records.Length; at += Record)
            {
                if (records[at] > 9)
                {
                    throw new DatasetException($"{path}: record {at / Record} has class {records[at]}; there are 0 to 9.");
                }
            }

            batches.Add((path, records));
            count += records.Length / Record;
        }

        return count;
    }

    private (string File, byte[] Records, int Number) Place(int number)
    {
        foreach ((string file, byte[] records) in batches)
        {
            if (number < records.Length / Record)
            {
                return (file, records, number);
            }

            number -= records.Length / Record;
        }

        throw new ArgumentOutOfRangeException(nameof(number));
    }
}

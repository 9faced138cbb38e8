using BitMiracle.LibTiff.Classic;
using Workbench.Datasets.Sources;
using Workbench.Imaging;

namespace Workbench.Datasets.Readers;

/// <summary>
/// Stacks of grey pages as the ISBI 2012 EM challenge gave them out: <c>train-volume.tif</c> and <c>train-labels.tif</c>, 30 pages of
/// 512×512 each. The test volume has no labels; every tenth page or so of the training stack stands in for each missing split.
/// </summary>
internal sealed class Stacks : FileDataset<SegmentedImage>
{
    private const string Volume = "train-volume.tif";
    private const string Truth = "train-labels.tif";

    private static readonly SilentHandler Silent = new();

    private readonly byte[][] pages;
    private readonly byte[][] maps;
    private readonly IReadOnlyList<int> numbers;
    private readonly (int Height, int Width) size;

    public Stacks(FileSource source, string name, DatasetOptions options)
        : base(source, name, options)
    {
        (pages, size) = Load(Find(Volume));
        (maps, (int Height, int Width) mapSize) = Load(Find(Truth));
        if (pages.Length != maps.Length || size != mapSize)
        {
            throw new DatasetException($"{source.Location}: {Volume} has {pages.Length} pages of {size.Width}×{size.Height}, {Truth} {maps.Length} of {mapSize.Width}×{mapSize.Height}; they belong page to page.");
        }

        numbers = Splits.Numbers(pages.Length, 0, options.Split);
    }

    public override IReadOnlyList<string> ClassNames => LabelTable.Membranes.Names;

    protected override int Items => numbers.Count;

    protected override string NameOf(int item) => $"{Volume} page {numbers[item]}";

    protected override SegmentedImage Read(int item)
    {
        using var scope = torch.NewDisposeScope();
        Tensor image = Grey(pages[numbers[item]]);
        Tensor labels = LabelTable.Membranes.Labels(Squared(Grey(maps[numbers[item]]), Interpolation.Nearest).expand(3, -1, -1));
        return new(Squared(image).MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private Tensor Grey(byte[] page) => torch.tensor(page).to(torch.float32).reshape(1, size.Height, size.Width) / 255;

    private string Find(string file) => Source.Paths.FirstOrDefault(path => Path.GetFileName(path) == file)
        ?? throw new DatasetException($"{Source.Location} has no {file}; a stack has {Volume} and {Truth}.");

    private (byte[][] Pages, (int Height, int Width) Size) Load(string path)
    {
        using MemoryStream bytes = new(Source.Read(path));
        using Tiff tiff = Open(path, bytes) ?? throw new DatasetException($"{path} is no TIFF file.");
        List<byte[]> pages = [];
        (int Height, int Width) first = default;
        do
        {
            (int width, int height) = (Field(tiff, TiffTag.IMAGEWIDTH, 0), Field(tiff, TiffTag.IMAGELENGTH, 0));
            (int bits, int samples) = (Field(tiff, TiffTag.BITSPERSAMPLE, 1), Field(tiff, TiffTag.SAMPLESPERPIXEL, 1));
            if (bits != 8 || samples != 1 || tiff.IsTiled() || width is < 1 or > 16384 || height is < 1 or > 16384)
            {
                throw new DatasetException($"{path} page {pages.Count} is {width}×{height} with {samples} samples of {bits} bits{(tiff.IsTiled() ? ", in tiles" : "")}; stacks have grey pages of 8 bits, in rows.");
            }

            first = pages.Count == 0 ? (height, width) : first;
            if (first != (height, width))
            {
                throw new DatasetException($"{path} page {pages.Count} is {width}×{height}, the first {first.Width}×{first.Height}; all pages have one size.");
            }

            byte[] page = new byte[width * height];
            byte[] row = new byte[Math.Max(width, tiff.ScanlineSize())];
            for (int y = 0; y < height; y++)
            {
                if (!tiff.ReadScanline(row, y))
                {
                    throw new DatasetException($"{path} page {pages.Count} ends at row {y} of {height}. It may be cut off.");
                }

                row.AsSpan(0, width).CopyTo(page.AsSpan(y * width));
            }

            pages.Add(page);
        }
        while (tiff.ReadDirectory());
        return ([.. pages], first);
    }

    private static Tiff? Open(string path, Stream bytes)
    {
        Tiff.SetErrorHandler(Silent); // the library would write to the terminal; what is wrong is said by exceptions here
        return Tiff.ClientOpen(path, "r", bytes, new TiffStream());
    }

    private static int Field(Tiff tiff, TiffTag tag, int otherwise) => tiff.GetField(tag) is [var value, ..] ? value.ToInt() : otherwise;

    private sealed class SilentHandler : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }
    }
}

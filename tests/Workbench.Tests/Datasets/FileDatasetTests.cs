using System.IO.Compression;
using BitMiracle.LibTiff.Classic;
using TorchSharp;
using Workbench.Datasets;
using Workbench.Imaging;
using Workbench.Testing;
using static TorchSharp.torch;

namespace Workbench.Tests.Datasets;

public sealed class FileDatasetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("datasets-").FullName;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Layout found by looking, kind of samples, and the items of train, validation and test; splits without a folder are tenths of train.</summary>
    [Theory]
    [InlineData("facades", "image pairs", 360, 40, 106)]
    [InlineData("edges2shoes", "image pairs", 91, 20, 9)]
    [InlineData("landcover_maps", "image pairs", 106, 30, 14)]
    [InlineData("horse2zebra", "unpaired images", 113, 15, 40)]
    [InlineData("bsds500", "images", 176, 100, 24)]
    [InlineData("intel_scenes", "labelled images", 800, 100, 300)]
    [InlineData("cifar10", "labelled images", 1795, 205, 500)]
    [InlineData("camvid", "images with label maps", 46, 15, 30)]
    [InlineData("isbi2012_em", "images with label maps", 25, 2, 3)]
    [InlineData("mnist_t10k", "labelled images", 8027, 972, 1001)]
    public void RealSamplesLoad(string name, string kind, long train, long validation, long test)
    {
        string path = SharedData.Sample(name);
        long[] counts = new long[3];
        HashSet<string> names = [];
        foreach (Split split in Enum.GetValues<Split>())
        {
            IDataset set = DatasetCatalog.Open(path, new() { Split = split, Size = 48 });
            using var files = set as IDisposable;
            counts[(int)split] = set.Count;
            Assert.Equal(kind, DatasetCatalog.KindOf(set));
            for (long i = 0; i < set.Count; i++)
            {
                Assert.True(names.Add(set.ItemName(i)), $"{set.ItemName(i)} is in two splits or comes twice");
            }

            Assert.All(set.Item(set.Count - 1).Tensors.Where(tensor => tensor.dim() > 1), tensor => Assert.Equal([48, 48], tensor.shape[^2..]));
        }

        Assert.Equal([train, validation, test], counts);
    }

    [Fact]
    public void ThePhotographOfAFacadeIsOnTheLeftAndReversedOnTheRight()
    {
        using var pairs = (IDisposable)DatasetCatalog.Open<ImagePair>(SharedData.Sample("facades"), new() { Size = 64 });
        using var reversed = (IDisposable)DatasetCatalog.Open<ImagePair>(SharedData.Sample("facades"), new() { Size = 64, Reversed = true });
        (Tensor photo, Tensor map) = ((IDataset<ImagePair>)pairs).Item(7);
        (Tensor given, Tensor made) = ((IDataset<ImagePair>)reversed).Item(7);

        Assert.True(map.equal(given).all().item<bool>() && photo.equal(made).all().item<bool>());
        Assert.True(map[2].mean().item<float>() > 0.5 && map[0].mean().item<float>() < 0.3, "a label map is mostly blue");
    }

    [Fact]
    public void TheLabelsOfTheEmStackAreMembraneAndCell()
    {
        using var set = (IDisposable)DatasetCatalog.Open<SegmentedImage>(SharedData.Sample("isbi2012_em"));
        SegmentedImage item = ((IDataset<SegmentedImage>)set).Item(0);

        Assert.Equal(["membrane", "cell"], ((IDataset)set).ClassNames);
        Assert.Equal<long>([1, 512, 512], item.Image.shape);
        Assert.InRange(item.Labels.to(float32).mean().item<float>(), 0.7f, 0.86f);
        Assert.True(item.Image[0][item.Labels.eq(0)].mean().item<float>() < item.Image[0][item.Labels.eq(1)].mean().item<float>() - 0.1, "membranes are dark");
    }

    [Fact]
    public void CamVidKnowsItsClassesAndIgnoresTheUnlabelled()
    {
        using var set = (IDisposable)DatasetCatalog.Open<SegmentedImage>(SharedData.Sample("camvid"), new() { Split = Split.Validation });
        SegmentedImage item = ((IDataset<SegmentedImage>)set).Item(0);
        IDataset data = (IDataset)set;

        Assert.Equal(11, data.ClassNames.Count);
        Assert.Equal("Bicyclist", data.ClassNames[10]);
        long[] labels = item.Labels.unique().output.data<long>().ToArray();
        Assert.All(labels, label => Assert.True(label is >= 0 and <= 10 or SegmentedImage.Ignored));
        Assert.Contains(9, labels);
    }

    [Fact]
    public void MnistsDigitsLookLikeWhatTheyAreCalled()
    {
        using var set = (IDisposable)DatasetCatalog.Open<LabelledImage>(SharedData.Sample("mnist_t10k"));
        var data = (IDataset<LabelledImage>)set;
        LabelledImage[] items = [.. Enumerable.Range(0, 300).Select(i => data.Item(i))];
        Tensor MeanOf(long digit) => stack([.. items.Where(item => item.Label.item<long>() == digit).Select(item => item.Image)]).mean([0])[0];

        Assert.True(MeanOf(0)[14, 14].item<float>() < 0.2f, "the middle of a 0 is empty");
        Assert.True(MeanOf(1)[14, 14].item<float>() > 0.6f, "the middle of a 1 is not");
    }

    [Theory]
    [InlineData("animals", "trainA", "trainB", "valA")]
    [InlineData("photographs", "train", "train", "val,")]
    public void AFewPicturesOfWhichNoneIsHeldOutAreToldWhereOthersGo(string name, string first, string second, string where)
    {
        Write(zeros(3, 8, 8), name, first, "one.png");
        Write(zeros(3, 8, 8), name, second, "one.png");
        string message = Assert.Throws<DatasetException>(() => DatasetCatalog.Open(Path.Combine(folder, name), new() { Split = Split.Validation })).Message;
        Assert.Contains($"lie in {where}", message, StringComparison.Ordinal);
        Assert.Contains("of a few perhaps none", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABrokenPictureOfAnUnpairedSetCountsOnceWithHoweverManyPartnersItComes()
    {
        foreach ((string domain, int count) in new[] { ("A", 4), ("B", 40) })
        {
            for (int i = 0; i < count; i++)
            {
                Write(full([3, 8, 8], i / 40f), "animals", $"train{domain}", $"{i}.png");
                Write(full([3, 8, 8], i / 40f), "animals", $"test{domain}", $"{i}.png");
            }
        }

        string victim;
        using (var whole = (IDisposable)DatasetCatalog.Open<UnpairedImages>(Path.Combine(folder, "animals")))
        {
            victim = ((IDataset)whole).ItemName(0).Split(" and ")[0];
        }

        File.WriteAllText(Path.Combine(folder, "animals", victim), "no picture");
        using var set = (IDisposable)DatasetCatalog.Open<UnpairedImages>(Path.Combine(folder, "animals"));
        Loader<UnpairedImages> loader = new((IDataset<UnpairedImages>)set, 2);
        foreach (LoadedBatch<UnpairedImages> batch in loader.Epoch(0, 0, TestContext.Current.CancellationToken).Concat(loader.Epoch(1, 0, TestContext.Current.CancellationToken)))
        {
            batch.Dispose();
        }

        (string file, string reason) = Assert.Single(loader.Skipped);
        Assert.Equal(victim, file);
        Assert.Contains(victim, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ASetInAnArchiveIsTheSetInItsFolder()
    {
        for (int i = 0; i < 12; i++)
        {
            Write(full([3, 8, 8], i / 20f), "photos", $"{i}.png");
        }

        ZipFile.CreateFromDirectory(Path.Combine(folder, "photos"), Path.Combine(folder, "photos.zip"));
        using var unpacked = (IDisposable)DatasetCatalog.Open<ImageSample>(Path.Combine(folder, "photos"));
        using var packed = (IDisposable)DatasetCatalog.Open<ImageSample>(Path.Combine(folder, "photos.zip"));
        (IDataset<ImageSample> one, IDataset<ImageSample> other) = ((IDataset<ImageSample>)unpacked, (IDataset<ImageSample>)packed);

        Assert.Equal(one.Count, other.Count);
        Assert.InRange(one.Count, 7, 12);
        Assert.All(Enumerable.Range(0, (int)one.Count), i => Assert.True(one.Item(i).Image.equal(other.Item(i).Image).all().item<bool>() && one.ItemName(i) == other.ItemName(i)));
    }

    [Fact]
    public void CifarsRecordsAreAClassAndThreePlanes()
    {
        byte[] record = new byte[3073];
        record[0] = 7;
        record.AsSpan(1, 1024).Fill(255);
        Directory.CreateDirectory(Path.Combine(folder, "cifar"));
        File.WriteAllBytes(Path.Combine(folder, "cifar", "data_batch_1.bin"), [.. Enumerable.Repeat(record, 30).SelectMany(bytes => bytes)]);
        File.WriteAllBytes(Path.Combine(folder, "cifar", "test_batch.bin"), record);
        using var set = (IDisposable)DatasetCatalog.Open<LabelledImage>(Path.Combine(folder, "cifar"), new() { Split = Split.Test });
        LabelledImage item = ((IDataset<LabelledImage>)set).Item(0);

        Assert.Equal("horse", ((IDataset)set).ClassNames[(int)item.Label.item<long>()]);
        Assert.Equal([1f, 0f, 0f], item.Image.mean([1, 2]).data<float>().ToArray());
        File.WriteAllBytes(Path.Combine(folder, "cifar", "data_batch_1.bin"), record[..3000]);
        Assert.Contains("cut off", Assert.Throws<DatasetException>(() => DatasetCatalog.Open(Path.Combine(folder, "cifar"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PagesOfATiffStackAreItemsWithTheirLabels()
    {
        Directory.CreateDirectory(Path.Combine(folder, "stack"));
        WriteTiff(Path.Combine(folder, "stack", "train-volume.tif"), page => (byte)(page * 8));
        WriteTiff(Path.Combine(folder, "stack", "train-labels.tif"), page => page % 2 == 0 ? (byte)0 : (byte)255);
        using var set = (IDisposable)DatasetCatalog.Open<SegmentedImage>(Path.Combine(folder, "stack"));
        var data = (IDataset<SegmentedImage>)set;

        for (long i = 0; i < data.Count; i++)
        {
            int page = int.Parse(data.ItemName(i).Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(page * 8 / 255f, data.Item(i).Image.mean().item<float>(), 1e-5);
            Assert.Equal(page % 2, data.Item(i).Labels.max().item<long>());
        }

        byte[] whole = File.ReadAllBytes(Path.Combine(folder, "stack", "train-volume.tif"));
        File.WriteAllBytes(Path.Combine(folder, "stack", "train-volume.tif"), whole[..100]);
        Assert.Throws<DatasetException>(() => DatasetCatalog.Open(Path.Combine(folder, "stack")));
    }

    [Fact]
    public void AColourThatIsNoClassAndATableThatNamesItAreTold()
    {
        for (int i = 0; i < 3; i++)
        {
            Write(rand(3, 8, 8), "scene", "train", $"{i}.png");
            Write(tensor(new[] { 1f, 0, 0 }).reshape(3, 1, 1).expand(3, 8, 8), "scene", "trainannot", $"{i}.png");
        }

        DatasetOptions options = new();
        using (var set = (IDisposable)DatasetCatalog.Open(Path.Combine(folder, "scene"), options))
        {
            DatasetException error = Assert.Throws<DatasetException>(() => ((IDataset)set).Item(0));
            Assert.Contains("64 pixels of no class, such as (255, 0, 0)", error.Message, StringComparison.Ordinal);
            Assert.Contains("train/", error.Message, StringComparison.Ordinal);
        }

        File.WriteAllText(Path.Combine(folder, "scene", "classes.txt"), "road 0 0 0\nroof 255 0 0\n");
        using (var set = (IDisposable)DatasetCatalog.Open<SegmentedImage>(Path.Combine(folder, "scene"), options))
        {
            Assert.Equal(1, ((IDataset<SegmentedImage>)set).Item(0).Labels.min().item<long>());
        }

        // 255 0 0 is 100 levels from a wall and 120 from a roof.
        File.WriteAllText(Path.Combine(folder, "scene", "classes.txt"), "nearest\nroof 255 120 0\nwall 155 0 0\n");
        using (var set = (IDisposable)DatasetCatalog.Open<SegmentedImage>(Path.Combine(folder, "scene"), options))
        {
            Assert.Equal(["roof", "wall"], ((IDataset)set).ClassNames);
            Assert.Equal(1, ((IDataset<SegmentedImage>)set).Item(0).Labels.min().item<long>());
        }

        File.WriteAllText(Path.Combine(folder, "scene", "classes.txt"), "roof red\n");
        Assert.Contains("'roof red'", Assert.Throws<DatasetException>(() => DatasetCatalog.Open(Path.Combine(folder, "scene"), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldersOfClassesKeepTheirNumbersInEverySplitAndAValleyIsNoValidation()
    {
        foreach (string name in new[] { "valley", "arch", "testing_ground" })
        {
            for (int i = 0; i < 30; i++)
            {
                Write(rand(3, 4, 4), "places", name, $"{i}.png");
            }
        }

        foreach (Split split in Enum.GetValues<Split>())
        {
            using var set = (IDisposable)DatasetCatalog.Open<LabelledImage>(Path.Combine(folder, "places"), new() { Split = split });
            var data = (IDataset<LabelledImage>)set;
            Assert.Equal(["arch", "testing_ground", "valley"], data.ClassNames);
            Assert.InRange(data.Count, 1, 85);
            Assert.All(Enumerable.Range(0, (int)data.Count), i => Assert.StartsWith(data.ClassNames[(int)data.Item(i).Label.item<long>()] + "/", data.ItemName(i), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void ABrokenPictureIsNamedWithItsSet()
    {
        Write(rand(3, 4, 4), "broken", "train", "a.png");
        File.WriteAllText(Path.Combine(folder, "broken", "train", "b.png"), "no picture");
        using var set = (IDisposable)DatasetCatalog.Open(Path.Combine(folder, "broken"), new() { Layout = DatasetLayout.Photographs });
        var data = (IDataset)set;
        long broken = Enumerable.Range(0, (int)data.Count).Single(i => data.ItemName(i).EndsWith("b.png", StringComparison.Ordinal));

        Assert.Contains("broken: train/b.png", Assert.Throws<DatasetException>(() => data.Item(broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAreLookedUpAndUnknownOnesAnsweredWithWhatThereIs()
    {
        Assert.IsType<Scenes>(DatasetCatalog.Open("scenes", new() { Count = 12 }));
        Assert.Equal(12, DatasetCatalog.Open<LabelledImage>("scenes", new() { Count = 12 }).Count);
        string unknown = Assert.Throws<DatasetException>(() => DatasetCatalog.Open("sceens")).Message;
        Assert.Contains("scenes", unknown, StringComparison.Ordinal);
        Assert.Contains("mnist", unknown, StringComparison.Ordinal);
        Assert.Contains("needs image pairs", Assert.Throws<DatasetException>(() => DatasetCatalog.Open<ImagePair>("letters")).Message, StringComparison.Ordinal);
        Assert.Contains("no pairs", Assert.Throws<DatasetException>(() => DatasetCatalog.Open("letters", new() { Reversed = true })).Message, StringComparison.Ordinal);
        Assert.Throws<DatasetException>(() => DatasetCatalog.Open(folder));
    }

    [Fact]
    public void EveryManifestIsWholeAndNamesItsTerms() =>
        Assert.All(DatasetCatalog.Manifests, manifest =>
        {
            Assert.True(manifest.What.Length > 20 && manifest.Citation.Length > 20 && manifest.Licence.Length > 5);
            Assert.True(manifest.Files.Count > 0 || manifest.Home is not null, $"{manifest.Name} says not where it is");
            Assert.Null(DrawnSets.Find(manifest.Name));
        });

    [Theory]
    [InlineData("{ \"what\": 1 }")]
    [InlineData("{ \"what\": \"a\", \"citation\": \"b\", \"licence\": \"c\", \"layout\": \"unknown\" }")]
    [InlineData("{ \"what\": \"a\", \"citation\": \"b\", \"licence\": \"c\", \"layout\": \"idx\", \"sha\": \"d\" }")]
    [InlineData("{ \"what\": \"a\", \"citation\": \"b\", \"licence\": \"c\", \"layout\": \"idx\", \"files\": [{ \"url\": \"file:///etc/passwd\" }] }")]
    public void ADamagedManifestIsRefusedByName(string json)
    {
        string path = Path.Combine(folder, "odd.json");
        File.WriteAllText(path, json);
        Assert.Contains("odd.json", Assert.Throws<DatasetException>(() => Manifest.Read(path)).Message, StringComparison.Ordinal);
    }

    private void Write(Tensor image, params string[] path)
    {
        string file = Path.Combine([folder, .. path]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        ImageFile.Save(image, file);
    }

    private static void WriteTiff(string path, Func<int, byte> level)
    {
        using Tiff tiff = Tiff.Open(path, "w");
        for (int page = 0; page < 30; page++)
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, 20);
            tiff.SetField(TiffTag.IMAGELENGTH, 16);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.ROWSPERSTRIP, 16);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.COMPRESSION, Compression.LZW);
            for (int row = 0; row < 16; row++)
            {
                tiff.WriteScanline([.. Enumerable.Repeat(level(page), 20)], row);
            }

            tiff.WriteDirectory();
        }
    }
}

using System.IO.Compression;
using Workbench.Testing;
using Workbench.Weights;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Weights;

public sealed class PyTorchFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pytorch-file-").FullName;

    public static TheoryData<string> FixturesInBothFormats() =>
    [
        "cyclegan_resnet/blocks9_ngf8_instance/weights", "gan_losses/penalty_discriminator", "patchgan/layers1_ndf8_batch_6ch/weights",
        "patchgan/pixel_ndf8_instance_3ch/weights", "pix2pix_unet/downs7_ngf8_batch/weights", "unet/transposed_base4_3to2/weights",
        "vgg16/vgg16_base4/weights", "zhang/eccv16_base4_64/weights",
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(FixturesInBothFormats))]
    public void AZipFileOfPyTorchHoldsTheSameNumbersAsItsSafetensors(string name)
    {
        IReadOnlyDictionary<string, Tensor> expected = Safetensors.Read(SharedData.Fixture($"{name}.safetensors"));

        IReadOnlyDictionary<string, Tensor> read = WeightFile.Read(SharedData.Fixture($"{name}.pth"));

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, entry =>
        {
            Assert.Equal(entry.Value.dtype, read[entry.Key].dtype);
            Assert.True(entry.Value.eq(read[entry.Key]).all().item<bool>());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StridesOffsetsAndSharedStoragesAreKept(bool legacy)
    {
        PickleBytes pickle = new PickleBytes().Op('}').Op('(')
            .Text("a").Tensor("FloatStorage", "7", 6, 0, [2, 3], [3, 1], legacy)
            .Text("t").Tensor("FloatStorage", "7", 6, 1, [3], [1], legacy)
            .Text("back").Tensor("FloatStorage", "7", 6, 0, [3, 2], [1, 3], legacy).Op('u');
        byte[] numbers = PickleBytes.Floats(0, 1, 2, 3, 4, 5);

        IReadOnlyDictionary<string, Tensor> read = Read(legacy ? Legacy(pickle.End(), ["7"], PickleBytes.LegacyStorage(6, numbers)) : PickleBytes.Zip(pickle.End(), ("data/7", numbers)));

        Assert.Equal(["a", "t", "back"], read.Keys);
        Assert.Equal([0, 1, 2, 3, 4, 5], read["a"].data<float>().ToArray());
        Assert.Equal([0, 3, 1, 4, 2, 5], read["back"].data<float>().ToArray());
        read["a"][0, 2] = 50;
        Assert.Equal([1, 50, 3], read["t"].data<float>().ToArray());
    }

    [Fact]
    public void NestedDictionariesAndListsAreNamedByTheWayToThem()
    {
        PickleBytes pickle = new PickleBytes().Op('}').Op('(')
            .Text("epoch").Number(3)
            .Text("state_dict").Op('}').Text("w").Tensor("LongStorage", "0", 1, 0, [], []).Op('s')
            .Text("steps").Op(']').Tensor("LongStorage", "0", 1, 0, [1], [1]).Op('a').Op('u');

        IReadOnlyDictionary<string, Tensor> read = Read(PickleBytes.Zip(pickle.End(), ("data/0", BitConverter.GetBytes(9L))));

        Assert.Equal(["state_dict.w", "steps.0"], read.Keys);
        Assert.Equal(9, read["state_dict.w"].item<long>());
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch.nn.modules.conv", "Conv2d")]
    [InlineData("numpy.core.multiarray", "_reconstruct")]
    public void ANameThatTensorsDoNotNeedIsRefusedByName(string module, string name)
    {
        byte[] pickle = new PickleBytes().Global(module, name).Text("echo pwned").Byte(0x85).Op('R').End();

        Assert.Contains($"names {module}.{name}, which tensors do not need", Refusal(PickleBytes.Zip(pickle)), StringComparison.Ordinal);
        Assert.Contains($"names {module}.{name}, which tensors do not need", Refusal(Legacy(pickle, [])), StringComparison.Ordinal);
    }

    [Fact]
    public void ANamePutTogetherOnTheStackIsRefusedAsWell()
    {
        byte[] pickle = new PickleBytes().Text("posix").Text("system").Byte(0x93).Text("id").Byte(0x85).Op('R').End();

        Assert.Contains("posix.system", Refusal(PickleBytes.Zip(pickle)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('i')] // INST
    [InlineData('o')] // OBJ
    [InlineData(0x81)] // NEWOBJ
    [InlineData(0x82)] // EXT1
    [InlineData('P')] // PERSID
    public void AnOpcodeThatTorchSaveDoesNotWriteIsRefused(int opcode)
    {
        byte[] pickle = new PickleBytes().Op('N').Op('N').Byte(opcode).End();

        Assert.Contains($"opcode 0x{opcode:X2}", Refusal(PickleBytes.Zip(pickle)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, new long[] { 7 }, new long[] { 1 }, "reaches outside the storage")]
    [InlineData(4, new long[] { 3 }, new long[] { 1 }, "reaches outside the storage")]
    [InlineData(-1, new long[] { 3 }, new long[] { 1 }, "reaches outside the storage")]
    [InlineData(5, new long[] { 3 }, new long[] { -1 }, "reaches outside the storage")]
    [InlineData(0, new long[] { 3 }, new long[] { long.MaxValue }, "reaches outside the storage")]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { 1 }, "reaches outside the storage")]
    [InlineData(0, new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, "reaches outside the storage")]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, "reaches outside the storage")]
    [InlineData(0, new long[] { 1_000_000_000 }, new long[] { 0 }, "repeats the numbers of its storage")]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1 }, "2 sizes and 1 strides")]
    public void AViewThatDoesNotFitItsStorageIsRefused(long offset, long[] shape, long[] strides, string reason)
    {
        byte[] pickle = new PickleBytes().Op('}').Text("w").Tensor("FloatStorage", "0", 6, offset, shape, strides).Op('s').End();

        Assert.Contains(reason, Refusal(PickleBytes.Zip(pickle, ("data/0", new byte[24]))), StringComparison.Ordinal);
    }

    [Fact]
    public void AStorageOfAnotherLengthOrNoneIsRefused()
    {
        byte[] pickle = new PickleBytes().Op('}').Text("w").Tensor("FloatStorage", "0", 6, 0, [6], [1]).Op('s').End();

        Assert.Contains("archive/data/0 has 20 bytes", Refusal(PickleBytes.Zip(pickle, ("data/0", new byte[20]))), StringComparison.Ordinal);
        Assert.Contains("archive/data/0 is missing", Refusal(PickleBytes.Zip(pickle)), StringComparison.Ordinal);
        Assert.Contains("is compressed", Refusal(PickleBytes.Zip(CompressionLevel.Optimal, pickle, ("data/0", new byte[24]))), StringComparison.Ordinal);
    }

    [Fact]
    public void BigEndianFilesAreRefused()
    {
        byte[] pickle = new PickleBytes().Op('}').Text("w").Tensor("FloatStorage", "0", 1, 0, [1], [1]).Op('s').End();

        Assert.Contains("big-endian", Refusal(PickleBytes.Zip(pickle, ("data/0", new byte[4]), ("byteorder", "big"u8.ToArray()))), StringComparison.Ordinal);
        Assert.Contains("big-endian", Refusal([.. PickleBytes.Magic, .. PickleBytes.Version, .. PickleBytes.Machine(littleEndian: false)]), StringComparison.Ordinal);
    }

    [Fact]
    public void AListThatHoldsItselfIsRefused()
    {
        byte[] pickle = new PickleBytes().Op(']').Op('q').Byte(0).Op('h').Byte(0).Op('a').End();

        Assert.Contains("holds itself", Refusal(PickleBytes.Zip(pickle)), StringComparison.Ordinal);
    }

    [Fact]
    public void AListThatDoublesThirtyTimesIsRefusedInNoTime()
    {
        PickleBytes pickle = new PickleBytes().Op('N').Op('q').Byte(0);
        for (int i = 0; i < 30; i++)
        {
            pickle.Op('h').Byte(0).Op('h').Byte(0).Byte(0x86).Op('q').Byte(0);
        }

        Assert.Contains("over and over", Refusal(PickleBytes.Zip(pickle.End())), StringComparison.Ordinal);
    }

    [Fact]
    public void ATextLongerThanTheFileIsRefusedBeforeItIsAllocated()
    {
        byte[] zip = PickleBytes.Zip(new PickleBytes().Op('X').Raw(0xFF, 0xFF, 0xFF, 0x7F).End());
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("cut off", Refusal(zip), StringComparison.Ordinal);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void AFileOfAnotherKindIsRefusedWithTheKindsThatAreRead()
    {
        string path = Path.Combine(folder, "notes.txt");
        File.WriteAllText(path, "just some text, no weights");

        Assert.Contains("none of .safetensors, .pth", Assert.Throws<WeightFileException>(() => WeightFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Legacy(byte[] pickle, string[] keys, params byte[] storages)
    {
        PickleBytes list = new PickleBytes().Op(']').Op('(');
        foreach (string key in keys)
        {
            list.Text(key);
        }

        return [.. PickleBytes.Magic, .. PickleBytes.Version, .. PickleBytes.Machine(littleEndian: true), .. pickle, .. list.Op('e').End(), .. storages];
    }

    private IReadOnlyDictionary<string, Tensor> Read(byte[] bytes)
    {
        string path = Path.Combine(folder, "weights.pth");
        File.WriteAllBytes(path, bytes);
        return PyTorchFile.Read(path);
    }

    private string Refusal(byte[] bytes)
    {
        WeightFileException error = Assert.Throws<WeightFileException>(() => Read(bytes));
        Assert.Contains("weights.pth: ", error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}

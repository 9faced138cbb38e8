using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TorchSharp;
using Workbench.Testing;
using Workbench.Weights;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AFileIsLengthThenJsonThenLittleEndianNumbers()
    {
        string path = At("two.safetensors");
        Dictionary<string, Tensor> tensors = new()
        {
            ["flag"] = torch.tensor(new[] { true, false, true }),
            ["weight"] = torch.tensor(new[] { 1f, -2f }),
        };

        Safetensors.Write(path, tensors);

        byte[] bytes = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        string header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"flag":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]},"weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
            header.TrimEnd(' '));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 1, 0, 1], bytes[(8 + length)..]);
    }

    [Fact]
    public void EveryElementTypeComesBackAsItWas()
    {
        string path = At("types.safetensors");
        torch.ScalarType[] types =
        [
            torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.@bool,
            torch.complex64,
        ];
        Dictionary<string, Tensor> tensors = types.ToDictionary(type => type.ToString(), type => torch.tensor(new[] { 0, 1, 1, 0, 1, 1 }, dtype: type).reshape(2, 3));

        Safetensors.Write(path, tensors);
        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(path);

        Assert.Equal(tensors.Keys, read.Keys);
        Assert.All(tensors, entry => AssertSame(entry.Value, read[entry.Key]));
    }

    [Fact]
    public void ScalarsEmptyTensorsAndTransposedViewsComeBackAsTheyWere()
    {
        string path = At("shapes.safetensors");
        Dictionary<string, Tensor> tensors = new()
        {
            ["scalar"] = torch.tensor(7L),
            ["empty"] = torch.zeros(0, 3),
            ["transposed"] = torch.arange(6, dtype: torch.float32).reshape(2, 3).t(),
            ["slice"] = torch.arange(10, dtype: torch.float32)[torch.TensorIndex.Slice(3, 7, 2)],
        };

        Safetensors.Write(path, tensors);
        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(path);

        Assert.All(tensors, entry => AssertSame(entry.Value, read[entry.Key]));
    }

    [Fact]
    public void MetadataComesBackBesideTheFormat()
    {
        string path = At("metadata.safetensors");

        Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = torch.zeros(1) }, new Dictionary<string, string> { ["model"] = "lettre \"é\"" });

        Assert.Equal(new Dictionary<string, string> { ["model"] = "lettre \"é\"", ["format"] = "pt" }, Safetensors.ReadMetadata(path));
    }

    [Fact]
    public void WritingReplacesTheOldFileAndLeavesNothingBeside()
    {
        string path = At("again.safetensors");
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = torch.zeros(1) });

        Safetensors.Write(path, new Dictionary<string, Tensor> { ["b"] = torch.zeros(1) });

        Assert.Equal(["b"], Safetensors.Read(path).Keys);
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void AFailedWriteKeepsTheOldFileAndLeavesNothingBeside()
    {
        string path = At("kept.safetensors");
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = torch.zeros(1) });
        Tensor gone = torch.zeros(1);
        gone.Dispose();

        Assert.ThrowsAny<Exception>(() => Safetensors.Write(path, new Dictionary<string, Tensor> { ["b"] = torch.zeros(3), ["c"] = gone }));

        Assert.Equal(["a"], Safetensors.Read(path).Keys);
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void AReadOutlivesNoScopeButTheCallersOwn()
    {
        string path = At("scope.safetensors");
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = torch.ones(2), ["b"] = torch.ones(3) });

        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(path);

        Assert.Equal(2, scope.DisposablesCount);
        Assert.All(read.Values, tensor => Assert.False(tensor.IsInvalid));
    }

    [Fact]
    public void AReferenceFileOfPythonsLibraryHasTheKeysAndShapesItsInfoSays()
    {
        string fixture = SharedData.Fixture("vgg16/vgg16_bn_base4");
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(Path.Combine(fixture, "info.json")));

        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(Path.Combine(fixture, "weights.safetensors"));

        Assert.Equal(info.RootElement.GetProperty("counts").GetProperty("state_dict_entries").GetInt32(), read.Count);
        Assert.Equal([4, 3, 3, 3], read["features.0.weight"].shape);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "")] // cut off JSON
    [InlineData("""[]""", 0, "the header must be a JSON StartObject")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "'a' stands twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "takes 12 bytes, and its data_offsets [0, 8] give it 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "'b' overlaps the tensor before it")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "'b' leaves a hole before it")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3, "the tensors take 2 bytes of numbers, and the file holds 3")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, "the tensors take 2 bytes of numbers, and the file holds 1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "is larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", 8, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "'a' has dtype F8_E4M3; readable are F32, F64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "'a' lacks its dtype, shape or two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "'a' has 'dtype' where")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 2, "holds truth values other than 0 and 1")]
    [InlineData("""{"__metadata__":{"format":7}}""", 0, "__metadata__ 'format' must be a JSON String")]
    public void AHeaderThatBreaksTheFormatIsRefusedByNameAndReason(string header, int dataBytes, string reason)
    {
        string path = Raw(Encoding.UTF8.GetBytes(header), [.. Enumerable.Repeat((byte)7, dataBytes)]);

        WeightFileException error = Assert.Throws<WeightFileException>(() => Safetensors.Read(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000_001UL, "the format allows 100000000")]
    [InlineData(ulong.MaxValue, "the format allows 100000000")]
    [InlineData(99_999_999UL, "it is cut off")]
    public void AnOversizedHeaderLengthIsRefusedBeforeAnythingIsAllocated(ulong length, string reason)
    {
        string path = At("long.safetensors");
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();

        WeightFileException error = Assert.Throws<WeightFileException>(() => Safetensors.Read(path));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        WeightFileException error = Assert.Throws<WeightFileException>(() => Safetensors.Read(At("nowhere.safetensors")));

        Assert.Contains("nowhere.safetensors: there is no such file", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.eq(actual).all().item<bool>());
    }

    private string At(string name) => Path.Combine(folder, name);

    private string Raw(byte[] header, byte[] data)
    {
        string path = At("raw.safetensors");
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. header, .. data]);
        return path;
    }
}

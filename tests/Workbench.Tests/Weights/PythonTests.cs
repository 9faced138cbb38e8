using System.Diagnostics;
using TorchSharp;
using Workbench.Weights;
using Tensor = TorchSharp.torch.Tensor;

namespace Workbench.Tests.Weights;

/// <summary>Files go to Python's own libraries and come from them; skipped where no <c>python3</c> has them.</summary>
public sealed class PythonTests : IDisposable
{
    /// <summary>The same tensors as <see cref="Written"/>, made by Python.</summary>
    private const string Tensors =
        """
        import torch, collections
        a = torch.arange(12, dtype=torch.float32).reshape(3, 4)
        d = collections.OrderedDict(plain=a.clone(), transposed=a.t(), slice=a[1:, ::2], shared=a)
        for t in ['float64', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool', 'complex64']:
            d[t] = torch.tensor([0, 1, 1, 0, 1]).to(getattr(torch, t))
        d.update(scalar=torch.tensor(3.5), empty=torch.zeros(0, 2), parameter=torch.nn.Parameter(torch.ones(2, 2)))

        """;

    private static readonly Lazy<string?> Interpreter = new(FindInterpreter);

    private readonly string folder = Directory.CreateTempSubdirectory("python-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("torch.save(d, 'f')")]
    [InlineData("torch.save(d, 'f', pickle_protocol=4)")]
    [InlineData("torch.save(d, 'f', _use_new_zipfile_serialization=False)")]
    public void WhatTorchSaveWritesIsReadToTheLastBit(string save)
    {
        Python($"{Tensors}{save}");

        IReadOnlyDictionary<string, Tensor> read = WeightFile.Read(At("f"));

        Dictionary<string, Tensor> expected = Written();
        Assert.Equal(expected.Keys, read.Keys);
        Assert.All(expected, entry => AssertSame(entry.Value, read[entry.Key]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", _use_new_zipfile_serialization=False")]
    public void ATrainingCheckpointGivesTheNetworkAndTheOptimizer(string options)
    {
        Python(
            $"""
            import torch
            m = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2)); o = torch.optim.Adam(m.parameters())
            m(torch.ones(2, 1, 4, 4)).sum().backward(); o.step()
            torch.save(dict(epoch=3, best=0.5, device=torch.device('cpu'), type=torch.float32, size=torch.Size([1, 2]), state_dict=m.state_dict(), optimizer=o.state_dict()), 'f'{options})
            """);

        IReadOnlyDictionary<string, Tensor> read = WeightFile.Read(At("f"));

        Assert.Equal([2, 1, 3, 3], read["state_dict.0.weight"].shape);
        Assert.Equal(1, read["state_dict.1.num_batches_tracked"].item<long>());
        Assert.Equal([2, 1, 3, 3], read["optimizer.state.0.exp_avg"].shape);
        Assert.DoesNotContain("epoch", read.Keys);
    }

    [Fact]
    public void AWholePickledNetworkIsRefusedByTheClassItNeeds()
    {
        Python("import torch; torch.save(torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3)), 'f')");

        WeightFileException error = Assert.Throws<WeightFileException>(() => WeightFile.Read(At("f")));

        Assert.Contains("torch.nn.modules.container.Sequential", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrittenHerePythonReadsByTheFormatsOwnWords()
    {
        Safetensors.Write(At("f"), Written());

        // The format in a dozen lines, so that the test needs torch alone; with the safetensors package, its own reader must agree.
        string output = Python(
            $$"""
            {{Tensors}}
            import json, struct
            raw = open('f', 'rb').read(); n, = struct.unpack('<Q', raw[:8]); header = json.loads(raw[8:8 + n])
            types = dict(F64='float64', F32='float32', F16='float16', BF16='bfloat16', I64='int64', I32='int32', I16='int16', I8='int8', U8='uint8', BOOL='bool', C64='complex64')
            assert header.pop('__metadata__') == dict(format='pt') and list(header) == list(d)
            numbers = torch.tensor(list(raw[8 + n:]), dtype=torch.uint8)
            for k, e in header.items():
                b, c = e['data_offsets']
                t = numbers[b:c].view(getattr(torch, types[e['dtype']])).reshape(e['shape'])
                assert t.dtype == d[k].dtype and torch.equal(t, d[k]), k
            try:
                from safetensors.torch import load_file
            except ImportError:
                print('by hand')
            else:
                assert all(torch.equal(v, d[k]) for k, v in load_file('f').items()); print('by the library too')
            """);

        Assert.StartsWith("by", output, StringComparison.Ordinal);
    }

    [Fact]
    public void NumpysFilesAreRead()
    {
        Python(
            """
            import numpy as np
            a = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
            np.savez('plain.npz', a=a, f=np.asfortranarray(a), b=np.array([True, False]), i=np.int64(5), h=a.astype(np.float16))
            np.savez_compressed('packed.npz', a=a)
            np.save('one.npy', a); np.save('big.npy', a.astype('>f4')); np.save('objects.npy', np.array([{}, 1], dtype=object), allow_pickle=True)
            """);
        Tensor expected = torch.arange(24, dtype: torch.float32).reshape(2, 3, 4);

        IReadOnlyDictionary<string, Tensor> plain = WeightFile.Read(At("plain.npz"));

        Assert.Equal(["a", "f", "b", "i", "h"], plain.Keys);
        AssertSame(expected, plain["a"]);
        AssertSame(expected, plain["f"]);
        AssertSame(expected.half(), plain["h"]);
        Assert.Equal(5, plain["i"].item<long>());
        AssertSame(expected, WeightFile.Read(At("packed.npz"))["a"]);
        AssertSame(expected, WeightFile.Read(At("one.npy"))["one"]);
        Assert.Contains("big-endian", Assert.Throws<WeightFileException>(() => WeightFile.Read(At("big.npy"))).Message, StringComparison.Ordinal);
        Assert.Contains("'|O'", Assert.Throws<WeightFileException>(() => WeightFile.Read(At("objects.npy"))).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, Tensor> Written()
    {
        Tensor a = torch.arange(12, dtype: torch.float32).reshape(3, 4);
        Dictionary<string, Tensor> tensors = new()
        {
            ["plain"] = a,
            ["transposed"] = a.t(),
            ["slice"] = a[1.., torch.TensorIndex.Slice(step: 2)],
            ["shared"] = a,
        };
        torch.ScalarType[] types = [torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.@bool, torch.complex64];
        string[] names = ["float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "complex64"];
        foreach ((string name, torch.ScalarType type) in names.Zip(types))
        {
            tensors[name] = torch.tensor(new[] { 0, 1, 1, 0, 1 }, dtype: type);
        }

        tensors["scalar"] = torch.tensor(3.5f);
        tensors["empty"] = torch.zeros(0, 2);
        tensors["parameter"] = torch.ones(2, 2);
        return tensors;
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.eq(actual).all().item<bool>());
    }

    private string At(string name) => Path.Combine(folder, name);

    /// <summary>Runs a script in the test's folder; <c>WORKBENCH_PYTHON</c> names another Python than the path's.</summary>
    private string Python(string script)
    {
        Assert.SkipUnless(Interpreter.Value is not null, "needs a python3 with torch and numpy");
        (int code, string output) = Run(Interpreter.Value!, script, folder);
        Assert.True(code == 0, output);
        return output;
    }

    private static string? FindInterpreter()
    {
        string[] candidates = Environment.GetEnvironmentVariable("WORKBENCH_PYTHON") is { } named ? [named] : ["python3", "/usr/bin/python3"];
        return Array.Find(candidates, python => Run(python, "import torch, numpy", Path.GetTempPath()).Code == 0);
    }

    private static (int Code, string Output) Run(string python, string script, string folder)
    {
        ProcessStartInfo start = new(python, ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "no such program");
        }
    }
}

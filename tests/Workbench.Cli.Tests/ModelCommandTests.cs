using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

public sealed class ModelCommandTests : IDisposable
{
    private const int Usage = 2;

    private readonly string folder = Directory.CreateTempSubdirectory("model-command-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ListNamesEveryNetworkWithItsOptions()
    {
        string output = Workbench("model", "list").Succeeded();

        foreach (string name in new[] { "vgg16", "vgg16-bn", "inception-v3", "unet", "dcgan-generator", "unet-generator", "encoder-decoder-generator", "resnet-generator", "patch-discriminator", "colorful-colorizer", "interactive-colorizer", "global-local-colorizer" })
        {
            Assert.Contains($"\n{name}  ", $"\n{output}", StringComparison.Ordinal);
        }

        Assert.Contains("ngf=64", output, StringComparison.Ordinal);
    }

    [Fact]
    public void DescribePrintsThePublishedNumbersAsATable()
    {
        string output = Workbench("model", "describe", "patch-discriminator").Succeeded();

        Assert.Contains("2,768,705 parameters", output, StringComparison.Ordinal);
        Assert.Contains("[1, 1, 30, 30]", output, StringComparison.Ordinal);
        Assert.EndsWith("70×70", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void DescribeAsJsonHasParametersMultiplyAddsAndLayers()
    {
        string output = Workbench("model", "describe", "unet-generator", "--set", "ngf=8", "num-downs=5", "--size", "64", "--json").Succeeded();

        JsonElement json = JsonDocument.Parse(output).RootElement;
        JsonElement[] layers = [.. json.GetProperty("layers").EnumerateArray()];
        Assert.Equal(json.GetProperty("parameters").GetInt64(), layers.Sum(layer => layer.GetProperty("parameters").GetInt64()));
        Assert.True(json.GetProperty("multiplyAdds").GetInt64() > 1_000_000);
        Assert.Equal("Conv2d", layers[0].GetProperty("kind").GetString());
        Assert.Equal("model.model.0", layers[0].GetProperty("name").GetString());
        Assert.Equal([1, 8, 32, 32], layers[0].GetProperty("output").EnumerateArray().Select(side => side.GetInt64()));
    }

    [Theory]
    [InlineData("patch-discriminator, colorful-colorizer", "vgg17")]
    [InlineData("No network is called 'vgg17'. There are ", "vgg17")]
    [InlineData("unet has no option 'ngf'; it has n_channels, n_classes", "unet", "--set", "ngf=3")]
    [InlineData("up_sampling of unet is transposed or bilinear or nearest or dilated, not 'cubic'", "unet", "--set", "up_sampling=cubic")]
    [InlineData("n_classes of unet is a whole number, not 'two'", "unet", "--set", "n_classes=two")]
    [InlineData("--set base_width: write --set option=value", "unet", "--set", "base_width")]
    [InlineData("--size -4: the side of a picture is at least 1", "unet", "--size", "-4")]
    [InlineData("multiples of 256", "unet-generator", "--set", "ngf=2", "--size", "100")]
    public void WhatCannotBeBuiltIsRefusedWithWhatThereIs(string message, params string[] arguments)
    {
        Outcome outcome = Workbench(["model", "describe", .. arguments]);

        Assert.Equal(Usage, outcome.Code);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RunOnTensorsGivesTheReferencesOutputByName()
    {
        string fixture = SharedData.Fixture("patchgan/layers3_ndf8_batch_6ch");
        string result = Path.Combine(folder, "result.safetensors");

        Workbench(
            "model", "run", "patch-discriminator", "--set", "ndf=8",
            "--weights", Path.Combine(fixture, "weights.pth"), "--input", Path.Combine(fixture, "io.safetensors"), "--output", result).Succeeded();

        float[] expected = Floats(Path.Combine(fixture, "io.safetensors"), "output_eval"), actual = Floats(result, "output");
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void RunOnAPictureGivesAPictureOfTheSizeAskedFor()
    {
        string fixture = SharedData.Fixture("pix2pix_unet/downs7_ngf8_batch");
        string picture = Directory.EnumerateFiles(SharedData.Sample("bsds500/train")).Order(StringComparer.Ordinal).First();
        string result = Path.Combine(folder, "result.png");

        string output = Workbench(
            "model", "run", "unet-generator", "--set", "ngf=8", "num_downs=7", "use_dropout=false",
            "--weights", Path.Combine(fixture, "weights.safetensors"), "--input", picture, "--output", result, "--size", "128").Succeeded();

        byte[] png = File.ReadAllBytes(result);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Contains("128 × 128", output, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsOfAnotherNetworkAreRefusedWithEveryKey()
    {
        string fixture = SharedData.Fixture("patchgan/layers3_ndf8_batch_6ch");

        Outcome outcome = Workbench(
            "model", "run", "patch-discriminator", "--weights", Path.Combine(fixture, "weights.pth"), "--input", Path.Combine(fixture, "io.safetensors"));

        Assert.Equal(Usage, outcome.Code);
        Assert.Contains("model.11.weight (file [1, 64, 4, 4], network [1, 512, 4, 4])", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("model.0.weight (file [8, 6, 4, 4], network [64, 6, 4, 4])", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertGivesTheSameTensorsUnderTheMappedNames()
    {
        string fixture = SharedData.Fixture("patchgan/layers3_ndf8_batch_6ch");
        string result = Path.Combine(folder, "result.safetensors");

        Workbench("model", "convert", Path.Combine(fixture, "weights.pth"), result, "--map", "model.=net.").Succeeded();

        Assert.Equal(Floats(Path.Combine(fixture, "weights.safetensors"), "model.3.running_var"), Floats(result, "net.3.running_var"));
    }

    [Fact]
    public void ConvertRefusesAFileOfAnotherKindAndANameOfAnotherKind()
    {
        string text = Path.Combine(folder, "text.pth");
        File.WriteAllText(text, "no weights at all");

        Outcome unread = Workbench("model", "convert", text, Path.Combine(folder, "out.safetensors"));
        Outcome unwritten = Workbench("model", "convert", text, Path.Combine(folder, "out.pth"));

        Assert.Equal((Usage, Usage), (unread.Code, unwritten.Code));
        Assert.Contains("text.pth: it is none of .safetensors, .pth", unread.Errors, StringComparison.Ordinal);
        Assert.Contains("weights are written as .safetensors", unwritten.Errors, StringComparison.Ordinal);
        Assert.Equal([text], Directory.GetFiles(folder));
    }

    /// <summary>The numbers of one float32 tensor, by the format's own words: this test links nothing of the library.</summary>
    private static float[] Floats(string path, string name)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        JsonElement entry = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, start - 8)).RootElement.GetProperty(name);
        Assert.Equal("F32", entry.GetProperty("dtype").GetString());
        int[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
        return [.. Enumerable.Range(0, (offsets[1] - offsets[0]) / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + offsets[0] + (4 * i))))];
    }

    private static Outcome Workbench(params string[] arguments)
    {
        string command = typeof(ModelCommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "WorkbenchCommand").Value!;
        ProcessStartInfo start = new("dotnet", [command, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private sealed record Outcome(int Code, string Output, string Errors)
    {
        public string Succeeded()
        {
            Assert.True(Code == 0, $"exit code {Code}: {Errors}");
            return Output;
        }
    }
}

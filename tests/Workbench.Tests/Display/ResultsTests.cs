using Deedle;
using TorchSharp;
using Workbench.Display;
using Workbench.Imaging;

namespace Workbench.Tests.Display;

public sealed class ResultsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("results-").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable("WORKBENCH_RESULTS");

    public ResultsTests() => Environment.SetEnvironmentVariable("WORKBENCH_RESULTS", folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WORKBENCH_RESULTS", before);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void ATableIsWrittenAsCsvWithItsRowKeys()
    {
        Frame<string, string> table = Frame.FromColumns(new Dictionary<string, Series<string, double>>
        {
            ["psnr"] = new Series<string, double>(new Dictionary<string, double> { ["mlp"] = 21.5, ["grey"] = 19 }),
        });

        string path = Results.Table("02-scores", table);

        Assert.Equal(Path.Combine(folder, "tables", "02-scores.csv"), path);
        Assert.Equal(["row,psnr", "mlp,21.5", "grey,19"], File.ReadAllLines(path));
    }

    [Fact]
    public void APictureIsWrittenIntoTheGallery()
    {
        string path = Results.Picture("02-colours", new ImageGrid().Row("grey", torch.rand(3, 8, 8)));

        Assert.Equal(Path.Combine(folder, "gallery", "02-colours.png"), path);
        Assert.Equal(3, ImageFile.Load(path).shape[0]);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData("")]
    public void ANameThatLeavesTheFolderIsRefused(string name)
    {
        Frame<string, string> table = Frame.FromRecords([new { x = 1 }]).IndexRowsUsing(_ => "r");

        Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(() => Results.Table(name, table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheVariableResultsBelongToTheCheckout()
    {
        Environment.SetEnvironmentVariable("WORKBENCH_RESULTS", null);

        Assert.Equal(Path.Combine(Testing.SharedData.Repository, "results"), Results.Folder);
    }
}

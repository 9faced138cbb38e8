using Workbench.Experiments;
using Workbench.Tests.Imaging;
using Workbench.Training;

namespace Workbench.Tests.Experiments;

/// <summary>Studies from JSON.</summary>
public sealed class StudyFileTests
{
    public static TheoryData<string> Names => [.. Study.Files.Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Names))]
    public void AStudyThatComesAlongSaysWhereItIsFromAndItsRunsFitTheirRecipes(string name)
    {
        Study study = Study.Read(name);

        Assert.Equal(name, study.Name);
        Assert.Matches(@"\d{4}", study.About);
        Assert.Equal(study.Seeds.Count * study.Axes.Aggregate(1, (count, axis) => count * axis.Values.Count), study.Runs().Select(run => run.Recipe.Hash).Distinct().Count());
    }

    [Fact]
    public void EveryPartOfAFileIsTaken()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("my-loss.json");
        File.WriteAllText(file, """
            {
              "about": "why",
              "task": "pix2pix", "preset": "real",
              "settings": { "size": 64, "halvings": 6, "loadSize": 64, "mirror": false },
              "axes": { "loss": { "L1": { "lambdaGan": 0 }, "both": {} }, "receptiveField": [1, 16] },
              "seeds": [5, 6],
              "testItems": 30,
              "better": { "PSNR": "lower" },
              "resources": { "cpus": 3, "gpus": 1, "memory": "8G", "time": "1.02:00:00", "partition": "gpu", "options": ["--account=x"] },
            }
            """);

        Study study = Study.Read(file);

        Assert.Equal(("my-loss", "why", 30L), (study.Name, study.About, study.TestItems));
        Assert.Equal(Pix2PixRecipe.Real with { Size = 64, Halvings = 6, LoadSize = 64, Mirror = false, LambdaGan = 0, ReceptiveField = 16, Seed = 6 }, study.Runs()[3].Recipe);
        Assert.Equal(8, study.Runs().Count);
        Assert.Equal(Better.Lower, study.Betters["PSNR"]);
        Assert.Equal((3, 1, "8G", TimeSpan.FromHours(26), "gpu", "--account=x"), (study.Resources.Cpus, study.Resources.Gpus, study.Resources.Memory, study.Resources.Time, study.Resources.Partition, study.Resources.Options.Single()));
    }

    [Theory]
    [InlineData("{}", "it needs 'task'")]
    [InlineData("""{ "task": "pix2pix", "seed": 1 }""", "a study has no 'seed'; it has name, about, task")]
    [InlineData("""{ "task": "pix3pix" }""", "There is no recipe 'pix3pix'")]
    [InlineData("""{ "task": "pix2pix", "axes": { "loss": "L1" } }""", "axis loss is a list of values")]
    [InlineData("""{ "task": "pix2pix", "axes": { "lambdaL1": [[1]] } }""", "[1] is no value of a setting")]
    [InlineData("""{ "task": "pix2pix", "axes": { "lambdaL2": [1] } }""", "pix2pix has no setting 'lambdaL2'")]
    [InlineData("""{ "task": "pix2pix", "resources": { "cores": 2 } }""", "cores")]
    [InlineData("""{ "task": "pix2pix", "better": { "PSNR": "bigger" } }""", "bigger")]
    [InlineData("""{ "task": """, "is no study")]
    public void WhatIsNoStudySaysWhatWouldBeRight(string json, string message)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("study.json"), json);

        RecipeException error = Assert.Throws<RecipeException>(() => Study.Read(folder.File("study.json")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("study.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownNameListsTheKnownOnes() =>
        Assert.Contains("There are generator, global-features, ", Assert.Throws<FileNotFoundException>(() => Study.Read("nothing")).Message, StringComparison.Ordinal);
}

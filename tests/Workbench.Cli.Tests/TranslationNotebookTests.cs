namespace Workbench.Cli.Tests;

/// <summary>
/// Notebooks 08 and 09 as a reader runs them. Their networks are small and trained for seconds, so only what holds by a wide margin is asked
/// for here; what the others say stands in the table of claims.
/// </summary>
public sealed class TranslationNotebookTests
{
    [Fact]
    public async Task WithoutPairsTheMadeAnimalsComeNearTheirHiddenTwins()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("08-cyclegan");

        Assert.Equal(7, notebook.Verdicts.Count);
        AssertHold(notebook, "twin-zebra", "twin-horse", "left-alone", "cycle-finds-the-twin");
        Assert.True(notebook.Left("gallery/08-horse-zebra.png"));
        Assert.True(notebook.Left("tables/08-hidden-pairing.csv"));
    }

    [Fact]
    public async Task WithPairsTheAdversaryDecidesWhereL1Averages()
    {
        ExecutedNotebook notebook = await Book.ExecutedAsync("09-pix2pix");

        Assert.Equal(8, notebook.Verdicts.Count);
        AssertHold(notebook, "adversary-decides", "judged-photo-to-map", "skips-l1");
        Assert.All(["judged-map-to-photo", "skips-cgan"], claim => Assert.NotEqual("does not hold", notebook.Verdicts[claim])); // seeds differ much
        Assert.All(["awnings", "map-to-photo", "photo-to-map", "sketches-to-shoes", "sketches-to-bags", "generators", "patches", "colorization"], picture => Assert.True(notebook.Left($"gallery/09-{picture}.png"), picture));
        Assert.All(["judged-real", "histogram-intersection", "generators", "patches", "colorization"], table => Assert.True(notebook.Left($"tables/09-{table}.csv"), table));
    }

    private static void AssertHold(ExecutedNotebook notebook, params string[] claims) =>
        Assert.All(claims, claim => Assert.Equal("holds", notebook.Verdicts[claim]));
}

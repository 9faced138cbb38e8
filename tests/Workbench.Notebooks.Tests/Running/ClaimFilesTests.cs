using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Running;

public sealed class ClaimFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("claims-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ClaimsComeFromTheOutputsOfTheCellsAndTheLastOneShownCounts()
    {
        var document = NotebookDocument.Create();
        var cell = NotebookCell.Create(CellKind.Code, "claims");
        document.Add(cell);
        cell.AppendOutput(new DisplayOutput(Table(Claim("a", "undecided"), Claim("b", "holds"))));
        cell.AppendOutput(new ResultOutput(Table(Claim("a", "does not hold")), 1));

        IReadOnlyList<ClaimRecord> claims = ClaimRecord.Of(document, "01-x");

        Assert.Equal([("a", "does not hold", "01-x"), ("b", "holds", "01-x")], claims.Select(claim => (claim.Id, claim.Verdict, claim.Notebook)));
    }

    [Fact]
    public void ARunReplacesTheClaimsOfItsNotebooksAndKeepsTheOthers()
    {
        ClaimFiles.Update(folder, ["01-x", "02-y"], Read(Claim("a", "holds", "01-x"), Claim("b", "holds", "01-x"), Claim("c", "holds", "02-y")));

        ClaimFiles.Update(folder, ["01-x"], Read(Claim("a", "does not hold", "01-x")));

        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "claims.json")))!;
        Assert.Equal(["a does not hold", "c holds"], json.AsArray().Select(claim => $"{claim!["id"]} {claim["verdict"]}"));
        Assert.Contains("2 claims: 1 holds, 1 does not hold, 0 undecided", File.ReadAllText(Path.Combine(folder, "claims.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.5", "null", "2.5")]
    [InlineData("2.5", "[2, 3]", "2.5 [2, 3]")]
    [InlineData("[1, 2]", "[[0, 1.5], [1.5, 3]]", "1 [0, 1.5], 2 [1.5, 3]")]
    [InlineData("[1, 2]", "null", "1, 2")]
    [InlineData("[1, null]", "[[0, 1.5], null]", "1 [0, 1.5], –")]
    [InlineData("[null, null]", "null", "–, –")]
    [InlineData("null", "null", "–")]
    public void EveryMeasuredValueStandsBesideItsIntervalOrADashWhereThereIsNone(string measured, string interval, string expected)
    {
        JsonObject claim = Claim("a", "holds");
        (claim["measured"], claim["interval"]) = (JsonNode.Parse(measured), JsonNode.Parse(interval));
        Assert.Equal(expected, Read(claim).Single().Measured);
    }

    [Fact]
    public void AFileThatIsNoListOfClaimsIsNotOverwritten()
    {
        string path = Path.Combine(folder, "claims.json");
        File.WriteAllText(path, "<<<<<<< HEAD");

        var error = Assert.Throws<InvalidDataException>(() => ClaimFiles.Update(folder, [], []));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal("<<<<<<< HEAD", File.ReadAllText(path));
    }

    private static MimeBundle Table(params JsonNode[] claims) => new([KeyValuePair.Create(ClaimRecord.MimeType, (JsonNode)new JsonObject { ["claims"] = new JsonArray(claims) })]);

    private static IReadOnlyList<ClaimRecord> Read(params JsonNode[] claims) => ClaimRecord.Read(new JsonArray(claims));

    private static JsonObject Claim(string id, string verdict, string notebook = "") => new()
    {
        ["id"] = id,
        ["notebook"] = notebook,
        ["statement"] = "It | learns.",
        ["source"] = "the talk",
        ["published"] = 1,
        ["measured"] = 2,
        ["interval"] = null,
        ["rule"] = "equal",
        ["verdict"] = verdict,
    };
}

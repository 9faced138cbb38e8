using System.CommandLine;
using Workbench.Datasets;

namespace Workbench.Cli;

/// <summary>What the verbs that open a data set have in common.</summary>
internal sealed class DataArguments
{
    private readonly Option<Split> split = new("--split") { Description = "train, validation or test.", DefaultValueFactory = _ => Split.Train };
    private readonly Option<int?> size = new("--size") { Description = "Side of the pictures in pixels; by default the usual one of a drawn set, and files as they are." };
    private readonly Option<long> seed = new("--seed") { Description = "Another seed, other items of a drawn set." };
    private readonly Option<DatasetLayout?> layout = new("--layout") { Description = $"How the files lie, where looking does not tell: {string.Join(", ", Enum.GetNames<DatasetLayout>()).ToLowerInvariant()}." };
    private readonly Option<bool> reversed = new("--reversed") { Description = "Pairs the other way round: B to A." };

    public Argument<string> Name { get; } = new("name") { Description = "A drawn set, a known one (see `workbench data list`), or the path of a folder or archive." };

    public Command On(Command command)
    {
        command.Arguments.Add(Name);
        foreach (Option option in new Option[] { split, size, seed, layout, reversed })
        {
            command.Options.Add(option);
        }

        return command;
    }

    public IDataset Open(ParseResult parsed, Split? other = null) => DatasetCatalog.Open(
        parsed.GetValue(Name)!,
        new DatasetOptions
        {
            Split = other ?? parsed.GetValue(split),
            Size = parsed.GetValue(size) is not { } side || side >= 1 ? parsed.GetValue(size) : throw new UsageException($"--size {side}: the side of a picture is at least 1."),
            Seed = parsed.GetValue(seed),
            Layout = parsed.GetValue(layout),
            Reversed = parsed.GetValue(reversed),
        });

    /// <summary>Whether the split was asked for by name.</summary>
    public bool NamesSplit(ParseResult parsed) => parsed.GetResult(split) is { Implicit: false };

    public Split SplitOf(ParseResult parsed) => parsed.GetValue(split);
}

using System.CommandLine;
using Workbench.Models;
using Workbench.Weights;

namespace Workbench.Cli;

/// <summary>The arguments that the verbs of <c>workbench model</c> share.</summary>
internal static class ModelArguments
{
    public static Argument<string> Name() => new("name") { Description = "A network, as `workbench model list` names it." };

    public static Option<string[]> Settings() => new("--set")
    {
        Description = "Sets an option of the network; may be repeated.",
        HelpName = "option=value",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<int?> Size() => new("--size") { Description = "The side of the input in pixels. Default: the paper's." };

    public static Option<string[]> Map() => new("--map")
    {
        Description = "Renames the beginning of keys, file to network: `module.=` drops it. May be repeated.",
        HelpName = "from=to",
    };

    public static Option<string?> Under() => new("--under")
    {
        Description = "Takes only what a training checkpoint holds under this entry: `state_dict`.",
        HelpName = "entry",
    };

    /// <summary>Reads a weight file, or the part of it under an entry.</summary>
    public static IReadOnlyDictionary<string, Tensor> Read(string path, string? under)
    {
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(path);
        return under is null ? tensors : StateDict.Under(tensors, under);
    }

    /// <exception cref="ArgumentException">There is no such network or option, or a value does not fit.</exception>
    public static CatalogModel Build(string name, string[] settings, int? size)
    {
        if (size <= 0)
        {
            throw new UsageException($"--size {size}: the side of a picture is at least 1.");
        }

        Dictionary<string, string> values = [];
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"--set {setting}: write --set option=value.");
            }

            values[setting[..equals].Trim()] = setting[(equals + 1)..].Trim();
        }

        return ModelCatalog.Find(name).Create(values, size);
    }

    public static PrefixRename[] Renames(string[] maps) => [.. maps.Select(PrefixRename.Parse)];
}

using System.Text.Json;
using Workbench.Models;
using Workbench.Testing;
using Workbench.Weights;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>
/// One folder of reference outputs: <c>info.json</c>, <c>weights.safetensors</c>, <c>io.safetensors</c>. Nothing here knows a folder's name,
/// so any other set with this layout runs through the same tests.
/// </summary>
internal sealed class ParityCase : IDisposable
{
    /// <summary>The variable that names further folders to look through, separated as in PATH.</summary>
    public const string Variable = "WORKBENCH_PARITY";

    private readonly JsonDocument info;
    private readonly Keys keys;

    private ParityCase(string folder)
    {
        Folder = folder;
        info = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "info.json")));
        string model = Info.GetProperty("model").GetString()!;
        Dictionary<string, string> config = Info.GetProperty("config").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        Model = Reference.Build(model, config);
        UpsamplesOutput = config.GetValueOrDefault("output_upsampled_to_input") == "True";
        keys = Reference.KeysOf(model);
        IO = Safetensors.Read(Path.Combine(folder, "io.safetensors"));
        Weights = Safetensors.Read(Path.Combine(folder, "weights.safetensors"));
        Load(Weights);
    }

    public string Folder { get; }

    public JsonElement Info => info.RootElement;

    public CatalogModel Model { get; }

    public IReadOnlyDictionary<string, Tensor> IO { get; }

    public IReadOnlyDictionary<string, Tensor> Weights { get; }

    public uint Seed => Info.GetProperty("seed").GetUInt32();

    /// <summary>Outputs of a mode, <c>output</c> and maybe <c>output1</c>, that the reference has.</summary>
    public string[] Outputs(string mode) =>
        [.. new[] { "output", "output1" }.Where(name => Info.GetProperty("outputs_float64").TryGetProperty($"{name}_{mode}", out _))];

    private bool UpsamplesOutput { get; }

    /// <summary>Folders under the reference outputs and under <see cref="Variable"/>, as rows of a theory; one empty row where there are none.</summary>
    /// <param name="has">Keeps only the folders that hold what a test compares with; all if null.</param>
    public static IEnumerable<TheoryDataRow<string>> Rows(Func<string, bool>? has = null)
    {
        has ??= _ => true;
        string? shared = SharedData.FindFixture("");
        IEnumerable<string> own = shared is null ? [] : Find(shared).Where(has).Select(folder => Path.GetRelativePath(shared, folder));
        IEnumerable<string> further = (Environment.GetEnvironmentVariable(Variable) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(root => Find(Path.GetFullPath(root))).Where(has);
        string[] all = [.. own, .. further];
        return (all.Length == 0 ? [""] : all).Select(folder => new TheoryDataRow<string>(folder));
    }

    public static ParityCase Open(string row)
    {
        Assert.SkipWhen(row.Length == 0, "needs ../shared/fixtures, which is not here");
        return new(Path.IsPathRooted(row) ? row : SharedData.Fixture(row));
    }

    /// <summary>Puts weights with the reference's keys into the network.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> weights) => StateDict.Load(
        Model.Network, weights.ToDictionary(pair => keys.OwnKey(pair.Key), pair => pair.Value));

    /// <summary>Whether the keys, and so their order, are the same.</summary>
    public bool KeysAreTheSame => keys.AreTheSame;

    /// <summary>The reference's name of one of the network's parameters or buffers.</summary>
    public string ReferenceKey(string own) => keys.ReferenceKey(own);

    /// <summary>The inputs in the order of the call, of a type.</summary>
    public Dictionary<string, Tensor> Inputs(ScalarType type, bool requiresGradient = false) => Info.GetProperty("inputs").EnumerateObject()
        .ToDictionary(input => input.Name, input => IO[input.Name].to(type).detach().clone().requires_grad_(requiresGradient));

    /// <summary>Whether the reference wrote its weights in PyTorch's own format too.</summary>
    public static bool HasPyTorchFile(string folder) => File.Exists(Path.Combine(folder, "weights.pth"));

    /// <summary>Whether the reference was run in train mode: with dropout it could not be.</summary>
    public static bool HasTrainMode(string folder)
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "info.json")));
        return info.RootElement.GetProperty("outputs_float64").TryGetProperty("output_train", out _);
    }

    /// <summary>Runs the network as the reference was run.</summary>
    public Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        // The reference names inputs after its own arguments; the catalogue's come in the same order.
        var named = inputs.Values.Zip(Model.Inputs).ToDictionary(pair => pair.Second.Name, pair => pair.First);
        var outputs = Model.Run(named).ToDictionary();
        if (UpsamplesOutput)
        {
            outputs["output"] = nn.functional.interpolate(outputs["output"], scale_factor: [2, 2], mode: InterpolationMode.Nearest);
        }

        return outputs;
    }

    public void Dispose()
    {
        info.Dispose();
        Model.Dispose();
    }

    private static IEnumerable<string> Find(string root) => Directory.EnumerateFiles(root, "weights.safetensors", SearchOption.AllDirectories)
        .Select(file => Path.GetDirectoryName(file)!)
        .Where(folder => File.Exists(Path.Combine(folder, "info.json")) && File.Exists(Path.Combine(folder, "io.safetensors")))
        .Order(StringComparer.Ordinal);
}

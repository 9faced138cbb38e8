using System.CommandLine;
using System.Globalization;
using Workbench.Models;
using Workbench.Weights;

namespace Workbench.Cli;

/// <summary><c>workbench model run</c>: a network with given weights on a picture or on tensors.</summary>
internal static class ModelRunCommand
{
    public static Command Create()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string> weights = new("--weights") { Description = "Its weights: .safetensors, .pth, .npz.", Required = true, HelpName = "file" };
        Option<string> input = new("--input") { Description = "A picture, or tensors by the names of the network's inputs (.safetensors, .npz, .npy).", Required = true, HelpName = "file" };
        Option<string?> output = new("--output") { Description = "A picture, or .safetensors for all outputs by name. Default: prints what came out.", HelpName = "file" };
        Option<string[]> settings = ModelArguments.Settings();
        Option<int?> size = new("--size") { Description = "Resizes the picture to this side first. Default: as it is." };
        Option<string[]> map = ModelArguments.Map();
        Option<string?> under = ModelArguments.Under();
        Option<bool> convert = new("--convert-types") { Description = "Converts weights of another number type, such as half precision, to the network's." };
        Command command = new("run", "Runs a network in evaluation mode.") { name, weights, input, output, settings, size, map, under, convert };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            using CatalogModel model = ModelArguments.Build(parsed.GetValue(name)!, parsed.GetValue(settings) ?? [], null);
            StateDict.Load(model.Network, ModelArguments.Read(parsed.GetValue(weights)!, parsed.GetValue(under)), new()
            {
                Map = ModelArguments.Renames(parsed.GetValue(map) ?? []),
                ConvertTypes = parsed.GetValue(convert),
            });
            Run(model, parsed.GetValue(input)!, parsed.GetValue(output), parsed.GetValue(size));
            return ExitCode.Success;
        }));
        return command;
    }

    private static void Run(CatalogModel model, string input, string? output, int? size)
    {
        model.Network.eval();
        using IDisposable quiet = torch.no_grad();
        bool writesPicture = output is not null && Path.GetExtension(output).ToUpperInvariant() is not ".SAFETENSORS";
        if (writesPicture)
        {
            ModelPicture.Translate(model, input, size, output!);
            return;
        }

        IReadOnlyDictionary<string, Tensor> outputs = model.Run(IsTensors(input) ? Inputs(model, input) : ModelPicture.Inputs(model, input, size));
        if (output is not null)
        {
            Safetensors.Write(output, outputs);
        }

        foreach ((string name, Tensor tensor) in outputs)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} [{string.Join(", ", tensor.shape)}]: mean {tensor.mean().item<float>():G6}, min {tensor.min().item<float>():G6}, max {tensor.max().item<float>():G6}"));
        }
    }

    private static bool IsTensors(string path) => Path.GetExtension(path).ToUpperInvariant() is ".SAFETENSORS" or ".NPZ" or ".NPY";

    /// <summary>The tensors of a file that the network takes; a single unnamed one is the single input.</summary>
    private static Dictionary<string, Tensor> Inputs(CatalogModel model, string path)
    {
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(path);
        Dictionary<string, Tensor> inputs = model.Inputs.Where(input => tensors.ContainsKey(input.Name)).ToDictionary(input => input.Name, input => tensors[input.Name]);
        ModelInput[] required = [.. model.Inputs.Where(input => input.Required)];
        if (inputs.Count == 0 && tensors.Count == 1 && required is [ModelInput only])
        {
            inputs[only.Name] = tensors.Values.First();
        }

        string[] missing = [.. required.Select(input => input.Name).Where(name => !inputs.ContainsKey(name))];
        return missing.Length == 0
            ? inputs
            : throw new UsageException($"{path}: {model.Name} takes {string.Join(", ", model.Inputs.Select(i => i.Name))}, and the file has {string.Join(", ", tensors.Keys)}.");
    }
}

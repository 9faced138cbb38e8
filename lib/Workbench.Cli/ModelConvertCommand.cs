using System.CommandLine;
using Workbench.Weights;

namespace Workbench.Cli;

/// <summary><c>workbench model convert</c>: any weight file that can be read, as <c>.safetensors</c>.</summary>
internal static class ModelConvertCommand
{
    public static Command Create()
    {
        Argument<string> input = new("in") { Description = "A .pth (zip or older), .safetensors, .npy or .npz file." };
        Argument<string> output = new("out") { Description = "The .safetensors file to write." };
        Option<string[]> map = ModelArguments.Map();
        Option<string?> under = ModelArguments.Under();
        Command command = new("convert", "Converts a weight file to .safetensors.") { input, output, map, under };
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            (string from, string to) = (parsed.GetValue(input)!, parsed.GetValue(output)!);
            if (!to.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            {
                throw new UsageException($"{to}: weights are written as .safetensors; name the file so.");
            }

            OrderedDictionary<string, Tensor> tensors = StateDict.Rename(ModelArguments.Read(from, parsed.GetValue(under)), ModelArguments.Renames(parsed.GetValue(map) ?? []));
            Safetensors.Write(to, tensors);
            Console.WriteLine($"{to}: {tensors.Count} tensors, {new FileInfo(to).Length:#,0} bytes");
            return ExitCode.Success;
        }));
        return command;
    }
}

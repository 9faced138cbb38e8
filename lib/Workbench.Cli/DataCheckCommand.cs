using System.CommandLine;
using System.Diagnostics;
using Workbench.Datasets;

namespace Workbench.Cli;

/// <summary><c>workbench data check</c>: reads every item once and names those that cannot be read.</summary>
internal static class DataCheckCommand
{
    private const int MostNamed = 50;

    public static Command Create()
    {
        DataArguments arguments = new();
        Option<bool> strict = new("--strict") { Description = "Ends with the first item that cannot be read." };
        Command command = arguments.On(new("check", "Reads every item once, counts sizes and classes, and names what is broken. All splits, unless --split names one.") { strict });
        command.SetAction(parsed => ModelCommand.Guarded(() =>
        {
            using StopOnCtrlC stop = new();
            int broken = 0;
            foreach (Split split in arguments.NamesSplit(parsed) ? [arguments.SplitOf(parsed)] : Enum.GetValues<Split>())
            {
                IDataset set = arguments.Open(parsed, split);
                using var files = set as IDisposable;
                broken += Check(set, split, parsed.GetValue(strict), stop.Token);
                if (stop.Token.IsCancellationRequested)
                {
                    return ExitCode.Interrupted;
                }
            }

            return broken == 0 ? ExitCode.Success : ExitCode.Failure;
        }));
        return command;
    }

    private static int Check(IDataset set, Split split, bool strict, CancellationToken stop)
    {
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan said = TimeSpan.Zero;
        SortedDictionary<string, int> shapes = new(StringComparer.Ordinal);
        long[] classes = new long[set.ClassNames.Count];
        OrderedDictionary<string, string> broken = [];
        long read = 0;
        bool pixels = false;
        for (; read < set.Count && !stop.IsCancellationRequested; read++)
        {
            using var scope = torch.NewDisposeScope();
            try
            {
                Sample sample = set.Item(read);
                string shape = string.Join(" and ", sample.Tensors.Where(tensor => tensor.dim() > 0).Select(tensor => string.Join('×', tensor.shape)));
                shapes[shape] = shapes.GetValueOrDefault(shape) + 1;
                if (sample is LabelledImage labelled)
                {
                    classes[labelled.Label.item<long>()]++;
                }
                else if (sample is SegmentedImage segmented)
                {
                    pixels = true;
                    foreach (long label in segmented.Labels.reshape(-1).data<long>().Where(label => label >= 0 && label < classes.Length))
                    {
                        classes[label]++;
                    }
                }
            }
            catch (DatasetException error) when (!strict)
            {
                broken.TryAdd(error.File ?? set.ItemName(read), error.Message); // a picture of an unpaired set comes with many partners
            }

            if (watch.Elapsed - said > TimeSpan.FromSeconds(2))
            {
                said = watch.Elapsed;
                Console.Error.WriteLine($"  {read + 1:N0} of {set.Count:N0}, {(set.Count - read - 1) / ((read + 1) / watch.Elapsed.TotalSeconds):0} s left");
            }
        }

        Console.WriteLine($"{set.Name}, {split.ToString().ToLowerInvariant()}: {read:N0} items{(read < set.Count ? $" of {set.Count:N0}" : "")}, {DatasetCatalog.KindOf(set)}, {broken.Count:N0} broken");
        foreach ((string shape, int count) in shapes)
        {
            Console.WriteLine($"  {count,8:N0} of {shape}");
        }

        foreach ((string name, long count) in set.ClassNames.Zip(classes).Where(pair => classes.Any(count => count > 0)))
        {
            Console.WriteLine(pixels ? $"  {(double)count / classes.Sum(),8:P1} of the pixels {name}" : $"  {count,8:N0} {name}");
        }

        foreach (string message in broken.Values.Take(MostNamed))
        {
            Console.Error.WriteLine(message);
        }

        if (broken.Count > MostNamed)
        {
            Console.Error.WriteLine($"… and {broken.Count - MostNamed:N0} more.");
        }

        return broken.Count;
    }
}

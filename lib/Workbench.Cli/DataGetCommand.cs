using System.CommandLine;
using System.Diagnostics;
using Workbench.Datasets;
using Workbench.Datasets.Download;

namespace Workbench.Cli;

/// <summary><c>workbench data get</c>: downloads a public data set, or goes on with it.</summary>
internal static class DataGetCommand
{
    public static Command Create()
    {
        Argument<string> name = new("name") { Description = "A public data set of `workbench data list`." };
        Command command = new("get", "Downloads a public data set, goes on with one that broke off, and checks what came. It is read from its archive, unpacked nowhere.") { name };
        command.SetAction(parsed => ModelCommand.Guarded(() => Get(parsed.GetValue(name)!)));
        return command;
    }

    private static int Get(string name)
    {
        if (DrawnSets.Find(name) is not null)
        {
            throw new UsageException($"{name} is drawn by the library itself; there is nothing to get.");
        }

        Manifest manifest = DatasetCatalog.Manifests.FirstOrDefault(one => one.Name == name)
            ?? throw new UsageException($"No public data set is called '{name}'. There are {string.Join(", ", DatasetCatalog.Manifests.Select(one => one.Name))}.");
        if (manifest.Files.Count == 0)
        {
            throw new UsageException($"{name} is handed out by its makers only{(manifest.Home is { } home ? $": see {home}" : "")}. Put it into {Path.Combine(DatasetCatalog.Cache, name)}, or give its path instead of its name.");
        }

        Console.WriteLine($"{name}: {manifest.What}\nCite: {manifest.Citation}\nTerms: {manifest.Licence}");
        string folder = Path.Combine(DatasetCatalog.Cache, name);
        using StopOnCtrlC stop = new();
        using HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };
        Downloader downloader = new(client);
        try
        {
            foreach (RemoteFile file in manifest.Files)
            {
                DownloadLine line = new();
                string path = downloader.GetAsync(file, folder, line, stop.Token).GetAwaiter().GetResult();
                line.End(path);
            }
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine($"Stopped. What has arrived is kept: `workbench data get {name}` goes on from there.");
            return ExitCode.Interrupted;
        }

        IDataset set = DatasetCatalog.Open(name);
        using var files = set as IDisposable;
        Console.WriteLine($"{set}: {DatasetCatalog.KindOf(set)}");
        return ExitCode.Success;
    }

    /// <summary>Tells how far a file is, twice a second on a terminal and every ten seconds elsewhere.</summary>
    private sealed class DownloadLine : IProgress<DownloadProgress>
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private readonly TimeSpan beat = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(0.5);
        private TimeSpan said;
        private long? start;

        public void Report(DownloadProgress value)
        {
            start ??= value.Received;
            if (watch.Elapsed - said < beat)
            {
                return;
            }

            said = watch.Elapsed;
            double rate = (value.Received - start.Value) / watch.Elapsed.TotalSeconds;
            string left = value.Total is { } total && rate > 0 ? $", {TimeSpan.FromSeconds((total - value.Received) / rate):h\\:mm\\:ss} left" : "";
            string of = value.Total is { } all ? $" of {all / 1e6:N1}" : "";
            Console.Error.Write($"{(Console.IsErrorRedirected ? "" : "\r")}  {value.File}  {value.Received / 1e6:N1}{of} MB, {rate / 1e6:N1} MB/s{left}   {(Console.IsErrorRedirected ? "\n" : "")}");
        }

        public void End(string path) => Console.Error.WriteLine($"{(Console.IsErrorRedirected ? "" : "\r")}  {path}  {new FileInfo(path).Length:N0} bytes in {watch.Elapsed.TotalSeconds:0} s          ");
    }
}

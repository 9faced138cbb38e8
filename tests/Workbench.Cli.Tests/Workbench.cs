using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Workbench.Cli.Tests;

/// <summary>A folder of notebooks, and the command that is run there as a user would: as a process.</summary>
internal sealed class Workbench : IDisposable
{
    public static readonly string Command = typeof(Workbench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "WorkbenchCommand").Value!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("workbench-").FullName;

    public Workbench() => Directory.CreateDirectory(Path.Combine(Folder, "notebooks"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes <c>notebooks/NAME.ipynb</c> of code cells; a cell's tags stand before it as <c>[tag]</c>.</summary>
    public string Notebook(string name, params string[] cells)
    {
        IEnumerable<JsonNode> nodes = cells.Select((cell, i) =>
        {
            int end = cell.StartsWith('[') ? cell.IndexOf(']', StringComparison.Ordinal) : 0;
            return (JsonNode)new JsonObject
            {
                ["cell_type"] = "code",
                ["id"] = $"cell-{i}",
                ["execution_count"] = null,
                ["outputs"] = new JsonArray(),
                ["metadata"] = end > 0 ? new JsonObject { ["tags"] = new JsonArray(cell[1..end]) } : new JsonObject(),
                ["source"] = end > 0 ? cell[(end + 1)..] : cell,
            };
        });
        var json = new JsonObject { ["cells"] = new JsonArray([.. nodes]), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5 };
        string path = PathOf("notebooks", name + ".ipynb");
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }

    /// <summary>Runs the command to its end.</summary>
    public Task<Finished> RunAsync(params string[] arguments) => RunAsync(TimeSpan.FromMinutes(2), arguments);

    /// <summary>Runs the command to its end, and fails if that takes longer than <paramref name="patience"/>.</summary>
    public async Task<Finished> RunAsync(TimeSpan patience, params string[] arguments)
    {
        using Process process = Start(arguments);
        return await FinishAsync(process, patience);
    }

    /// <summary>Environment variables that the command is to see beside those of the test.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Starts the command in the folder.</summary>
    public Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Command, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process and takes what it wrote.</summary>
    public static async Task<Finished> FinishAsync(Process process, TimeSpan? patience = null)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using var end = new CancellationTokenSource(patience ?? TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(end.Token);
        return new Finished(process.ExitCode, await output, await error);
    }

    /// <summary>The outputs of a cell of the executed copy, as JSON text.</summary>
    public string Outputs(string name, int cell, string results = "results") =>
        JsonNode.Parse(File.ReadAllText(PathOf(results, "executed", name + ".ipynb")))!["cells"]![cell]!["outputs"]!.ToJsonString();
}

/// <summary>What a process left behind.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Error">What it wrote to stderr.</param>
internal sealed record Finished(int Code, string Output, string Error);

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Workbench.Testing;

namespace Workbench.Cli.Tests;

/// <summary>
/// The notebooks of the book as `workbench run` leaves them. Each is executed once, however many tests look at it; where
/// <c>WORKBENCH_BOOK</c> names a results folder that the command has just filled, as in continuous integration, it is not executed again.
/// </summary>
internal static class Book
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ExecutedNotebook>>> Executed = new();

    /// <summary>A notebook with its outputs.</summary>
    /// <param name="name">Such as <c>05-vgg16</c>.</param>
    public static Task<ExecutedNotebook> ExecutedAsync(string name) => Executed.GetOrAdd(name, _ => new(() => ExecuteAsync(name))).Value;

    private static async Task<ExecutedNotebook> ExecuteAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_BOOK") is { Length: > 0 } results)
        {
            return new(Path.GetFullPath(results, SharedData.Repository), name);
        }

        Workbench workbench = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => workbench.Dispose();
        Finished run = await workbench.RunAsync(
            TimeSpan.FromMinutes(15), "run", Path.Combine(SharedData.Repository, "notebooks", $"{name}.ipynb"), "--out", "results");
        Assert.True(run.Code == 0, run.Error);
        return new(workbench.PathOf("results"), name);
    }
}

/// <summary>What a run of the book left of one notebook.</summary>
/// <param name="Results">The results folder.</param>
/// <param name="Name">The notebook's name.</param>
internal sealed record ExecutedNotebook(string Results, string Name)
{
    /// <summary>Its claims: identifier and verdict.</summary>
    public IReadOnlyDictionary<string, string> Verdicts { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Results, "claims.json")))!.AsArray()
        .Where(claim => (string?)claim!["notebook"] == Name).ToDictionary(claim => (string)claim!["id"]!, claim => (string)claim!["verdict"]!);

    /// <summary>The executed copy as text.</summary>
    public string Text { get; } = File.ReadAllText(Path.Combine(Results, "executed", $"{Name}.ipynb"));

    /// <summary>Whether it left this picture or table, such as <c>gallery/02-mlp-colours.png</c>.</summary>
    public bool Left(string file) => File.Exists(Path.Combine(Results, file));
}

using System.Diagnostics;
using Workbench.Notebooks;
using Workbench.Notebooks.Book;

namespace Workbench.Cli;

/// <summary>Executes notebooks one after another and writes what they leave behind.</summary>
internal sealed class BookRun(RunOptions options)
{
    /// <summary>Executes all notebooks; one that fails does not keep the next from running.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        Directory.CreateDirectory(Path.Combine(options.Out, "executed"));
        NotebookDocument[] documents = [.. options.Files.Select(NotebookDocument.Load)];
        Parameters.Inject(options, documents);
        using var progress = new RunProgress(new RemainingTime(options.Files.Select(Earlier).Zip(documents, SameParameters)));

        Task warmUp = WarmUp(documents);
        var outcomes = new List<NotebookOutcome>();
        for (int i = 0; i < documents.Length && !stop.IsCancellationRequested; i++)
        {
            outcomes.Add(await RunAsync(i, documents[i], progress, stop));
        }

        await warmUp;
        BookPublisher.Publish(options.Out, outcomes.Select(outcome => outcome.Document));
        ClaimRecord[] claims = [.. outcomes.SelectMany(ClaimsOf)];
        progress.Dispose();
        ClaimReport.Print(claims);
        int failed = outcomes.Count(outcome => !outcome.Succeeded);
        Console.WriteLine($"{outcomes.Count - failed} of {documents.Length} {(documents.Length == 1 ? "notebook" : "notebooks")} finished in {RunProgress.Text(clock.Elapsed)}. Results: {Path.GetRelativePath(Directory.GetCurrentDirectory(), options.Out)}");
        return stop.IsCancellationRequested ? ExitCode.Interrupted : failed > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    private async Task<NotebookOutcome> RunAsync(int index, NotebookDocument document, RunProgress progress, CancellationToken stop)
    {
        string file = options.Files[index], name = NotebookFiles.Name(file), copy = options.ExecutedCopy(file);
        progress.Start(index, name);
        ExecutionRecord.SetFolder(document, Path.GetRelativePath(Path.GetDirectoryName(copy)!, Path.GetDirectoryName(file)!));
        var runner = new NotebookRunner { CellTimeout = options.CellTimeout, Progress = progress, Checkpoint = SaveNowAndThen(copy) };
        NotebookOutcome outcome;
        try
        {
            outcome = await runner.RunAsync(document, () => KernelLaunch.Start(file, options.Out), stop);
        }
        finally
        {
            document.Save(copy);
        }

        // At once, so that a later notebook can read what this one found.
        ClaimFiles.Update(options.Out, outcome.Succeeded ? [name] : [], ClaimsOf(outcome));
        if (outcome.Succeeded)
        {
            progress.Say($"{name}: finished in {RunProgress.Text(outcome.Elapsed)}");
        }
        else
        {
            progress.Complain(Failure.Describe(name, outcome));
        }

        return outcome;
    }

    private static IReadOnlyList<ClaimRecord> ClaimsOf(NotebookOutcome outcome) => ClaimRecord.Of(outcome.Document, NotebookFiles.Name(outcome.Document.Name));

    /// <summary>The first kernel takes a moment to start: time enough to load what writes the book.</summary>
    private static Task WarmUp(NotebookDocument[] documents)
    {
        var copy = NotebookDocument.Parse(documents[0].ToJson(), "warm-up");
        return Task.Run(() => HtmlBook.WarmUp(copy));
    }

    /// <summary>A crash of this very process or of the machine costs at most a cell and a few seconds.</summary>
    private static Action<NotebookDocument> SaveNowAndThen(string path)
    {
        var since = Stopwatch.StartNew();
        return document =>
        {
            if (since.Elapsed > TimeSpan.FromSeconds(5))
            {
                document.Save(path);
                since.Restart();
            }
        };
    }

    private NotebookDocument? Earlier(string file)
    {
        try
        {
            string copy = options.ExecutedCopy(file);
            return File.Exists(copy) ? NotebookDocument.Load(copy) : null;
        }
        catch (NotebookFormatException)
        {
            return null; // it will be written anew
        }
    }

    private static NotebookDocument? SameParameters(NotebookDocument? earlier, NotebookDocument now) =>
        earlier is not null && ExecutionRecord.ParametersOf(earlier).OrderBy(p => p.Key).SequenceEqual(ExecutionRecord.ParametersOf(now).OrderBy(p => p.Key)) ? earlier : null;
}

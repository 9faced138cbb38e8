using System.Diagnostics;

namespace Workbench.Notebooks;

/// <summary>Executes a notebook from top to bottom in a process of its own, so that nothing a cell does can end the program that runs it.</summary>
/// <remarks>
/// The first cell that fails ends the notebook, unless it is tagged <c>raises-exception</c>; cells tagged <c>skip-execution</c> are left out.
/// Whatever a notebook produced until its end stays in its document.
/// </remarks>
public sealed class NotebookRunner
{
    /// <summary>The tag of a cell that may end in an error.</summary>
    public const string RaisesException = "raises-exception";

    /// <summary>The tag of a cell that is not executed.</summary>
    public const string SkipExecution = "skip-execution";

    /// <summary>How long a cell that was asked to stop may take before its process is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a cell may take; null for as long as it likes.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Is told when a cell starts and ends.</summary>
    public IProgress<CellProgress>? Progress { get; init; }

    /// <summary>Is called between cells, with the outputs so far in the document: the place to save them.</summary>
    public Action<NotebookDocument>? Checkpoint { get; init; }

    /// <summary>Executes the code cells in order.</summary>
    /// <param name="document">The notebook. Its outputs are replaced, and its metadata say when and how it was executed.</param>
    /// <param name="kernel">Starts the process; called once, and disposed at the end.</param>
    /// <param name="stop">Interrupts the running cell and ends the notebook there.</param>
    /// <returns>How it ended; a failing cell or a crash is an outcome, not an exception.</returns>
    public async Task<NotebookOutcome> RunAsync(NotebookDocument document, Func<KernelProcess> kernel, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(kernel);
        var record = new ExecutionRecord(document);
        var clock = Stopwatch.StartNew();
        foreach (NotebookCell cell in document.Cells)
        {
            cell.ClearOutputs();
        }

        NotebookOutcome outcome;
        try
        {
            await using KernelProcess process = kernel();
            outcome = await ExecuteCellsAsync(document, process, stop).ConfigureAwait(false);
        }
        catch (KernelDiedException death)
        {
            outcome = new NotebookOutcome(document, NotebookState.KernelDied, default, null, death.Message); // it never started
        }

        outcome = outcome with { Elapsed = clock.Elapsed };
        record.End(outcome);
        return outcome;
    }

    private async Task<NotebookOutcome> ExecuteCellsAsync(NotebookDocument document, KernelProcess kernel, CancellationToken stop)
    {
        NotebookCell[] cells = [.. document.Cells.Where(c => c.Kind == CellKind.Code && c.Source.Trim().Length > 0 && !c.Tags.Contains(SkipExecution))];
        for (int i = 0; i < cells.Length; i++)
        {
            NotebookCell cell = cells[i];
            int place = document.Cells.TakeWhile(c => c != cell).Count() + 1;
            if (stop.IsCancellationRequested)
            {
                return new NotebookOutcome(document, NotebookState.Interrupted, default, place, "stopped before this cell");
            }

            var progress = new CellProgress(cell, i + 1, cells.Length);
            Progress?.Report(progress);
            DateTimeOffset start = DateTimeOffset.UtcNow;
            var clock = Stopwatch.StartNew();
            (NotebookState state, string? reason) = await ExecuteAsync(document, cell, kernel, stop).ConfigureAwait(false);
            ExecutionRecord.Cell(cell, start, clock.Elapsed);
            Progress?.Report(progress with { Took = clock.Elapsed });
            if (state != NotebookState.Finished)
            {
                return new NotebookOutcome(document, state, default, place, reason);
            }

            if (i < cells.Length - 1)
            {
                Checkpoint?.Invoke(document);
            }
        }

        return new NotebookOutcome(document, NotebookState.Finished, default);
    }

    private async Task<(NotebookState State, string? Reason)> ExecuteAsync(
        NotebookDocument document, NotebookCell cell, KernelProcess kernel, CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (CellTimeout is { } timeout)
        {
            enough.CancelAfter(timeout);
        }

        bool clearNext = false;
        void Take(KernelEvent happened)
        {
            if (happened is OutputsCleared { Wait: true })
            {
                clearNext = true;
                return;
            }

            if (clearNext && happened is OutputProduced)
            {
                clearNext = false;
                cell.ClearOutputs();
            }

            Apply(document, cell, happened);
        }

        try
        {
            Task<CellOutcome> execution = kernel.ExecuteAsync(cell.Source, Take, enough.Token);
            await Task.WhenAny(execution, Asked(enough.Token)).ConfigureAwait(false);
            if (!execution.IsCompleted && await Task.WhenAny(execution, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false) != execution)
            {
                kernel.Kill();
            }

            CellOutcome outcome = await execution.ConfigureAwait(false);
            cell.ExecutionCount = outcome.ExecutionCount;
            return outcome.Interrupted || (enough.IsCancellationRequested && !outcome.Succeeded) ? Stopped(cell, stop)
                : outcome.Succeeded || cell.Tags.Contains(RaisesException) ? (NotebookState.Finished, null)
                : (NotebookState.CellFailed, $"{outcome.Error!.Name}: {outcome.Error.Value}");
        }
        catch (KernelDiedException) when (enough.IsCancellationRequested)
        {
            return Stopped(cell, stop);
        }
        catch (KernelDiedException death)
        {
            cell.AppendOutput(new ErrorOutput("KernelDied", death.Message, [death.Message]));
            return (NotebookState.KernelDied, death.Message);
        }
    }

    private (NotebookState State, string Reason) Stopped(NotebookCell cell, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return (NotebookState.Interrupted, "stopped by the user");
        }

        string reason = $"the cell took longer than the {CellTimeout!.Value.TotalSeconds:0.###} s it may";
        cell.AppendOutput(new ErrorOutput("CellTimeout", reason, [$"CellTimeout: {reason}"]));
        return (NotebookState.TimedOut, reason);
    }

    private static void Apply(NotebookDocument document, NotebookCell cell, KernelEvent happened)
    {
        switch (happened)
        {
            case OutputProduced produced:
                cell.AppendOutput(produced.Output);
                break;
            case OutputsCleared:
                cell.ClearOutputs();
                break;
            case DisplayUpdated update:
                document.UpdateDisplay(update.DisplayId, update.Data);
                break;
        }
    }

    private static Task Asked(CancellationToken token)
    {
        var asked = new TaskCompletionSource();
        token.Register(asked.SetResult);
        return asked.Task;
    }
}

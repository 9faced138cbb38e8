using System.Collections.Concurrent;
using System.Runtime;

namespace Workbench.Notebooks;

/// <summary>
/// The thread a session's cells start on. It is always the same one, so that what a library keeps by thread (as libtorch does its
/// gradient mode) lasts from cell to cell, and it has room for deep recursion.
/// </summary>
internal sealed class CellThread : IDisposable
{
    private const int StackBytes = 16 << 20;
    private readonly BlockingCollection<Action> work = [];

    public CellThread()
    {
        var thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "cells" };
        thread.Start();
    }

    /// <summary>Starts asynchronous work on the thread.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="abort">
    /// Breaks off what runs before the first <c>await</c> that has to wait, whatever it does. Native code is broken off when it returns.
    /// </param>
    /// <returns>The end of the work.</returns>
    public Task<T> RunAsync<T>(Func<Task<T>> start, CancellationToken abort)
    {
        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(
            () =>
            {
                try
                {
                    Task<T>? running = null;
#pragma warning disable SYSLIB0046 // The one way to stop a loop that asks nobody; made for notebooks, and used after the polite way failed.
                    ControlledExecution.Run(() => running = start(), abort);
#pragma warning restore SYSLIB0046
                    started.SetResult(running!);
                }
                catch (Exception error)
                {
                    started.SetException(error);
                }
            },
            CancellationToken.None);
        return started.Task.Unwrap();
    }

    public void Dispose() => work.CompleteAdding();

    private void Loop()
    {
        foreach (Action item in work.GetConsumingEnumerable())
        {
            item();
        }
    }
}

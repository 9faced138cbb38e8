using System.Collections.Concurrent;
using System.Runtime;

namespace Workbench.Notebooks;

/// <summary>
/// The thread a session's cells start on. It is always the same one, so that what a library keeps by thread (as libtorch does its
/// gradient mode) lasts from cell to cell, and it has room for deep recursion. Only after a cell was broken off it is another.
/// </summary>
/// <remarks>
/// .NET 10 stops a thread by a signal, and a thread that was broken off in its handler never hears that signal again, nor does a thread that
/// it starts: its next loop without calls could not be broken off, and would keep garbage from being collected, for good.
/// </remarks>
internal sealed class CellThread : IDisposable
{
    private const int StackBytes = 16 << 20;
    private readonly BlockingCollection<Func<bool>> work = [];
    private volatile bool hasThread;

    /// <summary>Starts asynchronous work on the thread.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="abort">
    /// Breaks off what runs before the first <c>await</c> that has to wait, whatever it does. Native code is broken off when it returns.
    /// </param>
    /// <returns>The end of the work.</returns>
    public Task<T> RunAsync<T>(Func<Task<T>> start, CancellationToken abort)
    {
        if (!hasThread)
        {
            hasThread = true;
            new Thread(Loop, StackBytes) { IsBackground = true, Name = "cells" }.Start();
        }

        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(
            () =>
            {
                Task<T>? running = null;
                Exception? failure = null;
                try
                {
#pragma warning disable SYSLIB0046 // The one way to stop a loop that asks nobody; made for notebooks, and used after the polite way failed.
                    ControlledExecution.Run(() => running = start(), abort);
#pragma warning restore SYSLIB0046
                }
                catch (Exception error)
                {
                    failure = error;
                }

                bool isWhole = !abort.IsCancellationRequested;
                hasThread = isWhole;
                if (failure is null)
                {
                    started.SetResult(running!);
                }
                else
                {
                    started.SetException(failure);
                }

                return isWhole;
            },
            CancellationToken.None);
        return started.Task.Unwrap();
    }

    public void Dispose() => work.CompleteAdding();

    private void Loop()
    {
        foreach (Func<bool> leavesTheThreadWhole in work.GetConsumingEnumerable())
        {
            if (!leavesTheThreadWhole())
            {
                return;
            }
        }
    }
}

using System.Runtime.ExceptionServices;

namespace Workbench.Training;

/// <summary>
/// Trainings beside each other. Networks as small as a lesson's gain nothing from a second core, so every core may as well train one of its own.
/// </summary>
public static class SideBySide
{
    /// <summary>
    /// Makes several things at once, each on a thread that gives libtorch the same number of threads, so that the results do not depend on
    /// which thread takes which, nor on the number of cores.
    /// </summary>
    /// <remarks>
    /// libtorch keeps its number of threads for each thread by itself, and adds up in another order when it changes. A thread of .NET's pool has
    /// the number of whoever used it last, which is why these are threads of their own. What they make must not draw from libtorch's one random
    /// generator, as dropout does: they would share it. When one cannot be made, those begun are finished and no other is begun.
    /// </remarks>
    /// <param name="count">How many.</param>
    /// <param name="make">Makes one of them, by its place in 0..count − 1.</param>
    /// <param name="threadsEach">libtorch's threads for each, 1 or more; as many are made at once as the caller's threads suffice for, but at least one.</param>
    /// <returns>All of them, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public static T[] Make<T>(int count, Func<int, T> make, int threadsEach = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(threadsEach, 1);
        ArgumentNullException.ThrowIfNull(make);
        T[] made = new T[count];
        ExceptionDispatchInfo? failure = null;
        int next = -1, threads = torch.get_num_threads();
        Thread[] makers = [.. Enumerable.Range(0, Math.Clamp(threads / threadsEach, 1, Math.Max(1, count))).Select(_ => new Thread(MakeAll) { IsBackground = true })];
        try
        {
            Array.ForEach(makers, one => one.Start());
            Array.ForEach(makers, one => one.Join());
        }
        finally
        {
            torch.set_num_threads(threads); // libtorch gives every new thread the number that was set last
        }

        failure?.Throw();
        return made;

        void MakeAll()
        {
            torch.set_num_threads(threadsEach);
            int i;
            while (failure is null && (i = Interlocked.Increment(ref next)) < count)
            {
                try
                {
                    made[i] = make(i);
                }
                catch (Exception error)
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
                }
            }
        }
    }
}

using Workbench.Datasets;

namespace Workbench.Training;

/// <summary>
/// The losses since the last report. Values stay on their device until somebody asks, so that a step need not wait for them; when they are
/// read, the first that is no finite number is found, with its step and items.
/// </summary>
internal sealed class Meters : IDisposable
{
    private readonly List<(long Step, Losses Losses, IReadOnlyList<long> Items)> unread = [];

    /// <summary>Sums of the values read since the last report.</summary>
    public OrderedDictionary<string, double> Sums { get; } = [];

    /// <summary>How many are in the sums.</summary>
    public long Count { get; private set; }

    public void Add(long step, Losses losses, IReadOnlyList<long> items) => unread.Add((step, losses, items));

    public void Restore(IReadOnlyDictionary<string, double> sums, long count)
    {
        foreach ((string name, double sum) in sums)
        {
            Sums[name] = sum;
        }

        Count = count;
    }

    /// <summary>Brings all values over, and adds them up.</summary>
    /// <exception cref="TrainingException">One is NaN or infinite.</exception>
    public void Read(IDataset data)
    {
        try
        {
            foreach ((long step, Losses losses, IReadOnlyList<long> items) in unread)
            {
                foreach ((string name, Tensor tensor) in losses)
                {
                    double value = tensor.to(torch.float64).item<double>();
                    Sums[name] = double.IsFinite(value)
                        ? Sums.GetValueOrDefault(name) + value
                        : throw new TrainingException(
                            $"In step {step + 1} the loss {name} became {(double.IsNaN(value) ? "NaN" : "infinite")}, with {string.Join(", ", items.Select(data.ItemName))}. A lower learningRate or a clipNorm may help; the last checkpoint is from before.");
                }

                Count++;
            }
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>The means since the last report, after which counting begins anew.</summary>
    public OrderedDictionary<string, double> TakeMeans()
    {
        OrderedDictionary<string, double> means = [];
        foreach ((string name, double sum) in Sums)
        {
            means[name] = sum / Count;
        }

        Sums.Clear();
        Count = 0;
        return means;
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        foreach ((_, Losses losses, _) in unread)
        {
            foreach (Tensor tensor in losses.Values)
            {
                tensor.Dispose();
            }
        }

        unread.Clear();
    }
}

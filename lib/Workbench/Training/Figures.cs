using Workbench.Evaluation;

namespace Workbench.Training;

/// <summary>What was measured on unseen items: figures by name, in the order in which they are shown. Those over items know their 95 % interval.</summary>
public sealed class Figures : OrderedDictionary<string, double>
{
    // Only reports ask for intervals, and validations come after each epoch: they are worked out when asked for.
    private readonly Dictionary<string, Func<Measurement>> intervals = [];
    private readonly OrderedDictionary<string, Func<Measurement>> details = [];

    /// <summary>A mean over items.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="items">The figure of each item.</param>
    public void Mean(string name, IReadOnlyList<double> items)
    {
        Add(name, items.Average());
        intervals[name] = () => items.Count > 1 && items.All(double.IsFinite) ? Bootstrap.Mean(items) : items.Average();
    }

    /// <summary>A figure whose interval is known by other means.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The figure.</param>
    /// <param name="measured">Gives it with its interval.</param>
    public void Add(string name, double value, Func<Measurement> measured)
    {
        Add(name, value);
        intervals[name] = measured;
    }

    /// <summary>A figure of which there may be many, such as one for each class: only <see cref="Report"/> asks for it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="measured">Gives it with its interval.</param>
    public void Detail(string name, Func<Measurement> measured) => details.Add(name, measured);

    /// <summary>All figures with their intervals, then the details.</summary>
    /// <returns>By name, in the order in which they are shown.</returns>
    public OrderedDictionary<string, Measurement> Report() =>
        new([.. Keys.Select(name => KeyValuePair.Create(name, Measured(name))), .. details.Select(detail => KeyValuePair.Create(detail.Key, detail.Value()))]);

    /// <summary>A figure with its interval over items.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Without an interval for what is no mean, such as a Fréchet distance.</returns>
    /// <exception cref="KeyNotFoundException">There is no such figure.</exception>
    public Measurement Measured(string name) => intervals.TryGetValue(name, out Func<Measurement>? measured) ? measured() : this[name];
}

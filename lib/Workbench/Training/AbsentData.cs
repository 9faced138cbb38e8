using Workbench.Datasets;

namespace Workbench.Training;

/// <summary>The data that a model was trained on, where only its classes are known: enough for networks that are not trained further.</summary>
/// <typeparam name="T">What the data held.</typeparam>
/// <param name="name">What it was called.</param>
/// <param name="classNames">What its labels stood for.</param>
internal sealed class AbsentData<T>(string name, IReadOnlyList<string> classNames) : IDataset<T>
    where T : Sample
{
    public string Name => name;

    public long Count => 0;

    public IReadOnlyList<string> ClassNames => classNames;

    public string ItemName(long index) => throw Absent();

    public T Item(long index) => throw Absent();

    Sample IDataset.Item(long index) => Item(index);

    private DatasetException Absent() => new($"This needs the data that the model learned from, {name}.");
}

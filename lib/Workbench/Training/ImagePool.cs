namespace Workbench.Training;

/// <summary>
/// Generated pictures of earlier steps (Shrivastava et al. 2017), so that the discriminator does not forget them: until the pool is full,
/// pictures go in and out at once; then each new one either passes through or, half of the time, takes the place of an old one, which comes
/// out instead. 50 in CycleGAN.
/// </summary>
public sealed class ImagePool : IDisposable
{
    private readonly List<Tensor> stored = [];
    private readonly int size;

    /// <summary>An empty pool.</summary>
    /// <param name="size">Pictures that it holds; 0 for one that lets everything pass.</param>
    public ImagePool(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        this.size = size;
    }

    /// <summary>The pictures in it.</summary>
    public IReadOnlyList<Tensor> Stored => stored;

    /// <summary>Puts pictures in and takes as many out.</summary>
    /// <param name="images">[N, …].</param>
    /// <param name="uniform">A random number of 0..1.</param>
    /// <param name="below">A random whole number of 0..count − 1.</param>
    /// <returns>[N, …], new and old ones, detached.</returns>
    public Tensor Query(Tensor images, Func<double> uniform, Func<int, int> below)
    {
        if (size == 0)
        {
            return images.detach();
        }

        using DisposeScope scope = torch.NewDisposeScope();
        List<Tensor> given = [];
        foreach (Tensor image in images.detach().unbind(0))
        {
            if (stored.Count < size)
            {
                stored.Add(image.clone().DetachFromDisposeScope());
                given.Add(image);
            }
            else if (uniform() > 0.5)
            {
                int place = below(size);
                given.Add(stored[place].AttachedTo(scope));
                stored[place] = image.clone().DetachFromDisposeScope();
            }
            else
            {
                given.Add(image);
            }
        }

        return torch.stack(given).MoveToOuterDisposeScope();
    }

    /// <summary>The pictures in it as one tensor, for a checkpoint.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>Nothing while the pool is empty.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> State(string name)
    {
        if (stored.Count > 0)
        {
            yield return new(name, torch.stack(stored));
        }
    }

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <param name="saved">The tensor; null for an empty pool.</param>
    public void Restore(Tensor? saved)
    {
        Dispose();
        if (saved is not null)
        {
            stored.AddRange(saved.unbind(0).Select(image => image.clone().DetachFromDisposeScope()));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stored.ForEach(image => image.Dispose());
        stored.Clear();
    }
}

internal static class TensorScopes
{
    public static Tensor AttachedTo(this Tensor tensor, DisposeScope scope)
    {
        scope.Attach(tensor);
        return tensor;
    }
}

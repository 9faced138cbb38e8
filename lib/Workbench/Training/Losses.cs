namespace Workbench.Training;

/// <summary>The losses of one step by name, as scalars still on their device, in the order in which they are shown.</summary>
public sealed class Losses : OrderedDictionary<string, Tensor>
{
    /// <summary>Notes a loss as a number to look at, without what led to it.</summary>
    /// <param name="name">A short name, such as <c>G_L1</c>.</param>
    /// <param name="value">A scalar.</param>
    public void Note(string name, Tensor value) => Add(name, value.detach());

    /// <summary>Moves all that was noted out of the current scope, which is about to end.</summary>
    /// <returns>These losses.</returns>
    public Losses MoveOut()
    {
        foreach (Tensor loss in Values)
        {
            loss.MoveToOuterDisposeScope();
        }

        return this;
    }
}

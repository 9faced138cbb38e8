namespace Workbench.Models;

/// <summary>Says at a network's door what libtorch would say in terms of some inner layer.</summary>
internal static class InputShape
{
    /// <summary>Lets only batches of images of the right kind in.</summary>
    /// <exception cref="ArgumentException">The message names the network, what it takes and what came.</exception>
    public static void Require(Tensor input, string network, long channels, long multiple = 1, long minimum = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape.Length == 4 && shape[1] == channels
            && shape[2] >= minimum && shape[3] >= minimum && shape[2] % multiple == 0 && shape[3] % multiple == 0)
        {
            return;
        }

        string sizes = (multiple, minimum) switch
        {
            (1, 1) => "",
            (1, _) => $", H and W at least {minimum}",
            (_, _) when minimum <= multiple => $", H and W multiples of {multiple}",
            _ => $", H and W multiples of {multiple} and at least {minimum}",
        };
        throw new ArgumentException($"{network} takes [N, {channels}, H, W]{sizes}, not [{string.Join(", ", shape)}].", nameof(input));
    }
}

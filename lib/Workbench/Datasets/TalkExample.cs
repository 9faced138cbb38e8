namespace Workbench.Datasets;

/// <summary>
/// The numbers on the talk's convolution and voting slides, as printed: the 9×9 image of an X, three 3×3 filters, their three 7×7
/// feature maps, and the twelve values of the input layer. Every method returns a new tensor, which the caller owns.
/// </summary>
/// <remarks>
/// Source: Y. Miyata, <i>Colorization with Convolutional Neural Networks</i>, University of Minnesota, Morris, 2018. The example is
/// the one of B. Rohrer, <i>How do Convolutional Neural Networks work?</i>, 2016.
/// </remarks>
public static class TalkExample
{
    /// <summary>How many weights a filter has, by which the slide divides each sum.</summary>
    public const int FilterSize = 9;

    /// <summary>The filters' names: the stroke or crossing of the X that each one finds.</summary>
    public static IReadOnlyList<string> FilterNames { get; } = ["falling", "crossing", "rising"];

    /// <summary>What the X's vote listens to among the twelve values (0-based): those that are 1 for a perfect X.</summary>
    public static IReadOnlyList<int> VotesForX { get; } = [0, 3, 4, 9, 10];

    /// <summary>What the O's vote listens to among the twelve values (0-based): those that are 1 for a perfect O.</summary>
    public static IReadOnlyList<int> VotesForO { get; } = [1, 2, 8, 11];

    /// <summary>The image of an X: −1 for background, 1 for ink.</summary>
    /// <returns>float32 <c>[1, 9, 9]</c>.</returns>
    public static Tensor Image() => torch.tensor(new float[]
    {
        -1, -1, -1, -1, -1, -1, -1, -1, -1,
        -1, +1, -1, -1, -1, -1, -1, +1, -1,
        -1, -1, +1, -1, -1, -1, +1, -1, -1,
        -1, -1, -1, +1, -1, +1, -1, -1, -1,
        -1, -1, -1, -1, +1, -1, -1, -1, -1,
        -1, -1, -1, +1, -1, +1, -1, -1, -1,
        -1, -1, +1, -1, -1, -1, +1, -1, -1,
        -1, +1, -1, -1, -1, -1, -1, +1, -1,
        -1, -1, -1, -1, -1, -1, -1, -1, -1,
    }).reshape(1, 9, 9);

    /// <summary>The three filters, in the slide's order, as the weight of a convolution.</summary>
    /// <returns>float32 <c>[3, 1, 3, 3]</c>.</returns>
    public static Tensor Filters() => torch.tensor(new float[]
    {
        +1, -1, -1,
        -1, +1, -1,
        -1, -1, +1,

        +1, -1, +1,
        -1, +1, -1,
        +1, -1, +1,

        -1, -1, +1,
        -1, +1, -1,
        +1, -1, -1,
    }).reshape(3, 1, 3, 3);

    /// <summary>The three feature maps as printed: 147 numbers, each cut after two decimals (7/9 stands as 0.77).</summary>
    /// <returns>float32 <c>[3, 7, 7]</c>.</returns>
    public static Tensor PublishedMaps() => torch.tensor(new float[]
    {
         0.77f, -0.11f,  0.11f,  0.33f,  0.55f, -0.11f,  0.33f,
        -0.11f,  1.00f, -0.11f,  0.33f, -0.11f,  0.11f, -0.11f,
         0.11f, -0.11f,  1.00f, -0.33f,  0.11f, -0.11f,  0.55f,
         0.33f,  0.33f, -0.33f,  0.55f, -0.33f,  0.33f,  0.33f,
         0.55f, -0.11f,  0.11f, -0.33f,  1.00f, -0.11f,  0.11f,
        -0.11f,  0.11f, -0.11f,  0.33f, -0.11f,  1.00f, -0.11f,
         0.33f, -0.11f,  0.55f,  0.33f,  0.11f, -0.11f,  0.77f,

         0.33f, -0.55f,  0.11f, -0.11f,  0.11f, -0.55f,  0.33f,
        -0.55f,  0.55f, -0.55f,  0.33f, -0.55f,  0.55f, -0.55f,
         0.11f, -0.55f,  0.55f, -0.77f,  0.55f, -0.55f,  0.11f,
        -0.11f,  0.33f, -0.77f,  1.00f, -0.77f,  0.33f, -0.11f,
         0.11f, -0.55f,  0.55f, -0.77f,  0.55f, -0.55f,  0.11f,
        -0.55f,  0.55f, -0.55f,  0.33f, -0.55f,  0.55f, -0.55f,
         0.33f, -0.55f,  0.11f, -0.11f,  0.11f, -0.55f,  0.33f,

         0.33f, -0.11f,  0.55f,  0.33f,  0.11f, -0.11f,  0.77f,
        -0.11f,  0.11f, -0.11f,  0.33f, -0.11f,  1.00f, -0.11f,
         0.55f, -0.11f,  0.11f, -0.33f,  1.00f, -0.11f,  0.11f,
         0.33f,  0.33f, -0.33f,  0.55f, -0.33f,  0.33f,  0.33f,
         0.11f, -0.11f,  1.00f, -0.33f,  0.11f, -0.11f,  0.55f,
        -0.11f,  1.00f, -0.11f,  0.33f, -0.11f,  0.11f, -0.11f,
         0.77f, -0.11f,  0.11f,  0.33f,  0.55f, -0.11f,  0.33f,
    }).reshape(3, 7, 7);

    /// <summary>The input layer of the voting slide.</summary>
    /// <returns>float32 <c>[12]</c>.</returns>
    public static Tensor TwelveValues() =>
        torch.tensor([0.9f, 0.65f, 0.45f, 0.87f, 0.96f, 0.73f, 0.23f, 0.63f, 0.44f, 0.89f, 0.94f, 0.53f]);

    /// <summary>Numbers as the slide shows them: cut, not rounded, after two decimals.</summary>
    /// <param name="values">Numbers of any shape.</param>
    /// <returns>The same shape and type.</returns>
    /// <remarks>A hair is added before the cut, so that 0.29, which no binary number equals, does not become 0.28.</remarks>
    public static Tensor AsOnSlide(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var _ = torch.NewDisposeScope();
        return (((values * 100) + (values.sign() * 1e-4)).trunc() / 100).MoveToOuterDisposeScope();
    }
}

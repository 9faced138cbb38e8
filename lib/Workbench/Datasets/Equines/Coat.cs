using SkiaSharp;

namespace Workbench.Datasets.Equines;

/// <summary>The colours of a horse.</summary>
internal sealed record Coat(SKColor Body, SKColor Mane, SKColor Legs)
{
    /// <summary>Chestnut, bay, black, grey, palomino, dun, liver chestnut.</summary>
    public static readonly Coat[] Plain =
    [
        new(new(164, 92, 48), new(146, 76, 38), new(150, 82, 42)),
        new(new(134, 78, 44), new(34, 28, 28), new(46, 36, 34)),
        new(new(52, 46, 48), new(30, 26, 28), new(44, 40, 42)),
        new(new(196, 196, 200), new(150, 150, 158), new(150, 150, 156)),
        new(new(216, 172, 104), new(244, 230, 200), new(222, 188, 130)),
        new(new(190, 156, 112), new(52, 42, 36), new(76, 60, 50)),
        new(new(98, 58, 38), new(70, 42, 30), new(88, 52, 36)),
    ];

    /// <summary>What is between a zebra's stripes.</summary>
    public static readonly Coat Striped = new(new(240, 234, 222), new(236, 230, 218), new(238, 232, 222));

    /// <summary>A zebra's stripes.</summary>
    public static readonly SKColor Stripe = new(32, 28, 28);
}

namespace Workbench.Datasets;

/// <summary>What a pixel of a scene belongs to; the number is its value in the region map.</summary>
public enum SceneRegion
{
    /// <summary>Sky and clouds.</summary>
    Sky,

    /// <summary>Lawn, meadow, fairway.</summary>
    Grass,

    /// <summary>Clipped hedges and topiary.</summary>
    Hedge,

    /// <summary>Flower beds.</summary>
    Flowers,

    /// <summary>Leaves of trees, palms and bushes.</summary>
    Trees,

    /// <summary>Masonry.</summary>
    Stone,

    /// <summary>Gravel and paving.</summary>
    Path,

    /// <summary>Sea, lake, pond, basin.</summary>
    Water,

    /// <summary>Beach, dune, bunker.</summary>
    Sand,

    /// <summary>Bare rock.</summary>
    Rock,

    /// <summary>Snow on rock.</summary>
    Snow,

    /// <summary>Roofs.</summary>
    Roof,

    /// <summary>Panes and windows.</summary>
    Glass,

    /// <summary>Trunks, poles, doors and hulls.</summary>
    Wood,

    /// <summary>Flags, sails and parasols.</summary>
    Cloth,
}

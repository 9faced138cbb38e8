namespace Workbench.Datasets;

/// <summary>The data sets drawn here, by the names that the command line and the notebooks use.</summary>
public static class DrawnSets
{
    /// <summary>All of them, in the order of the talk.</summary>
    public static IReadOnlyList<DrawnSetEntry> All { get; } =
    [
        new("scenes", "outdoor pictures in ten classes: image, class, regions", 64, (split, seed, size, count) => new Scenes(split, seed, size) { Count = count }),
        new("street", "people and bicycles in a street: image, class of each pixel", 64, (split, seed, size, count) => new Street(split, seed, size) { Count = count }),
        new("maps", "towns as aerial photograph (A) and street map (B)", 64, (split, seed, size, count) => new Maps(split, seed, size) { Count = count }),
        new("facades", "house fronts as photograph (A) and CMP classes in colour (B)", 64, (split, seed, size, count) => new Facades(split, seed, size) { Count = count }),
        new("edges2shoes", "shoes from their edges: lines (A), picture (B)", 64, (split, seed, size, count) => new EdgesToShoes(split, seed, size) { Count = count }),
        new("edges2bags", "bags from their edges: lines (A), picture (B)", 64, (split, seed, size, count) => new EdgesToBags(split, seed, size) { Count = count }),
        new("horse2zebra", "horses on meadows, zebras on savannas: two pictures that have nothing to do with each other", 64, (split, seed, size, count) => new HorsesAndZebras(split, seed, size) { Count = count }),
        new("cells", "cells and their membranes under an electron microscope: grey image, class of each pixel", 64, (split, seed, size, count) => new Cells(split, seed, size) { Count = count }),
        new("letters", "the talk's X and O, shifted, turned, thick and noisy: image, class", 9, (split, seed, size, count) => new Letters(split, seed, size) { Count = count }),
        new("mixture", "points of the plane whose density is known in closed form", 1, (split, seed, _, count) => new Mixture(split, seed) { Count = count }),
    ];

    /// <summary>How many items make an epoch where nobody says: 4000 to train on, 400 to check with.</summary>
    /// <param name="split">What they are for.</param>
    /// <returns>A number of items.</returns>
    public static long UsualCount(Split split) => split == Split.Train ? 4000 : 400;

    /// <summary>The entry of that name.</summary>
    /// <param name="name">Such as <c>scenes</c>.</param>
    /// <returns>The entry, or null where no drawn set has the name.</returns>
    public static DrawnSetEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);
}

using Deedle;
using Workbench.Imaging;

namespace Workbench.Display;

/// <summary>
/// Where notebooks leave what is worth keeping: tables and gallery pictures, under the folder that <c>WORKBENCH_RESULTS</c> names, else
/// <c>results</c> of the checkout above the working directory.
/// </summary>
public static class Results
{
    private const string Variable = "WORKBENCH_RESULTS";

    /// <summary>The folder of results; it need not exist yet.</summary>
    /// <exception cref="DirectoryNotFoundException"><c>WORKBENCH_RESULTS</c> is not set and no checkout lies above the working directory.</exception>
    public static string Folder =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(Checkout(), "results");

    /// <summary>Writes a table as <c>tables/NAME.csv</c>, row keys first.</summary>
    /// <typeparam name="TRow">The type of its row keys.</typeparam>
    /// <param name="name">The table's name, such as <c>02-losses</c>.</param>
    /// <param name="table">The table.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ArgumentException">The name is not one of a file.</exception>
    public static string Table<TRow>(string name, Frame<TRow, string> table)
        where TRow : notnull
    {
        ArgumentNullException.ThrowIfNull(table);
        string path = FileFor("tables", name, ".csv");
        table.SaveCsv(path, includeRowKeys: true, keyNames: ["row"], culture: System.Globalization.CultureInfo.InvariantCulture);
        return path;
    }

    /// <summary>Writes a picture for the gallery as <c>gallery/NAME.png</c>.</summary>
    /// <param name="name">The picture's name, such as <c>02-colours</c>.</param>
    /// <param name="grid">What it shows.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ArgumentException">The name is not one of a file.</exception>
    public static string Picture(string name, ImageGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        string path = FileFor("gallery", name, ".png");
        grid.SavePng(path);
        return path;
    }

    private static string FileFor(string folder, string name, string extension)
    {
        if (string.IsNullOrWhiteSpace(name) || Path.GetFileName(name) != name || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new ArgumentException($"'{name}' cannot name a result: it must be a file name without folder and extension, such as 02-losses.", nameof(name));
        }

        return Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, folder)).FullName, name + extension);
    }

    private static string Checkout()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Workbench.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No checkout of the workbench above {Environment.CurrentDirectory}; set {Variable} to the folder for results.");
    }
}

namespace Workbench.Cli;

/// <summary>Finds the notebooks that a command line means, and where their results go.</summary>
internal static class NotebookFiles
{
    private const string Extension = ".ipynb";

    /// <summary>The folder that holds <c>notebooks/</c>: the current one or the nearest above it; else the current one.</summary>
    public static string Root()
    {
        for (DirectoryInfo? folder = new(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "notebooks")))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }

    /// <summary>The notebooks that paths name: files as they are, folders by what lies in them, nothing by <c>notebooks/</c>.</summary>
    /// <param name="paths">Files and folders, as given.</param>
    /// <returns>Full paths, in the order given and by name within a folder.</returns>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> paths)
    {
        string[] files = [.. (paths.Count > 0 ? paths : [Path.Combine(Root(), "notebooks")]).SelectMany(Expand).Distinct()];
        if (files.GroupBy(Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new UsageException($"{string.Join(" and ", same)} have the same name, and so would their results: run them one by one, each with its own --out.");
        }

        return files;
    }

    /// <summary>The name by which a notebook's results go: its file's, without the extension.</summary>
    public static string Name(string file) => Path.GetFileNameWithoutExtension(file);

    private static IEnumerable<string> Expand(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            string[] found = [.. Directory.EnumerateFiles(full, "*" + Extension).Order(StringComparer.Ordinal)];
            return found.Length > 0 ? found : throw new UsageException($"{path} holds no notebook ({Extension}).");
        }

        return !File.Exists(full) ? throw new UsageException($"{path}: there is no such file or folder.")
            : Path.GetExtension(full) != Extension ? throw new UsageException($"{path} is no notebook: its name does not end in {Extension}.")
            : [full];
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Workbench.Notebooks;

/// <summary>
/// Where the code of the cells and the libraries they <c>#r</c> live. What the host has is used from there; what lies beside a library that
/// was asked for (its own dependencies, managed and native) is found there.
/// </summary>
internal sealed class CellLoadContext() : AssemblyLoadContext("cells")
{
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> folders = [];
    private readonly Lock adding = new();

    /// <summary>Makes a library, and with it its folder, known. The first file of a name stays.</summary>
    public void Add(string path)
    {
        lock (adding)
        {
            files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
            AddFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Makes a folder known in which native libraries lie.</summary>
    public void AddFolder(string folder)
    {
        lock (adding)
        {
            if (!folders.Contains(folder))
            {
                folders.Add(folder);
            }
        }
    }

    /// <summary>The file of an assembly that is not the host's: one asked for, or one that lies beside such a one.</summary>
    public string? FindFile(string name)
    {
        lock (adding)
        {
            return files.TryGetValue(name, out string? path)
                ? path
                : folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (FindFile(assemblyName.Name ?? "") is not { } path || HostAssemblies.InsteadOf(path) is not null)
        {
            return null; // the host's
        }

        return LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path;
        lock (adding)
        {
            path = folders.SelectMany(NativeFolders)
                .SelectMany(folder => NativeNames(unmanagedDllName).Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
        }

        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static IEnumerable<string> NativeFolders(string folder) =>
        [folder, Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];

    private static IEnumerable<string> NativeNames(string name) =>
        OperatingSystem.IsWindows() ? [name, $"{name}.dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", $"{name}.dylib"]
        : [name, $"lib{name}.so", $"{name}.so"];
}

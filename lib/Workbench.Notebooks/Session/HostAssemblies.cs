using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace Workbench.Notebooks;

/// <summary>The assemblies this process can load by itself: the .NET runtime's and those the application was built with.</summary>
internal static class HostAssemblies
{
    private static readonly Dictionary<string, string> Paths = List();
    private static HashSet<string?>? beforeWarmUp;

    /// <summary>Where the .NET runtime lies.</summary>
    public static string RuntimeFolder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The files of the .NET runtime, which every cell may use without asking.</summary>
    public static IEnumerable<string> Runtime => Paths.Values.Where(IsRuntime);

    /// <summary>Whether a file is one of the .NET runtime's.</summary>
    public static bool IsRuntime(string path) => Path.GetDirectoryName(path) == RuntimeFolder;

    /// <summary>The file the host would load under a simple name; null when it has none.</summary>
    public static string? Find(string name) => Paths.GetValueOrDefault(name);

    /// <summary>Loads what notebooks are likely to use. That it is there then is no reason to prefer it to another build that a notebook asks for.</summary>
    public static void WarmUp(Action load)
    {
        beforeWarmUp = Loaded();
        load();
    }

    /// <summary>
    /// The host's own file in place of <paramref name="path"/>, when both are the same assembly: the same build of it, or a version the host
    /// has loaded (or the runtime brings) that is at least as new. Two copies of one assembly in a process would be two sets of types.
    /// </summary>
    /// <returns>The host's file; null when the host has no such assembly, or another one.</returns>
    public static string? InsteadOf(string path)
    {
        if (Find(Path.GetFileNameWithoutExtension(path)) is not { } own)
        {
            return null;
        }

        if (Path.GetFullPath(path) == own)
        {
            return own;
        }

        AssemblyName asked = AssemblyName.GetAssemblyName(path), has = AssemblyName.GetAssemblyName(own);
        bool newEnough = has.Version >= asked.Version && (IsLoaded(has) || IsRuntime(own));
        return newEnough || BuildOf(path) == BuildOf(own) ? own : null;
    }

    private static bool IsLoaded(AssemblyName name) => (beforeWarmUp ?? Loaded()).Contains(name.Name);

    private static HashSet<string?> Loaded() => [.. AssemblyLoadContext.Default.Assemblies.Select(a => a.GetName().Name)];

    /// <summary>The id the compiler gave to this build (MVID); ahead-of-time compilation keeps it.</summary>
    private static Guid BuildOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static Dictionary<string, string> List()
    {
        string files = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string path in files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        return paths;
    }
}

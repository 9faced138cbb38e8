using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbench.Native;

/// <summary>
/// Loads libtorch before TorchSharp is first touched, from whichever host the library runs in: the command line,
/// a test, or a notebook kernel that knows nothing of native packages.
/// </summary>
/// <remarks>
/// TorchSharp 0.107's <c>libLibTorchSharp.so</c> asks for <c>GLIBCXX_3.4.32</c> of GCC 13, which Debian 12, Ubuntu 22.04
/// and RHEL 9 lack. The one symbol behind that version, an empty initialiser, has no relocation and is never called,
/// so the need can be marked weak and the older libstdc++ serves. This is done on the copy in the output folder, only where loading it
/// fails for this very reason.
/// </remarks>
public static class TorchRuntime
{
    /// <summary>The version of libstdc++ that the library asks for and does not use.</summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    private const string OnlySymbol = "_ZSt21ios_base_library_initv";
    private const string Library = "libLibTorchSharp.so";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads libtorch and TorchSharp's native library once; later calls do nothing.</summary>
    /// <exception cref="DllNotFoundException">They cannot be loaded; the message says why and what to do.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>
    /// Loads <paramref name="library"/>; where that fails because libstdc++ lacks <see cref="UnusedVersion"/>,
    /// marks the need for it as weak (written beside, then renamed) and loads again.
    /// </summary>
    /// <param name="library">Path of <c>libLibTorchSharp.so</c>.</param>
    /// <param name="load">Loads a library by path, as <see cref="NativeLibrary.Load(string)"/> does.</param>
    /// <returns>Whether the file had to be changed.</returns>
    /// <exception cref="DllNotFoundException">The library cannot be loaded; the file is then as it was.</exception>
    public static bool LoadWithOlderLibstdcxx(string library, Action<string> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        try
        {
            load(library);
            return false;
        }
        catch (DllNotFoundException refusal) when (refusal.Message.Contains(UnusedVersion, StringComparison.Ordinal))
        {
            WeakenVersionNeed(library, refusal);
            load(library);
            return true;
        }
    }

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "TorchSharp must not be touched before its native library is loadable.")]
    internal static void Initialize()
    {
        EnsureLoaded();
        SkiaRuntime.UseWideVectors();
    }

    private static bool Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false; // TorchSharp's own search does on Windows and macOS.
        }

        if (FindNativeFolder() is not { } folder)
        {
            return false; // A libtorch of the user's own: TorchSharp's search or an explicit load finds it.
        }

        // Another build of this library may be here first, as where a notebook asks for one that is not its kernel's: a second libtorch would end the process.
        if (File.ReadLines("/proc/self/maps").Any(line => line.EndsWith($"/{Library}", StringComparison.Ordinal)))
        {
            return false;
        }

        // Intel's MKL, inside libtorch, adds up in an order that may follow from where numbers lie in memory. A run that was killed and goes on is to
        // end with the same bits, so it is told to keep to one order. Read by MKL once, from the process and not from .NET's copy.
        _ = SetVariable("MKL_CBWR", "AUTO,STRICT", overwrite: 0);

        // Loaded by full path, they are found by name afterwards wherever TorchSharp.dll was loaded from.
        NativeLibrary.TryLoad(Path.Combine(folder, "libtorch_cpu.so"), out _);
        NativeLibrary.TryLoad(Path.Combine(folder, "libSkiaSharp.so"), out _);
        return LoadWithOlderLibstdcxx(Path.Combine(folder, Library), path => NativeLibrary.Load(path));
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(string name, string value, int overwrite);

    private static string? FindNativeFolder()
    {
        string here = Path.GetDirectoryName(typeof(TorchRuntime).Assembly.Location) is { Length: > 0 } location ? location : AppContext.BaseDirectory;
        string[] candidates = [here, Path.Combine(here, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"), Path.Combine(here, "runtimes", "linux-x64", "native")];
        return Array.Find(candidates, folder => File.Exists(Path.Combine(folder, Library)));
    }

    private static void WeakenVersionNeed(string library, Exception refusal)
    {
        byte[] bytes = File.ReadAllBytes(library);
        ElfVersionNeed? need;
        try
        {
            need = ElfVersionNeed.Find(bytes, UnusedVersion);
        }
        catch (InvalidDataException error)
        {
            throw Refused(library, error.Message, refusal);
        }

        if (need is null || need.IsWeak || need.Symbols is not [OnlySymbol])
        {
            string symbols = need is null ? "nothing" : string.Join(", ", need.Symbols);
            throw Refused(library, $"it binds {symbols} to {UnusedVersion}, not {OnlySymbol} alone", refusal);
        }

        need.MarkWeak(bytes);
        string beside = $"{library}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, library, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw Refused(library, $"its folder cannot be written ({error.Message})", refusal);
        }
    }

    private static DllNotFoundException Refused(string library, string reason, Exception refusal) => new(
        $"{library} needs {UnusedVersion}, which this system's libstdc++ lacks, and was left as it is: {reason}. "
        + "Install a libstdc++ of GCC 13 or newer (Debian 13, Ubuntu 24.04, RHEL 10 have it), or build on TorchSharp 0.107.0 in a writable folder.",
        refusal);
}

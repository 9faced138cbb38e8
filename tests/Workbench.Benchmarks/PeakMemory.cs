using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Workbench.Benchmarks;

/// <summary>
/// The most memory that an action takes at any moment beyond what the process held before it. Linux with glibc only.
/// </summary>
/// <remarks>
/// The kernel's high-water mark of resident pages counts allocations exactly if each tensor has pages of its own, taken from the kernel when
/// it is made and given back when it is freed. <see cref="Prepare"/> makes malloc do so for everything of 64 KiB and more; without it, malloc
/// serves new tensors from memory that earlier ones left behind, and the mark stands still. <see cref="PeakMemoryCheck"/> shows that it counts
/// right.
/// </remarks>
internal static class PeakMemory
{
    private const int TrimThreshold = -1, MapThreshold = -3; // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h

    /// <summary>To be called before the first tensor of the process.</summary>
    public static void Prepare()
    {
        if (Option(MapThreshold, 1 << 16) == 0 || Option(TrimThreshold, 0) == 0)
        {
            throw new PlatformNotSupportedException("glibc's malloc refused its options.");
        }
    }

    /// <summary>Bytes at the highest moment of <paramref name="action"/>, which should have run before: its first run compiles and caches.</summary>
    public static long Of(Action action)
    {
        Settle();
        long before = HighWater();
        action();
        return HighWater() - before;
    }

    /// <summary>Gives back what nobody holds any more, and lets the high-water mark start anew.</summary>
    public static void Settle()
    {
        // Finalizers free tensors that nobody disposed; one that does so during the action would hide what the action takes.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = Trim(0);
        Restart();
    }

    /// <summary>Lets the high-water mark start anew from what the process holds now.</summary>
    public static void Restart()
    {
        using SafeFileHandle file = File.OpenHandle("/proc/self/clear_refs", FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, "5"u8, 0);
    }

    /// <summary>The most bytes that the process held since <see cref="Restart"/>.</summary>
    public static long HighWater()
    {
        // Makes no garbage, which would count.
        Span<byte> status = stackalloc byte[4096];
        using SafeFileHandle file = File.OpenHandle("/proc/self/status");
        status = status[..RandomAccess.Read(file, status, 0)];
        ReadOnlySpan<byte> number = status[(status.IndexOf("VmHWM:"u8) + 6)..].TrimStart("\t "u8);
        return 1024 * long.Parse(number[..number.IndexOf((byte)' ')], CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Option(int parameter, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Trim(nuint keep);
}

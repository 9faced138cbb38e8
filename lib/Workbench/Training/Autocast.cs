using System.Runtime.InteropServices;

namespace Workbench.Training;

/// <summary>
/// While it lasts, in the thread that made it, libtorch rounds the factors of convolutions and matrix products to bfloat16, and leaves weights,
/// sums and losses at 32 bits. TorchSharp 0.107 does not offer this; the functions are libtorch's own, by their names in the library on Linux
/// and macOS.
/// </summary>
internal sealed class Autocast : IDisposable
{
    private const string Library = "torch_cpu"; // for GPUs, too
    private readonly sbyte device;

    public Autocast(DeviceType device)
    {
        this.device = (sbyte)device;
        SetType(this.device, (sbyte)torch.ScalarType.BFloat16);
        KeepRounded(false); // a step moves weights between two uses of a network
        Set(this.device, true);
    }

    /// <summary>Whether this system's libtorch has the functions under these names.</summary>
    public static bool IsHere => !OperatingSystem.IsWindows();

    public void Dispose()
    {
        Set(device, false);
        KeepRounded(true);
    }

    [DllImport(Library, EntryPoint = "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern void Set(sbyte device, [MarshalAs(UnmanagedType.U1)] bool on);

    [DllImport(Library, EntryPoint = "_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern void SetType(sbyte device, sbyte type);

    [DllImport(Library, EntryPoint = "_ZN2at8autocast26set_autocast_cache_enabledEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern void KeepRounded([MarshalAs(UnmanagedType.U1)] bool on);
}

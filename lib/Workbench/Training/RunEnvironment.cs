using System.Reflection;
using System.Runtime.InteropServices;

namespace Workbench.Training;

/// <summary>What a run was made with: bits are the same only where all of this is.</summary>
/// <param name="Workbench">Version of the library.</param>
/// <param name="Torch">Version of libtorch.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="System">Operating system and processor architecture.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="Cuda">Whether a GPU was there.</param>
/// <param name="Started">When, in UTC.</param>
public sealed record RunEnvironment(string Workbench, string Torch, string Runtime, string System, int Threads, bool Cuda, DateTimeOffset Started)
{
    /// <summary>That of this process.</summary>
    /// <returns>Versions and threads.</returns>
    public static RunEnvironment Here() => new(
        typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        torch.__version__,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        torch.get_num_threads(),
        torch.cuda.is_available(),
        DateTimeOffset.UtcNow);
}

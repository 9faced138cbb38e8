using System.Runtime.InteropServices;

namespace Workbench.Notebooks.Jupyter;

/// <summary>The process that started this one.</summary>
internal static partial class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Ends when the client that started this process is gone: the system gives its orphans another parent. Never ends where Jupyter does not
    /// say that it is the parent (<c>JPY_PARENT_PID</c>), nor on Windows.
    /// </summary>
    public static async Task WhenGoneAsync()
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("JPY_PARENT_PID") is not { Length: > 0 })
        {
            await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
        }

        int parent = GetParent();
        while (GetParent() == parent)
        {
            await Task.Delay(Interval).ConfigureAwait(false);
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParent();
}

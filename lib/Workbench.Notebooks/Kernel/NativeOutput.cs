using System.Runtime.InteropServices;
using System.Text;

namespace Workbench.Notebooks;

/// <summary>
/// The process's own stdout and stderr, which native code and child processes write to. After each cell what C libraries hold back is
/// written out, and the mark that ends the cell's part.
/// </summary>
internal sealed partial class NativeOutput(string mark)
{
    private readonly byte[] mark = Encoding.UTF8.GetBytes(mark);
    private readonly Stream[] streams = [Console.OpenStandardOutput(), Console.OpenStandardError()];

    public void EndCell()
    {
        FlushLibraries();
        foreach (Stream stream in streams)
        {
            try
            {
                stream.Write(mark);
                stream.Flush();
            }
            catch (IOException)
            {
                // The cell closed it; nobody will wait for long.
            }
        }
    }

    private static void FlushLibraries()
    {
        try
        {
            _ = OperatingSystem.IsWindows() ? FlushWindows(0) : FlushUnix(0);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system with another C library: its text comes when it pleases.
        }
    }

    [LibraryImport("libc", EntryPoint = "fflush")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushUnix(nint everything);

    [LibraryImport("ucrtbase", EntryPoint = "fflush")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int FlushWindows(nint everything);
}

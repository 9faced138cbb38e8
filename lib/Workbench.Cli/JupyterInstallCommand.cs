using System.CommandLine;
using Workbench.Notebooks.Jupyter;

namespace Workbench.Cli;

/// <summary><c>workbench jupyter install</c>: tells Jupyter's clients of the kernel.</summary>
internal static class JupyterInstallCommand
{
    public static Command Create()
    {
        var (user, prefix) = KernelPlace.Options();
        var command = new Command("install", "Tells Jupyter's clients of the C# kernel, which is this program where it is now.") { user, prefix };
        command.SetAction(parsed => KernelPlace.Guarded(() =>
        {
            string folder = new KernelSpec(KernelPlace.Folder(parsed.GetValue(prefix))).Install();
            Console.WriteLine($"Installed the kernel {KernelSpec.Name} in {folder}");
        }));
        return command;
    }
}

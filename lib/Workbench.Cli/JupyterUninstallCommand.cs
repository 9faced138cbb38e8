using System.CommandLine;
using Workbench.Notebooks.Jupyter;

namespace Workbench.Cli;

/// <summary><c>workbench jupyter uninstall</c>: takes back what <c>install</c> did.</summary>
internal static class JupyterUninstallCommand
{
    public static Command Create()
    {
        var (user, prefix) = KernelPlace.Options();
        var command = new Command("uninstall", "Makes Jupyter's clients forget the C# kernel.") { user, prefix };
        command.SetAction(parsed => KernelPlace.Guarded(() =>
        {
            string folder = new KernelSpec(KernelPlace.Folder(parsed.GetValue(prefix))).Uninstall();
            Console.WriteLine($"Removed the kernel {KernelSpec.Name} from {folder}");
        }));
        return command;
    }
}

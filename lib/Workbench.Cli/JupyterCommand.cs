using System.CommandLine;

namespace Workbench.Cli;

/// <summary><c>workbench jupyter</c>: the C# kernel for JupyterLab, Jupyter Notebook and Visual Studio Code.</summary>
internal static class JupyterCommand
{
    public static Command Create() => new("jupyter", "Offers Jupyter's clients a C# kernel for the notebooks.")
    {
        JupyterInstallCommand.Create(), JupyterUninstallCommand.Create(), JupyterKernelCommand.Create(),
    };
}

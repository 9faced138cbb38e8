using System.CommandLine;
using Workbench.Notebooks.Jupyter;

namespace Workbench.Cli;

/// <summary>The options that say where Jupyter's clients look for the kernel.</summary>
internal static class KernelPlace
{
    public static (Option<bool> User, Option<string?> Prefix) Options()
    {
        var user = new Option<bool>("--user") { Description = "For this user, whatever Python Jupyter runs in: the default." };
        var prefix = new Option<string?>("--prefix") { Description = "For one installation of Jupyter: the folder of its environment, or /usr/local for everyone.", HelpName = "folder" };
        prefix.Validators.Add(result =>
        {
            if (result.GetResult(user) is { Implicit: false })
            {
                result.AddError("--user and --prefix name two places: choose one.");
            }
        });
        return (user, prefix);
    }

    /// <summary>The folder in which Jupyter keeps its data.</summary>
    public static string Folder(string? prefix) => prefix is null ? KernelSpec.UserFolder() : Path.GetFullPath(Path.Combine(prefix, "share", "jupyter"));

    public static int Guarded(Action work)
    {
        try
        {
            work();
            return ExitCode.Success;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Usage;
        }
    }
}

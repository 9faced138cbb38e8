using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>Starts the process that a notebook's cells run in.</summary>
internal static class KernelLaunch
{
    /// <summary>The variable that tells a notebook where its tables and pictures go.</summary>
    public const string ResultsVariable = "WORKBENCH_RESULTS";

    /// <summary>Starts a kernel in the notebook's folder.</summary>
    public static KernelProcess Start(string file, string results) => KernelProcess.Start(new KernelStartOptions
    {
        WorkingDirectory = Path.GetDirectoryName(file)!,
        Environment = new Dictionary<string, string?> { [ResultsVariable] = results },
    });
}

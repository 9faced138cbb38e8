namespace Workbench.Cli;

/// <summary>Where a study's file lies.</summary>
internal static class StudyPlace
{
    public static string Find(string given) => File.Exists(given) ? given : throw new UsageException($"There is no study {given}.");
}

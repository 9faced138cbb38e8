namespace Workbench.Notebooks;

/// <summary>Says in words how a kernel process ended.</summary>
internal static class KernelDeath
{
    private const int SigAbort = 6, SigKill = 9, SigSegv = 11, SigTerm = 15;

    public static KernelDiedException Explain(int exitCode, bool killed, string lastWords)
    {
        // A Unix shell's convention, which .NET follows: 128 + the signal.
        int? signal = !OperatingSystem.IsWindows() && exitCode is > 128 and < 128 + 65 ? exitCode - 128 : null;
        bool outOfMemory = !killed && (signal == SigKill || lastWords.Contains("OutOfMemory", StringComparison.Ordinal)
            || lastWords.Contains("Out of memory", StringComparison.OrdinalIgnoreCase));
        string how = (killed, signal) switch
        {
            (true, _) => "The kernel was killed on request",
            (_, SigKill) => "The kernel was killed by the system (SIGKILL), which is what happens when memory runs out",
            (_, SigAbort) when outOfMemory => "The kernel ran out of memory (SIGABRT)",
            (_, SigAbort) => "The kernel crashed (SIGABRT)",
            (_, SigSegv) => "The kernel crashed in native code (SIGSEGV)",
            (_, SigTerm) => "The kernel was told to end (SIGTERM)",
            (_, int other) => $"The kernel was ended by signal {other}",
            _ when outOfMemory => $"The kernel ran out of memory (exit code {exitCode})",
            _ => $"The kernel's process ended with exit code {exitCode}",
        };
        string words = lastWords.Trim();
        string message = words.Length == 0 || killed ? $"{how}." : $"{how}. Its last words:\n{words}";
        return new KernelDiedException(message, signal is null ? exitCode : null, signal, outOfMemory);
    }
}

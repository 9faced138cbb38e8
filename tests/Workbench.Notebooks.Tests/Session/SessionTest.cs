namespace Workbench.Notebooks.Tests.Session;

/// <summary>A session in a folder of its own, and short ways to ask what a cell did.</summary>
public abstract class SessionTest : IDisposable
{
    private readonly Lazy<CSharpSession> session;

    protected SessionTest() => session = new(() => new CSharpSession(new CSharpSessionOptions { Folder = Folder, TextLimit = TextLimit }));

    protected string Folder { get; } = Directory.CreateTempSubdirectory("session-").FullName;

    protected CSharpSession Session => session.Value;

    protected virtual int TextLimit => 100_000;

    public void Dispose()
    {
        if (session.IsValueCreated)
        {
            session.Value.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a cell and says all that happened.</summary>
    protected async Task<CellRun> RunAsync(string code)
    {
        var events = new List<KernelEvent>();
        CellOutcome outcome = await Session.ExecuteAsync(code, events.Add, TestContext.Current.CancellationToken);
        return new CellRun(outcome, events);
    }

    /// <summary>Runs a cell that must run through.</summary>
    protected async Task<CellRun> RunWellAsync(string code)
    {
        CellRun run = await RunAsync(code);
        Assert.True(run.Outcome.Succeeded, string.Join('\n', run.Outcome.Error?.Traceback ?? []));
        return run;
    }

    protected string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}

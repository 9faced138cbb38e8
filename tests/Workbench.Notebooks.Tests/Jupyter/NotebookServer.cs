using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Workbench.Testing;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>
/// Jupyter Notebook on this machine, with folders, a port and a token of its own, and a browser to use it with. Its notebooks lie beside a
/// link to the built library, as the book's do.
/// </summary>
internal sealed class NotebookServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly JupyterTools jupyter;
    private readonly Process process;
    private readonly string token = Guid.NewGuid().ToString("N");
    private readonly int port = FreePort();

    private NotebookServer(JupyterTools jupyter, Browser browser)
    {
        (this.jupyter, Browser) = (jupyter, browser);
        Directory.CreateDirectory(Notebooks);
        Directory.CreateSymbolicLink(Path.Combine(jupyter.Folder, "lib"), Path.Combine(SharedData.Repository, "lib"));
        process = jupyter.Start(
            "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", $"--NotebookApp.token={token}", $"--notebook-dir={Notebooks}");
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Browser Browser { get; }

    private string Notebooks => Path.Combine(jupyter.Folder, "notebooks");

    /// <summary>Starts both; skips the calling test where one is missing.</summary>
    public static async Task<NotebookServer> StartAsync()
    {
        JupyterTools jupyter = await JupyterTools.InstallAsync("notebook");
        NotebookServer server = new(jupyter, await Browser.StartAsync());
        using HttpClient client = new();
        for (long start = Stopwatch.GetTimestamp(); !await server.AnswersAsync(client);)
        {
            Assert.True(!server.process.HasExited && Stopwatch.GetElapsedTime(start) < Patience, "Jupyter Notebook does not answer.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return server;
    }

    /// <summary>Opens a copy of a notebook of the book.</summary>
    public Task<NotebookPage> OpenCopyAsync(string name)
    {
        File.Copy(Path.Combine(SharedData.Repository, "notebooks", name), Path.Combine(Notebooks, name));
        return OpenAsync(name);
    }

    /// <summary>Opens a notebook of these cells.</summary>
    public Task<NotebookPage> OpenNewAsync(params string[] cells)
    {
        NotebookDocument notebook = NotebookDocument.Create();
        foreach (string cell in cells)
        {
            notebook.Add(NotebookCell.Create(CellKind.Code, cell));
        }

        notebook.Save(Path.Combine(Notebooks, "new.ipynb"));
        return OpenAsync("new.ipynb");
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        jupyter.Dispose();
    }

    private async Task<NotebookPage> OpenAsync(string name)
    {
        IPage page = await Browser.VisitAsync(new Uri($"http://127.0.0.1:{port}/notebooks/{name}?token={token}"));
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        NotebookPage notebook = new(page);
        await notebook.WaitUntilIdleAsync();
        return notebook;
    }

    private async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/api?token={token}"), TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not yet
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

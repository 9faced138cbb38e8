using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Workbench.Testing;

/// <summary>
/// Headless Chromium that opens pages from disk and remembers every request that would have left the machine and every script error.
/// The Chromium is the system's own (<c>CHROMIUM</c>, or <c>chromium</c> on the path); where there is none, the test skips.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser chromium;
    private readonly ConcurrentQueue<string> requestsOutside = [];
    private readonly ConcurrentQueue<string> scriptErrors = [];

    private Browser(IPlaywright playwright, IBrowser chromium)
    {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /// <summary>Addresses that pages asked for and that are neither files nor part of the page itself.</summary>
    public IReadOnlyCollection<string> RequestsOutside => requestsOutside;

    /// <summary>Uncaught script errors, and what pages wrote to the console as an error (a blocked request among them).</summary>
    public IReadOnlyCollection<string> ScriptErrors => scriptErrors;

    /// <summary>Starts Chromium; skips the calling test where there is none.</summary>
    public static async Task<Browser> StartAsync()
    {
        string? executable = FindChromium();
        Assert.SkipWhen(executable is null, "needs Chromium: install it (Debian: apt-get install chromium) or point CHROMIUM at its executable");
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu"] });
        return new Browser(playwright, chromium);
    }

    /// <summary>Opens a file. Network access is cut: whatever is asked for beyond files fails and is remembered.</summary>
    /// <param name="file">Path of an HTML page.</param>
    /// <param name="width">Width of the viewport in pixels: 390 is a phone.</param>
    /// <param name="dark">Whether the reader prefers a dark page.</param>
    public Task<IPage> OpenAsync(string file, int width = 1280, bool dark = false) => GoAsync(new(Path.GetFullPath(file)), width, dark, touch: false);

    /// <summary>Opens a page of a server on this machine. Requests to other places are remembered.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="width">Width of the viewport in pixels.</param>
    /// <param name="touch">Whether there is a finger instead of a mouse.</param>
    public Task<IPage> VisitAsync(Uri address, int width = 1280, bool touch = false) => GoAsync(address, width, dark: false, touch);

    private async Task<IPage> GoAsync(Uri address, int width, bool dark, bool touch)
    {
        IBrowserContext context = await chromium.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Offline = address.IsFile,
            HasTouch = touch,
        });
        IPage page = await context.NewPageAsync();
        page.Request += (_, request) =>
        {
            if (!(request.Url.StartsWith(address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) || request.Url.StartsWith("file:", StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal)
                || request.Url.StartsWith("blob:", StringComparison.Ordinal) || request.Url.StartsWith("about:", StringComparison.Ordinal)))
            {
                requestsOutside.Enqueue(request.Url);
            }
        };
        page.PageError += (_, error) => scriptErrors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                scriptErrors.Enqueue(message.Text);
            }
        };
        await page.GotoAsync(address.AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        return page;
    }

    /// <summary>Opens a fragment of HTML, as a cell shows it, in a page of its own.</summary>
    /// <param name="fragment">What <c>ToHtml()</c> gave.</param>
    /// <param name="width">Width of the viewport in pixels.</param>
    public async Task<IPage> ShowAsync(string fragment, int width = 1280)
    {
        string file = Path.Combine(Path.GetTempPath(), $"fragment-{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(file, $"<!doctype html><meta charset=\"utf-8\"><title>fragment</title><body>{fragment}");
        try
        {
            return await OpenAsync(file, width);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }

    private static string? FindChromium()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

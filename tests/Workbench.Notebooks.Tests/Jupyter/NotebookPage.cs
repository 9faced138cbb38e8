using Microsoft.Playwright;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>A notebook in Jupyter Notebook's page, used by mouse and keyboard.</summary>
internal sealed class NotebookPage(IPage page)
{
    public IPage Page => page;

    private ILocator Cells => page.Locator(".code_cell");

    /// <summary>Waits until no cell runs or waits, and the kernel is idle.</summary>
    public async Task WaitUntilIdleAsync()
    {
        await page.WaitForFunctionAsync("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        await page.WaitForFunctionAsync(
            "!document.querySelector('.code_cell.running') && document.querySelector('#kernel_indicator_icon.kernel_idle_icon')", null, new() { PollingInterval = 100 });
    }

    /// <summary>Menu <i>Cell</i>, <i>Run All</i>; waits for the end.</summary>
    public async Task RunAllAsync()
    {
        await page.ClickAsync("#celllink");
        await page.ClickAsync("#run_all_cells");
        await WaitUntilIdleAsync();
    }

    /// <summary>Runs a cell with Shift-Enter and waits for its end.</summary>
    /// <returns>What it shows.</returns>
    public async Task<string> RunAsync(int cell)
    {
        await StartAsync(cell);
        await WaitUntilIdleAsync();
        return await TextAsync(cell);
    }

    /// <summary>Runs a cell with Shift-Enter.</summary>
    public async Task StartAsync(int cell)
    {
        await Cells.Nth(cell).Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.PressAsync("Shift+Enter");
    }

    /// <summary>Waits until a cell shows some text.</summary>
    public Task WaitForTextAsync(int cell, string text) => Cells.Nth(cell).Locator(".output", new() { HasText = text }).WaitForAsync();

    /// <summary>What a cell shows, as text.</summary>
    public Task<string> TextAsync(int cell) => Cells.Nth(cell).Locator(".output").InnerTextAsync();

    /// <summary>The square button of the toolbar.</summary>
    public Task InterruptAsync() => page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");

    /// <summary>The round arrow of the toolbar, and <i>Restart</i> where it asks back.</summary>
    public async Task RestartAsync()
    {
        await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
        await page.ClickAsync(".modal-dialog button:text-is('Restart')");
        await page.WaitForSelectorAsync(".modal-dialog", new() { State = WaitForSelectorState.Detached });
        await WaitUntilIdleAsync();
    }

    /// <summary>Writes at the end of a cell.</summary>
    public async Task TypeAsync(int cell, string text)
    {
        await Cells.Nth(cell).Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync(text);
    }
}

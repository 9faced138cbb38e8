using Microsoft.Playwright;
using TorchSharp;

namespace Workbench.Tests.Display.Explorers;

/// <summary>An explorer on a page, driven as a person would: clicks, keys, and what the cells then say.</summary>
internal sealed class ExplorerPage(ILocator explorer)
{
    public ILocator Section => explorer.Locator("section");

    public ILocator Cell(string grid, int row, int column) =>
        explorer.Locator($"[data-grid='{grid}'] [data-row='{row}'][data-column='{column}']");

    public Task Click(string grid, int row, int column) => Cell(grid, row, column).ClickAsync();

    public Task Choose(string name, string option) =>
        explorer.Locator($"[data-choice='{name}']").GetByRole(AriaRole.Button, new() { Name = option, Exact = true }).ClickAsync();

    public Task Do(string action) => explorer.Locator($"[data-do='{action}']").ClickAsync();

    /// <summary>Types a value for the cell that was chosen last.</summary>
    public async Task Type(string grid, string value)
    {
        ILocator field = explorer.Locator($"[data-editor='{grid}']");
        await field.FillAsync(value);
        await field.PressAsync("Enter");
    }

    public Task<string> Part(string name) => explorer.Locator($"[data-part='{name}']").InnerTextAsync();

    public Task<string[]> Texts(string grid) => explorer.Locator($"[data-grid='{grid}']").EvaluateAsync<string[]>(
        "grid => [...grid.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent)");

    /// <summary>The exact numbers behind the cells, as <c>[1, 1, rows, columns]</c> in float64.</summary>
    public async Task<torch.Tensor> Numbers(string grid)
    {
        double[][] rows = await explorer.Locator($"[data-grid='{grid}']").EvaluateAsync<double[][]>(
            "grid => [...grid.querySelectorAll('[role=row]')].map(row => [...row.querySelectorAll('[role=gridcell]')].map(cell => Number(cell.dataset.value)))");
        return torch.tensor(rows.SelectMany(row => row).ToArray()).reshape(1, 1, rows.Length, rows[0].Length);
    }

    /// <summary>Fails unless a grid shows these numbers, every one of them, to <paramref name="tolerance"/>.</summary>
    public async Task ShowsExactly(string grid, torch.Tensor expected, double tolerance = 1e-9)
    {
        using torch.Tensor shown = await Numbers(grid);
        Assert.Equal(expected.shape[^2..], shown.shape[^2..]);
        double[] wanted = expected.to(torch.float64).reshape(-1).data<double>().ToArray(), got = shown.reshape(-1).data<double>().ToArray();
        Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}

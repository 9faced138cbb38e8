using Spectre.Console;
using Workbench.Notebooks;

namespace Workbench.Cli;

/// <summary>Prints the claims of a run: a table on a terminal, a line each elsewhere.</summary>
internal static class ClaimReport
{
    public static void Print(IReadOnlyList<ClaimRecord> claims)
    {
        if (claims.Count == 0)
        {
            return; // and the table's library is not loaded
        }

        Console.WriteLine();
        if (Console.IsOutputRedirected)
        {
            PrintLines(claims);
        }
        else
        {
            PrintTable(claims);
        }

        Console.WriteLine(ClaimFiles.Summary(claims));
        Console.WriteLine();
    }

    private static void PrintLines(IReadOnlyList<ClaimRecord> claims)
    {
        foreach (ClaimRecord claim in claims)
        {
            Console.WriteLine($"{claim.Verdict,-14}  {claim.Notebook}/{claim.Id}: {claim.Statement} Published {Or(claim.Published)}, measured {claim.Measured} ({claim.Rule}).");
        }
    }

    private static void PrintTable(IReadOnlyList<ClaimRecord> claims)
    {
        Table table = new Table().RoundedBorder().BorderColor(Color.Grey).AddColumns("Claim", "Published", "Measured", "Verdict");
        foreach (IGrouping<string, ClaimRecord> notebook in claims.GroupBy(claim => claim.Notebook))
        {
            table.AddRow($"[bold]{Markup.Escape(notebook.Key)}[/]", "", "", "");
            foreach (ClaimRecord claim in notebook)
            {
                table.AddRow(Markup.Escape(claim.Statement), Markup.Escape(Or(claim.Published)), Markup.Escape(claim.Measured), $"[{ColourOf(claim.Verdict)}]{Markup.Escape(claim.Verdict)}[/]");
            }
        }

        AnsiConsole.Write(table);
    }

    private static string ColourOf(string verdict) => verdict switch
    {
        "holds" => "green",
        "does not hold" => "red",
        _ => "yellow",
    };

    private static string Or(string text) => text.Length == 0 ? "–" : text;
}

namespace Workbench.Cli;

/// <summary>A line on stderr that changes in place on a terminal; elsewhere each text is a line of its own.</summary>
internal sealed class ChangingLine
{
    private int width;

    public bool IsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Shows a text in place of the one before.</summary>
    /// <param name="text">One line.</param>
    /// <param name="stays">Whether the next text begins a new line; always so where there is no terminal.</param>
    public void Say(string text, bool stays = false)
    {
        stays |= !IsTerminal;
        Console.Error.Write($"{(IsTerminal ? "\r" : "")}{(IsTerminal ? text.PadRight(width) : text)}{(stays ? "\n" : "")}");
        width = stays ? 0 : text.Length;
    }

    /// <summary>Leaves the line empty.</summary>
    public void End()
    {
        if (IsTerminal && width > 0)
        {
            Say("");
            Console.Error.Write('\r');
        }
    }
}

namespace Workbench.Notebooks;

/// <summary>What cells read from <see cref="Console"/>: each line is a question to the reader of the notebook.</summary>
internal sealed class CellInput(TextReader elsewhere) : TextReader
{
    private static readonly InputRequest Line = new("", Password: false);

    private string unread = "";

    public override string? ReadLine()
    {
        if (unread.Length == 0)
        {
            return CellOutputs.Current is { } cell ? cell.Ask(Line) : elsewhere.ReadLine();
        }

        string rest = unread.TrimEnd('\n');
        unread = "";
        return rest;
    }

    public override int Read()
    {
        int next = Peek();
        unread = next < 0 ? "" : unread[1..];
        return next;
    }

    public override int Peek()
    {
        if (unread.Length == 0 && ReadLine() is { } line)
        {
            unread = line + "\n";
        }

        return unread.Length == 0 ? -1 : unread[0];
    }
}

using System.Text;

namespace Workbench.Notebooks;

/// <summary>
/// Sends what cells write to <see cref="Console"/> to their outputs, and what they read there comes from who reads the notebook; what the
/// rest of the process writes goes where it went before.
/// </summary>
internal sealed class ConsoleCapture(string stream, TextWriter elsewhere) : TextWriter
{
    private static readonly Lazy<bool> Installed = new(() =>
    {
        Console.SetOut(new ConsoleCapture("stdout", Console.Out));
        Console.SetError(new ConsoleCapture("stderr", Console.Error));
        Console.SetIn(new CellInput(Console.In));
        return true;
    });

    public override Encoding Encoding => elsewhere.Encoding;

    /// <summary>Does it, once in a process.</summary>
    public static void Install() => _ = Installed.Value;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (CellOutputs.Current is { } outputs)
        {
            outputs.Write(stream, value ?? "");
        }
        else
        {
            elsewhere.Write(value);
        }
    }

    public override void WriteLine() => Write(CoreNewLine, 0, CoreNewLine.Length);

    public override void WriteLine(string? value) => Write(value + NewLine);
}

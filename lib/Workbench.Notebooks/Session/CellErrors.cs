using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks;

/// <summary>Turns what went wrong into the error output a reader sees: what, and where in the cell.</summary>
internal static partial class CellErrors
{
    private const string CellBody = "<<Initialize>>";

    /// <summary>An exception the cell threw. The traceback ends at the line of the cell it came from.</summary>
    public static ErrorOutput Of(Exception exception)
    {
        var traceback = new List<string>();
        for (Exception? error = exception; error is not null; error = error.InnerException)
        {
            traceback.Add($"{(error == exception ? "" : "caused by ")}{NameOf(error)}: {error.Message}");
            traceback.AddRange(Frames(error.StackTrace ?? ""));
        }

        return new ErrorOutput(NameOf(exception), exception.Message, traceback);
    }

    /// <summary>What the compiler refused: each error with its line, and a mark under its column.</summary>
    public static ErrorOutput Of(CompilationFailedException failure)
    {
        var messages = new List<string>();
        var traceback = new List<string>();
        foreach (var (place, text) in Explained(failure))
        {
            LinePosition at = place.GetLineSpan().StartLinePosition;
            string message = $"({at.Line + 1},{at.Character + 1}): {text}";
            string path = place.GetLineSpan().Path;
            string file = Path.GetFileName(path);
            messages.Add(file == path ? message : file + message);
            traceback.Add(file + message);
            if (place.SourceTree?.GetText() is { } source)
            {
                traceback.Add("    " + source.Lines[at.Line]);
                traceback.Add("    " + new string(' ', at.Character) + "^");
            }
        }

        return new ErrorOutput("CompilationError", string.Join('\n', messages), traceback);
    }

    /// <summary>A message of the session itself.</summary>
    public static ErrorOutput Of(string name, string message) => new(name, message, [$"{name}: {message}"]);

    /// <summary>The compiler's errors, or the one cause of all of them where it is known and the compiler does not say it.</summary>
    private static IEnumerable<(Location Place, string Text)> Explained(CompilationFailedException failure)
    {
        Location[] declarations =
        [
            .. from tree in failure.Errors.Select(e => e.Location.SourceTree).OfType<SyntaxTree>().Distinct()
               from start in UsingDeclaration.FindAll(tree)
               select Location.Create(tree, new TextSpan(start, 0)),
        ];
        return declarations.Length > 0
            ? declarations.Select(place => (place, $"error: {UsingDeclaration.Explanation}"))
            : failure.Errors.OrderBy(e => e.Location.SourceSpan.Start)
                .Select(e => (e.Location, $"error {e.Id}: {e.GetMessage(CultureInfo.InvariantCulture)}{Hint(e)}"));
    }

    private static string Hint(Diagnostic error) => LibraryCell.Errors.Contains(error.Id) ? $". {LibraryCell.Explanation}" : "";

    private static string NameOf(Exception exception) => SubmissionPrefix().Replace(exception.GetType().FullName ?? "Exception", "");

    /// <summary>The frames from the throw up to the cell; what called the cell is the engine's business.</summary>
    private static IEnumerable<string> Frames(string stackTrace)
    {
        string[] frames = [.. stackTrace.Split('\n').Select(f => f.TrimEnd('\r')).Where(f => f.StartsWith("   at ", StringComparison.Ordinal))];
        int cell = Array.FindLastIndex(frames, f => f.Contains(CellBody, StringComparison.Ordinal));
        return frames.Take(cell < 0 ? frames.Length : cell + 1)
            .Select(f => f.Contains(CellBody, StringComparison.Ordinal) ? $"   at {CellPlace().Match(f).Groups[1].Value}" : SubmissionPrefix().Replace(f, ""));
    }

    [GeneratedRegex(@"Submission#\d+[.+]")]
    private static partial Regex SubmissionPrefix();

    [GeneratedRegex(@" in (.*:line \d+)$")]
    private static partial Regex CellPlace();
}

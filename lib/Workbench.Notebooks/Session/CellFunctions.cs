using System.Diagnostics.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>What every cell can call without a <c>using</c>.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "display(x) and x.Display() are the names .NET Interactive gave them.")]
public static class CellFunctions
{
    private static CellOutputs Outputs => CellOutputs.Current
        ?? throw new InvalidOperationException("There is no notebook cell running that could show anything.");

    /// <summary>Shows a value at this point of the cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for plain text, HTML and the types its formatters prefer.</param>
    /// <returns>A handle with which to show something else in the same place.</returns>
    [SuppressMessage("Style", "IDE1006", Justification = "The name .NET Interactive gave it, which notebooks use.")]
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Shows this value at this point of the cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for plain text, HTML and the types its formatters prefer.</param>
    /// <returns>A handle with which to show something else in the same place.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Takes back what the cell has shown and printed so far.</summary>
    /// <param name="wait">Whether only when it shows something next, so that nothing flickers.</param>
    [SuppressMessage("Style", "IDE1006", Justification = "The name notebooks know it by.")]
    public static void clear_output(bool wait = false) => Outputs.Add(new OutputsCleared(wait));

    private static DisplayedValue Show(object? value, string[] mimeTypes)
    {
        CellOutputs outputs = Outputs;
        string id = Guid.NewGuid().ToString("N");
        outputs.Add(new OutputProduced(new DisplayOutput(Presentation.Of(value, mimeTypes), id)));
        return new DisplayedValue(outputs, id, mimeTypes);
    }

    /// <summary>Questions to the reader of the notebook, under the names that .NET Interactive gave them.</summary>
    public static class Kernel
    {
        /// <summary>Asks for a line of text.</summary>
        /// <param name="prompt">What to ask.</param>
        /// <returns>The answer.</returns>
        /// <exception cref="InvalidOperationException">There is nobody to answer.</exception>
        public static Task<string> GetInputAsync(string prompt = "") => AskAsync(new InputRequest(prompt, Password: false));

        /// <summary>Asks for a text that is not shown while it is typed, and is not kept in the notebook.</summary>
        /// <param name="prompt">What to ask.</param>
        /// <returns>The answer.</returns>
        /// <exception cref="InvalidOperationException">There is nobody to answer.</exception>
        public static Task<string> GetPasswordAsync(string prompt = "") => AskAsync(new InputRequest(prompt, Password: true));

        private static Task<string> AskAsync(InputRequest question) => Task.Run(() => Outputs.Ask(question)
            ?? throw new InvalidOperationException($"There is nobody to answer: {question.Prompt}"));
    }
}

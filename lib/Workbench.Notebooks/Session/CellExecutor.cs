using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>Carries out the parts of a cell: C#, text, packages, and the cells of files it imports.</summary>
internal sealed class CellExecutor
{
    private readonly string folder;
    private readonly CellOutputs outputs;
    private readonly CellThread thread;
    private readonly CellLoadContext context = new();
    private readonly CellReferences references;
    private readonly ScriptChain script;
    private readonly PackageRestore packages;
    private readonly Stack<string> importing = [];

    public CellExecutor(string folder, CellOutputs outputs, CellThread thread)
    {
        this.folder = folder;
        this.outputs = outputs;
        this.thread = thread;
        references = new CellReferences(folder, context);
        script = new ScriptChain(folder, references, context);
        packages = new PackageRestore(folder);
    }

    /// <summary>What could stand at a position of a cell that is being written.</summary>
    public CodeCompletions Complete(string code, int position) =>
        CellParser.Complete(code, position) ?? Completer.Complete(script.Draft(CellParser.WithoutDirectives(code)), position);

    /// <summary>What stands at a position of a cell that is being written; null when there is nothing to say.</summary>
    public MimeBundle? Inspect(string code, int position) => Inspector.Inspect(script.Draft(CellParser.WithoutDirectives(code)), position);

    /// <summary>Compiles and formats something trivial, so that the first cell finds both ready.</summary>
    public void WarmUp()
    {
        script.Compile("1 + 1", "warm-up", CancellationToken.None);
        Presentation.Of(2);
    }

    /// <summary>Executes a cell.</summary>
    /// <param name="code">Its source.</param>
    /// <param name="number">The number of the execution.</param>
    /// <param name="stop">What stops it.</param>
    /// <exception cref="CompilationFailedException">The compiler refuses it.</exception>
    /// <exception cref="DirectiveException">A directive is unknown, or cannot be carried out.</exception>
    public Task ExecuteAsync(string code, int number, CellInterruption stop) =>
        ExecuteAsync(code, $"cell {number}", folder, value => new ResultOutput(value, number), stop);

    /// <param name="code">The source.</param>
    /// <param name="name">What traces call it; a path when it comes from a file.</param>
    /// <param name="from">The folder its relative paths start from.</param>
    /// <param name="result">How to show the value of the last part.</param>
    /// <param name="stop">What stops it.</param>
    private async Task ExecuteAsync(string code, string name, string from, Func<MimeBundle, CellOutput> result, CellInterruption stop)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<CellPart> parts = CellParser.Parse(code);
        foreach (CellPart part in parts)
        {
            stop.Polite.ThrowIfCancellationRequested();
            switch (part)
            {
                case CodePart csharp:
                    await RunAsync(csharp.Code, name, part == parts[^1] ? result : value => new DisplayOutput(value), stop).ConfigureAwait(false);
                    break;
                case TextPart text:
                    outputs.Add(new OutputProduced(new DisplayOutput(Shown(text))));
                    break;
                case ImportPart import:
                    await ImportAsync(Path.GetFullPath(import.Path, from), import, stop).ConfigureAwait(false);
                    break;
                case PackageSourcePart source:
                    packages.AddSource(source.Source);
                    break;
                case PackagePart package:
                    Add(await packages.AddAsync(package.Id, package.Version, stop.Polite).ConfigureAwait(false));
                    break;
            }
        }

        if (parts.Any(p => p is TimePart))
        {
            string time = string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.Elapsed.TotalMilliseconds:0.####}ms");
            outputs.Add(new OutputProduced(new DisplayOutput(new MimeBundle(("text/plain", time)))));
        }
    }

    private async Task RunAsync(string code, string name, Func<MimeBundle, CellOutput> result, CellInterruption stop)
    {
        if (LibraryCell.TryParse(code, name, stop.Polite) is SyntaxTree library)
        {
            script.AddLibrary(library, stop.Polite);
            return;
        }

        Submission submission = script.Compile(code, name, stop.Polite);
        Task<object?> run = thread.RunAsync(
            () =>
            {
                outputs.Adopt();
                return script.RunAsync(submission);
            },
            stop.Abort);
        object? value = await run.WaitAsync(stop.GivenUp).ConfigureAwait(false);
        if (value is not DisplayedValue && (value is not null || ScriptChain.HasResult(submission)))
        {
            outputs.Add(new OutputProduced(result(Presentation.Of(value))));
        }
    }

    private async Task ImportAsync(string path, ImportPart directive, CellInterruption stop)
    {
        if (!File.Exists(path))
        {
            throw new DirectiveException($"line {directive.Line}: #!import found no file {directive.Path} ({path}).");
        }

        if (importing.Contains(path))
        {
            throw new DirectiveException($"line {directive.Line}: {directive.Path} imports itself.");
        }

        importing.Push(path);
        try
        {
            foreach (var (code, name) in ImportedFile.Cells(path))
            {
                await ExecuteAsync(code, name, Path.GetDirectoryName(path)!, value => new DisplayOutput(value), stop).ConfigureAwait(false);
            }
        }
        finally
        {
            importing.Pop();
        }
    }

    private void Add(PackageFiles files)
    {
        foreach (string native in files.Native)
        {
            context.AddFolder(Path.GetDirectoryName(native)!);
        }

        foreach (string assembly in files.Assemblies)
        {
            script.AddReference(references.Add(assembly));
        }
    }

    private static MimeBundle Shown(TextPart part) => part.Language switch
    {
        "markdown" => new MimeBundle(("text/plain", part.Text), ("text/markdown", part.Text)),
        "html" => new MimeBundle(("text/plain", part.Text), ("text/html", part.Text)),
        _ => new MimeBundle(("text/plain", part.Text), ("text/html", $"<script type=\"module\">\n{part.Text}\n</script>")),
    };
}

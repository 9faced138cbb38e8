using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Workbench.Notebooks;

/// <summary>
/// The chain of Roslyn script submissions, one for each cell: each sees what the earlier ones declared, and the latest declaration of a
/// name is the one that counts.
/// </summary>
internal sealed class ScriptChain(string folder, CellReferences references, CellLoadContext context)
{
    /// <summary>What a cell may use without a <c>using</c>: .NET Interactive's list, and System.IO.</summary>
    private static readonly string[] DefaultUsings =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
    ];

    private static readonly string Functions = typeof(CellFunctions).FullName!;
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly EmitOptions Emitting = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly CellSources sources = new(folder);
    private readonly List<MetadataReference> always = [.. references.Always];
    private readonly List<MetadataReference> added = [];
    private readonly List<CellLibrary> libraries = [];
    private readonly List<string> usings = [.. DefaultUsings.Append($"static {Functions}").Select(u => $"using {u};")];
    private CSharpCompilation? last;
    private object?[] states = new object?[16];
    private int count;
    private int compilations;

    private IEnumerable<MetadataReference> AllReferences => [.. always, .. added, .. libraries.Select(l => l.Reference)];

    /// <summary>Adds an assembly for the cells to come.</summary>
    public void AddReference(MetadataReference reference)
    {
        if (!added.Contains(reference) && !always.Contains(reference))
        {
            added.Add(reference);
        }
    }

    /// <summary>Compiles a cell after all earlier ones. The chain does not change before <see cref="RunAsync"/>.</summary>
    /// <param name="code">The source.</param>
    /// <param name="name">What stack traces and errors call it; a path when it comes from a file.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CompilationFailedException">The compiler found errors.</exception>
    public Submission Compile(string code, string name, CancellationToken cancellation)
    {
        CSharpCompilation compilation = Read(code, name, cancellation);
        if (compilation.SyntaxTrees.All(t => t.GetCompilationUnitRoot(cancellation).Members.Count == 0))
        {
            // Only directives, usings and comments. The compiler makes no assembly of nothing.
            ThrowIfWrong(compilation.GetDiagnostics(cancellation));
            return new Submission(compilation, Run: null);
        }

        using MemoryStream image = new(), symbols = new();
        Assembly assembly = EmitAndLoad(compilation, image, symbols, cancellation);
        IMethodSymbol entry = compilation.GetEntryPoint(cancellation)!;
        MethodInfo run = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return new Submission(compilation, run.CreateDelegate<Func<object?[], Task<object?>>>());
    }

    /// <summary>Reads a cell that is being written, to be asked about. Nothing changes.</summary>
    public CodeDraft Draft(string code) => new(Read(code, "draft", CancellationToken.None));

    /// <summary>Compiles a cell of types as a library for the cells to come. It takes the place of one that declared the same types.</summary>
    /// <exception cref="CompilationFailedException">The compiler found errors.</exception>
    public void AddLibrary(SyntaxTree tree, CancellationToken cancellation)
    {
        var compilation = CSharpCompilation.Create(
            NextName(), [LibraryCell.Usings(usings), tree], AllReferences, Options(OutputKind.DynamicallyLinkedLibrary));
        CellLibrary library = new(compilation);
        libraries.RemoveAll(library.Replaces);
        compilation = compilation.WithReferences(AllReferences);
        ThrowIfWrong(compilation.GetDiagnostics(cancellation)); // with the columns of the cell, which the next step moves
        compilation = compilation.ReplaceSyntaxTree(tree, LibraryCell.Publish(tree));
        using MemoryStream image = new(), symbols = new();
        EmitAndLoad(compilation, image, symbols, cancellation);
        libraries.Add(library with { Reference = MetadataReference.CreateFromImage(image.ToArray()) });
    }

    /// <summary>Runs a compiled cell. What it declared is there for later cells even when it throws half way.</summary>
    /// <returns>The value of its trailing expression; null when it has none.</returns>
    public Task<object?> RunAsync(Submission submission)
    {
        last = submission.Compilation;
        count++;
        foreach (MetadataReference reference in last.DirectiveReferences)
        {
            AddReference(reference);
        }

        foreach (SyntaxTree tree in last.SyntaxTrees)
        {
            usings.AddRange(tree.GetCompilationUnitRoot().Usings.Select(u => u.ToString()).Except(usings).ToList());
        }

        if (count + 1 >= states.Length)
        {
            Array.Resize(ref states, 2 * states.Length);
        }

        return submission.Run?.Invoke(states) ?? Task.FromResult<object?>(null);
    }

    /// <summary>Whether a cell ends in an expression that has a value, be it null.</summary>
    public static bool HasResult(Submission submission)
    {
        SyntaxTree tree = submission.Compilation.SyntaxTrees[^1];
        return tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax end }
            && end.SemicolonToken.IsMissing
            && submission.Compilation.GetSemanticModel(tree).GetTypeInfo(end.Expression) is { Type: not { SpecialType: SpecialType.System_Void } };
    }

    private CSharpCompilation Read(string code, string name, CancellationToken cancellation)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), Script, name, cancellation);
        CSharpCompilationOptions options = Options(OutputKind.DynamicallyLinkedLibrary)
            .WithScriptClassName($"Submission#{count + 1}")
            .WithUsings((last is null ? DefaultUsings.Append(Functions) : []).Concat(libraries.SelectMany(l => l.GlobalExtensions)));
        return CSharpCompilation.CreateScriptCompilation(NextName(), tree, AllReferences, options, last, typeof(object));
    }

    private Assembly EmitAndLoad(CSharpCompilation compilation, MemoryStream image, MemoryStream symbols, CancellationToken cancellation)
    {
        EmitResult result = compilation.Emit(image, symbols, options: Emitting, cancellationToken: cancellation);
        ThrowIfWrong(result.Diagnostics);
        image.Position = symbols.Position = 0;
        return context.LoadFromStream(image, symbols);
    }

    private static void ThrowIfWrong(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            throw new CompilationFailedException([.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
        }
    }

    private string NextName() => $"cells-{++compilations}";

    private CSharpCompilationOptions Options(OutputKind kind) => new(
        kind,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        sourceReferenceResolver: sources,
        metadataReferenceResolver: references,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
}

using System.Collections.Immutable;
using System.Reflection;
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

    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly CellSources sources = new(folder);
    private readonly List<MetadataReference> added = [];
    private readonly List<MetadataReference> always = [.. references.Always];
    private CSharpCompilation? last;
    private object?[] states = new object?[16];
    private int count;
    private int compilations;

    /// <summary>Adds a library for the cells to come.</summary>
    public void AddReference(MetadataReference reference)
    {
        if (!added.Contains(reference))
        {
            added.Add(reference);
        }
    }

    /// <summary>Compiles a cell after all earlier ones. The chain does not change before <see cref="RunAsync"/>.</summary>
    /// <param name="code">The source.</param>
    /// <param name="name">What stack traces and errors call it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CompilationFailedException">The compiler found errors.</exception>
    public Submission Compile(string code, string name, CancellationToken cancellation)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), Script, name, cancellation);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"cells-{++compilations}", tree, always.Concat(added), Options($"Submission#{count + 1}"), last, typeof(object));
        if (compilation.SyntaxTrees.All(t => t.GetCompilationUnitRoot(cancellation).Members.Count == 0))
        {
            // Only directives, usings and comments. The compiler makes no assembly of nothing.
            ThrowIfWrong(compilation.GetDiagnostics(cancellation));
            return new Submission(compilation, Run: null);
        }

        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = compilation.Emit(image, symbols, options: Emit, cancellationToken: cancellation);
        ThrowIfWrong(result.Diagnostics);
        image.Position = symbols.Position = 0;
        Assembly assembly = context.LoadFromStream(image, symbols);
        IMethodSymbol? entry = compilation.GetEntryPoint(cancellation);
        MethodInfo? run = entry is null
            ? null
            : assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!.GetMethod(
                entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return new Submission(compilation, run?.CreateDelegate<Func<object?[], Task<object?>>>());
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
        return tree.GetCompilationUnitRoot().Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax last }
            && last.SemicolonToken.IsMissing
            && submission.Compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression) is { Type: not { SpecialType: SpecialType.System_Void } };
    }

    private static void ThrowIfWrong(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            throw new CompilationFailedException([.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
        }
    }

    private CSharpCompilationOptions Options(string scriptClass) => new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: scriptClass,
        usings: count == 0 ? [.. DefaultUsings, $"{nameof(Workbench)}.{nameof(Notebooks)}.{nameof(CellFunctions)}"] : [],
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        concurrentBuild: true,
        sourceReferenceResolver: sources,
        metadataReferenceResolver: references,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
}

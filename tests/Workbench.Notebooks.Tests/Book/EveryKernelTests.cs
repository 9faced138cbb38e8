using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbench.Testing;

namespace Workbench.Notebooks.Tests.Book;

/// <summary>
/// The notebooks keep to what .NET Interactive, ClrKernel and Verso share, as far as the compiler can tell: usings written out, every library
/// whose types appear named by <c>#r</c>, nothing of the host but <c>display</c>, and only values that show themselves in each of them.
/// </summary>
public sealed partial class EveryKernelTests
{
    /// <summary>Types of other libraries for which <c>Formatters.Register</c>, in the first cell, has a formatter.</summary>
    private static readonly string[] Registered = ["Deedle.Frame", "Deedle.Series", "Plotly.NET.GenericChart", "TorchSharp.torch.Tensor", "TorchSharp.torch.nn.Module"];

    private static readonly string Folder = Path.Combine(SharedData.Repository, "notebooks");

    /// <summary>The notebooks of the book.</summary>
    public static TheoryData<string> Notebooks => [.. Directory.GetFiles(Folder, "*.ipynb").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void ANotebookNeedsNothingOfItsHost(string name)
    {
        Assert.SkipUnless(File.Exists(Path.Combine(SharedData.Repository, "lib/Workbench/bin/Release/net10.0/Workbench.dll")), "needs the library built with -c Release, which the notebooks refer to");
        CSharpCompilation[] cells = [.. Compile(NotebookDocument.Load(Path.Combine(Folder, $"{name}.ipynb")))];

        Assert.NotEmpty(cells.SelectMany(Shown));
        Assert.All(cells, cell =>
        {
            Assert.All(Shown(cell), type => Assert.True(ShowsItself(type), $"{type} does not show itself as HTML in every kernel"));
            Assert.All(OfTheHost(cell), name => Assert.Contains(name, (string[])["display", "Display", "DisplayedValue", "Update"]));
        });
    }

    /// <summary>The cells, each after the earlier ones, with no using but their own and <c>display</c>'s, and no reference but the runtime and their own.</summary>
    private static IEnumerable<CSharpCompilation> Compile(NotebookDocument notebook)
    {
        CSharpParseOptions script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);
        List<MetadataReference> references =
        [
            .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file)),
            MetadataReference.CreateFromFile(typeof(CellFunctions).Assembly.Location),
        ];
        CSharpCompilation? last = null;
        foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code))
        {
            references.AddRange(Reference().Matches(cell.Source).Select(match => MetadataReference.CreateFromFile(Path.GetFullPath(match.Groups[1].Value, Folder))));
            last = CSharpCompilation.CreateScriptCompilation(
                $"cell-{Guid.NewGuid():N}",
                CSharpSyntaxTree.ParseText(Reference().Replace(cell.Source, ""), script),
                references,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: last is null ? [typeof(CellFunctions).FullName!] : null),
                last,
                typeof(object));
            Assert.Empty(last.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            yield return last;
        }
    }

    /// <summary>The types of what a cell shows: its trailing expression, and what it displays.</summary>
    private static IEnumerable<ITypeSymbol> Shown(CSharpCompilation cell)
    {
        SyntaxTree tree = cell.SyntaxTrees.Single();
        SemanticModel model = cell.GetSemanticModel(tree);
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        IEnumerable<ExpressionSyntax> trailing = root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } end } ? [end.Expression] : [];
        IEnumerable<ExpressionSyntax> displayed = root.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => call switch
        {
            { Expression: IdentifierNameSyntax { Identifier.Text: "display" } } => call.ArgumentList.Arguments.First().Expression,
            { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Display" } member } => member.Expression,
            _ => null,
        }).OfType<ExpressionSyntax>();
        return trailing.Concat(displayed).Select(expression => model.GetTypeInfo(expression).Type).OfType<ITypeSymbol>().Where(type => type.SpecialType != SpecialType.System_Void);
    }

    /// <summary>Ours have all three conventions; text and numbers need none; others are registered.</summary>
    private static bool ShowsItself(ITypeSymbol type)
    {
        ITypeSymbol[] line = [.. Line(type)];
        return type.SpecialType != SpecialType.None || type.TypeKind == TypeKind.Enum
            || (type.ContainingAssembly?.Name == "Workbench"
                ? line.Any(t => t.GetMembers("ToHtml").OfType<IMethodSymbol>().Any(m => m is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, Parameters.Length: 0 }))
                    && line.Any(t => t.GetAttributes().Any(a => a.AttributeClass?.Name == "TypeFormatterSourceAttribute"))
                    && line.SkipLast(1).Any(t => t.GetMembers("ToString").OfType<IMethodSymbol>().Any(m => m.IsOverride && m.Parameters.IsEmpty))
                : line.Any(t => Registered.Contains(t.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None)))));
    }

    private static IEnumerable<ITypeSymbol> Line(ITypeSymbol type)
    {
        for (ITypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            yield return one;
        }
    }

    /// <summary>The names of what a cell uses of the host.</summary>
    private static IEnumerable<string> OfTheHost(CSharpCompilation cell)
    {
        SemanticModel model = cell.GetSemanticModel(cell.SyntaxTrees.Single());
        return cell.SyntaxTrees.Single().GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .Where(symbol => symbol?.ContainingAssembly?.Name == typeof(CellFunctions).Assembly.GetName().Name)
            .Select(symbol => symbol!.Name);
    }

    private static bool IsManaged(string file)
    {
        using System.Reflection.PortableExecutable.PEReader reader = new(File.OpenRead(file));
        return reader.HasMetadata;
    }

    [GeneratedRegex("^#r \"(.*)\"\\s*$", RegexOptions.Multiline)]
    private static partial Regex Reference();
}

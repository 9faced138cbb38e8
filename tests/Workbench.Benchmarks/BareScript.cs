using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Benchmarks;

/// <summary>The least that C# cells can cost: a chain of Roslyn submissions, compiled, loaded and run, with nothing around them.</summary>
internal sealed class BareScript
{
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    private readonly MetadataReference[] references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private CSharpCompilation? last;
    private object?[] states = new object?[16];
    private int count;

    public Task<object?> RunAsync(string code)
    {
        last = CSharpCompilation.CreateScriptCompilation(
            $"bare-{++count}",
            CSharpSyntaxTree.ParseText(code, Script),
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, scriptClassName: $"Submission#{count}", optimizationLevel: OptimizationLevel.Release),
            last,
            typeof(object));
        using var image = new MemoryStream();
        if (!last.Emit(image).Success)
        {
            throw new InvalidOperationException($"{code} does not compile.");
        }

        IMethodSymbol entry = last.GetEntryPoint(CancellationToken.None)!;
        var run = Assembly.Load(image.ToArray()).GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        if (count + 1 >= states.Length)
        {
            Array.Resize(ref states, 2 * states.Length);
        }

        return run(states);
    }
}

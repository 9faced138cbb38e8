using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Tests.Session;

public sealed class ReferenceTests : SessionTest
{
    [Fact]
    public async Task ALibraryIsFoundRelativeToTheNotebook()
    {
        Library("libs/First.dll", "namespace First; public class Greeter { public string Hello => \"hello\"; }");

        Assert.Equal("hello", (await RunWellAsync("#r \"libs/First.dll\"\nnew First.Greeter().Hello")).Value);
        Assert.Equal("hello", (await RunWellAsync("new First.Greeter().Hello")).Value);
    }

    [Fact]
    public async Task WhatLiesBesideALibraryIsFoundForIt()
    {
        string inner = Library("libs/Inner.dll", "namespace Inner; public class Part { public int Size => 7; }");
        Library("libs/Outer.dll", "namespace Outer; public class Whole { public Inner.Part Part => new(); }", inner);

        Assert.Equal("7", (await RunWellAsync("#r \"libs/Outer.dll\"\nvar part = new Outer.Whole().Part;\npart.Size")).Value);
    }

    [Fact]
    public async Task AnAssemblyTheHostHasIsNotLoadedTwice()
    {
        string copy = Path.Combine(Folder, "Microsoft.DotNet.Interactive.Formatting.dll");
        File.Copy(typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location, copy);

        Assert.Equal("1", (await RunWellAsync(
            "#r \"Microsoft.DotNet.Interactive.Formatting.dll\"\n"
            + "Microsoft.DotNet.Interactive.Formatting.Formatter.ListExpansionLimit.ToString();\n"
            + "AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name == \"Microsoft.DotNet.Interactive.Formatting\")")).Value);
    }

    [Fact]
    public async Task ANewerAssemblyOfAHostsNameIsLoadedBesideIt()
    {
        Library("Markdig.dll", "[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] namespace Mine; public class Own { public int Value => 3; }");

        Assert.Equal("3", (await RunWellAsync("#r \"Markdig.dll\"\nnew Mine.Own().Value")).Value);
    }

    [Fact]
    public async Task AReferenceThatFindsNothingHasItsLine() =>
        Assert.StartsWith("(1,1): error CS0006", (await RunAsync("#r \"nothing.dll\"")).Error.Value, StringComparison.Ordinal);

    [Fact]
    public async Task AFileThatIsNoAssemblyIsRefused()
    {
        Write("text.dll", "no assembly");

        Assert.Contains("text.dll", (await RunAsync("#r \"text.dll\"")).Error.Value, StringComparison.Ordinal);
        await RunWellAsync("1");
    }

    [Fact]
    public async Task ALibraryOfTheRuntimeGoesByItsName() =>
        Assert.Equal("<a />", (await RunWellAsync("#r \"System.Xml.Linq\"\nnew System.Xml.Linq.XElement(\"a\").ToString()")).Value);

    [Fact]
    public async Task APackageComesThroughTheCommandLineAndItsSettings()
    {
        Package("Own.Package", "1.2.3", "namespace Own; public static class Package { public static string Name => \"from a package\"; }");
        Write("NuGet.config", "<configuration><packageSources><clear /><add key=\"here\" value=\"feed\" /></packageSources></configuration>");

        Assert.Equal("from a package", (await RunWellAsync("#r \"nuget: Own.Package, 1.2.3\"\nOwn.Package.Name")).Value);
        Assert.Equal("from a package", (await RunWellAsync("#r \"nuget: Own.Package, 1.2.3\"\nOwn.Package.Name")).Value);

        ErrorOutput two = (await RunAsync("#r \"nuget: Own.Package, 2.0.0\"")).Error;
        Assert.Contains("Own.Package 2.0.0 cannot join Own.Package 1.2.3", two.Value, StringComparison.Ordinal);

        ErrorOutput missing = (await RunAsync("#r \"nuget: No.Such.Package, 1.0.0\"")).Error;
        Assert.Contains("No.Such.Package", missing.Value, StringComparison.Ordinal);
        Assert.Contains("NU1101", missing.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFurtherSourceIsRelativeToTheNotebook()
    {
        Package("Own.Other", "1.0.0", "namespace Own; public static class Other { public static int Value => 5; }");
        Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");

        Assert.Equal("5", (await RunWellAsync("#i \"nuget: feed\"\n#r \"nuget: Own.Other\"\nOwn.Other.Value")).Value);
    }

    [Theory]
    [InlineData("#r \"nuget:\"")]
    [InlineData("#r \"nuget: A, 1, 2\"")]
    [InlineData("#r \"nuget: ,1.0\"")]
    public async Task APackageIsNamedByIdAndVersion(string code) =>
        Assert.Contains("should read #r \"nuget: Id, Version\"", (await RunAsync(code)).Error.Value, StringComparison.Ordinal);

    /// <summary>Compiles a library into the notebook's folder.</summary>
    private string Library(string name, string source, params string[] references)
    {
        string path = Write(name, "");
        IEnumerable<string> runtime = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Where(f => Path.GetFileName(f) is "System.Runtime.dll" or "System.Private.CoreLib.dll");
        var result = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(name),
            [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)],
            runtime.Concat(references).Select(f => MetadataReference.CreateFromFile(f)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }

    /// <summary>Puts a package with one library into the folder <c>feed</c>.</summary>
    private void Package(string id, string version, string source)
    {
        string library = Library($"build/{id}.dll", source);
        Directory.CreateDirectory(Path.Combine(Folder, "feed"));
        using var package = ZipFile.Open(Path.Combine(Folder, "feed", $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (var manifest = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            manifest.Write(
                $"<package><metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>test</description></metadata></package>");
        }

        package.CreateEntryFromFile(library, $"lib/net10.0/{id}.dll");
    }
}

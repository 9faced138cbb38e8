using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Workbench.Notebooks;

/// <summary>
/// Reads XML docs. A library's lie beside it; the runtime's come with the .NET SDK, in the pack of its reference assemblies, under the names
/// of the assemblies that programs are compiled against.
/// </summary>
internal static partial class Documentation
{
    private static readonly Lazy<string[]> RuntimeFiles = new(FindRuntimeFiles);

    /// <summary>What the docs say of a symbol, as text; empty when they say nothing.</summary>
    public static string Of(ISymbol symbol, Compilation compilation)
    {
        ISymbol original = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        if (original.GetDocumentationCommentId() is not { } id || original.ContainingAssembly is null
            || compilation.GetMetadataReference(original.ContainingAssembly) is not PortableExecutableReference { FilePath: { } file })
        {
            return "";
        }

        string beside = Path.ChangeExtension(file, ".xml");
        string[] places = File.Exists(beside) ? [beside] : HostAssemblies.IsRuntime(file) ? RuntimeFiles.Value : [];
        return places.Select(place => Member(place, id)).FirstOrDefault(member => member is not null) is { } found ? Write(found) : "";
    }

    /// <summary>One member of a file, which may have megabytes: it is searched as text, and only the member is read as XML.</summary>
    private static XElement? Member(string file, string id)
    {
        string text = File.ReadAllText(file);
        int start = text.IndexOf($"<member name=\"{id}\"", StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf("</member>", start, StringComparison.Ordinal);
        try
        {
            return end < 0 ? null : XElement.Parse(text[start..(end + "</member>".Length)]);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Write(XElement member)
    {
        var text = new StringBuilder();
        foreach (XElement part in member.Elements())
        {
            string words = Words(part);
            string? head = part.Name.LocalName switch
            {
                "summary" => "",
                "param" or "typeparam" => $"{part.Attribute("name")?.Value}: ",
                "returns" => "Returns: ",
                "value" => "Value: ",
                "exception" => $"Throws {Name(part.Attribute("cref")?.Value)}: ",
                "remarks" => "\n",
                _ => null,
            };
            if (head is not null && words.Length > 0)
            {
                text.Append(head).Append(words).Append('\n');
            }
        }

        return text.ToString().Trim();
    }

    private static string Words(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(node => node switch
    {
        XText words => words.Value,
        XElement { Name.LocalName: "para" or "list" or "item" } block => $" {Words(block)} ",
        XElement inner when inner.IsEmpty => Name((inner.Attribute("cref") ?? inner.Attribute("name") ?? inner.Attribute("langword") ?? inner.Attribute("href"))?.Value),
        XElement inner => Words(inner),
        _ => "",
    })), " ").Trim();

    /// <summary>The readable end of <c>M:System.Console.WriteLine(System.String)</c>: <c>Console.WriteLine</c>.</summary>
    private static string Name(string? reference)
    {
        if (reference is null or not [_, ':', ..])
        {
            return reference ?? "";
        }

        string[] parts = Arity().Replace(reference[2..].Split('(')[0], "").Split('.');
        return reference[0] is 'T' or 'N' ? parts[^1] : string.Join('.', parts.TakeLast(2));
    }

    private static string[] FindRuntimeFiles()
    {
        string dotnet = Path.GetFullPath(Path.Combine(HostAssemblies.RuntimeFolder, "..", "..", ".."));
        var packs = new DirectoryInfo(Path.Combine(dotnet, "packs", "Microsoft.NETCore.App.Ref"));
        string framework = $"net{Environment.Version.Major}.0";
        string? folder = packs.Exists
            ? packs.GetDirectories().Select(d => Path.Combine(d.FullName, "ref", framework)).Where(Directory.Exists).Order(StringComparer.Ordinal).LastOrDefault()
            : null;

        // Most of what cells use is in the first of them.
        return folder is null ? [] : [.. Directory.GetFiles(folder, "*.xml").OrderBy(f => Path.GetFileName(f) switch
        {
            "System.Runtime.xml" => 0,
            "System.Collections.xml" => 1,
            "System.Linq.xml" => 2,
            "System.Console.xml" => 3,
            _ => 4,
        })];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}

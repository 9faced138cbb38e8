using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks;

/// <summary>
/// Gets packages through the .NET command line, so that the user's sources, credentials and cache count. A small project that refers to
/// the packages is restored, and says which files of them this system needs.
/// </summary>
/// <param name="folder">The notebook's folder, from which NuGet.config files are looked up.</param>
internal sealed class PackageRestore(string folder)
{
    private readonly Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> sources = [];

    /// <summary>Adds a place to look for packages: a URL, or a folder relative to the notebook.</summary>
    public void AddSource(string source)
    {
        string place = source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source, folder);
        if (!sources.Contains(place))
        {
            sources.Add(place);
        }
    }

    /// <summary>Gets a package and everything it needs, together with the packages of earlier cells.</summary>
    /// <returns>The files of all packages so far.</returns>
    /// <exception cref="DirectiveException">The package cannot be had, or the session has another version of it.</exception>
    public async Task<PackageFiles> AddAsync(string id, string? version, CancellationToken cancellation)
    {
        string wanted = version ?? "*";
        if (versions.TryGetValue(id, out string? has) && version is not null && has != wanted)
        {
            throw new DirectiveException(
                $"{id} {wanted} cannot join {id} {has}, which this session uses. Ask for one version, in a fresh session.");
        }

        bool isNew = versions.TryAdd(id, wanted);
        try
        {
            return await RestoreAsync(cancellation).ConfigureAwait(false);
        }
        catch when (isNew)
        {
            versions.Remove(id);
            throw;
        }
    }

    private async Task<PackageFiles> RestoreAsync(CancellationToken cancellation)
    {
        string project = Project();
        string place = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "workbench", "packages", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]);
        string remembered = Path.Combine(place, "files.json");
        bool floating = versions.Values.Any(v => v.Contains('*', StringComparison.Ordinal));
        if (!floating && File.Exists(remembered) && Read(await File.ReadAllTextAsync(remembered, cancellation).ConfigureAwait(false)) is { } known
            && known.All.All(File.Exists))
        {
            return known;
        }

        Directory.CreateDirectory(place);
        string file = Path.Combine(place, "packages.csproj");
        await File.WriteAllTextAsync(file, project, cancellation).ConfigureAwait(false);
        string answer = await RunAsync(file, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(remembered, answer, cancellation).ConfigureAwait(false);
        return Read(answer) ?? throw new DirectiveException($"`dotnet msbuild` did not say where the packages are:\n{answer}");
    }

    private string Project()
    {
        var packages = versions.Select(p => $"""<PackageReference Include="{Xml(p.Key)}" Version="{Xml(p.Value)}" />""");
        return $"""
            <Project>
              <PropertyGroup>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <RestoreRootConfigDirectory>{Xml(folder)}</RestoreRootConfigDirectory>
                <RestoreAdditionalProjectSources>{Xml(string.Join(';', sources))}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages)}
              </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """;
    }

    private async Task<string> RunAsync(string project, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "msbuild", project, "-restore", "-nologo", "-verbosity:quiet", "-target:ResolvePackageAssets",
                "-getItem:RuntimeCopyLocalItems", "-getItem:NativeCopyLocalItems",
            ])
        {
            WorkingDirectory = Path.GetDirectoryName(project)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new DirectiveException($"#r \"nuget: …\" needs the .NET SDK: `dotnet` did not start ({error.Message}).");
        }

        using (process)
        {
            using CancellationTokenRegistration stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string answer = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode == 0
                ? answer
                : throw new DirectiveException(Reason($"{await errors.ConfigureAwait(false)}\n{answer}"));
        }
    }

    /// <summary>NuGet's own words, without the paths of the project they are about.</summary>
    private string Reason(string output)
    {
        IEnumerable<string> errors = output.Split('\n')
            .Where(line => line.Contains("error ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("error ", StringComparison.Ordinal)..].Split(" [")[0].Trim())
            .Distinct();
        string packages = string.Join(", ", versions.Select(v => $"{v.Key} {v.Value}"));
        string reasons = string.Join('\n', errors);
        return $"The packages {packages} could not be restored.\n{(reasons.Length > 0 ? reasons : output.Trim())}";
    }

    private static PackageFiles? Read(string answer)
    {
        try
        {
            JsonNode? items = JsonNode.Parse(answer)?["Items"];
            return items is null ? null : new PackageFiles(Paths(items["RuntimeCopyLocalItems"]), Paths(items["NativeCopyLocalItems"]));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[] Paths(JsonNode? items) => [.. (items as JsonArray ?? []).Select(item => OutputJson.Text(item?["FullPath"]))];

    private static string Xml(string text) => SecurityElement.Escape(text);
}

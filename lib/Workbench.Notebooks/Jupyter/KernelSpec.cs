using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter;

/// <summary>
/// The folder by which Jupyter's clients know the kernel: how to start it, its language and its logo. It has the name that C# notebooks
/// ask for, so that they open without a question.
/// </summary>
/// <param name="dataFolder">Where Jupyter keeps its data, such as <see cref="UserFolder"/> or <c>/usr/local/share/jupyter</c>.</param>
public sealed class KernelSpec(string dataFolder)
{
    /// <summary>The kernel's name, which .NET Interactive chose and the notebooks carry.</summary>
    public const string Name = ".net-csharp";

    private const string Mark = "workbench";

    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string folder = Path.Combine(dataFolder, "kernels", Name);

    /// <summary>
    /// Where Jupyter keeps a user's data: <c>JUPYTER_DATA_DIR</c>, or the place each system has for it.
    /// </summary>
    /// <returns>An absolute path.</returns>
    public static string UserFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? Path.Combine(data, "jupyter")
            : Path.Combine(home, ".local", "share", "jupyter");
    }

    /// <summary>Writes the folder, in the place of an earlier one of this program.</summary>
    /// <returns>The folder.</returns>
    /// <exception cref="InvalidOperationException">Another program's kernel has the name there.</exception>
    public string Install()
    {
        ThrowIfForeign();
        Directory.CreateDirectory(folder);
        foreach (string logo in Logos)
        {
            using Stream source = typeof(KernelSpec).Assembly.GetManifestResourceStream(logo)!;
            using FileStream target = File.Create(Path.Combine(folder, logo));
            source.CopyTo(target);
        }

        File.WriteAllText(Path.Combine(folder, "kernel.json"), Write().ToJsonString(Indented) + "\n");
        return folder;
    }

    /// <summary>Removes the folder.</summary>
    /// <returns>The folder.</returns>
    /// <exception cref="InvalidOperationException">There is none, or it is another program's.</exception>
    public string Uninstall()
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidOperationException($"There is no kernel {Name} in {Path.GetDirectoryName(folder)}; `jupyter kernelspec list` shows where there is one.");
        }

        ThrowIfForeign();
        Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static JsonObject Write() => new()
    {
        ["argv"] = new JsonArray([.. KernelHost.OwnProgram().Concat(["jupyter", "kernel", "{connection_file}"]).Select(word => JsonValue.Create(word))]),
        ["display_name"] = ".NET (C#)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = true },
    };

    private void ThrowIfForeign()
    {
        string file = Path.Combine(folder, "kernel.json");
        if (File.Exists(file) && !IsOwn(file))
        {
            throw new InvalidOperationException(
                $"{folder} is another program's kernel. Remove it first (`jupyter kernelspec remove {Name}`), or choose another place with --prefix.");
        }
    }

    private static bool IsOwn(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file))?["metadata"]?[Mark] is not null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

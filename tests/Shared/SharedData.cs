namespace Workbench.Testing;

/// <summary>
/// Reference outputs and sample images that lie beside the checkout (<c>../shared</c>, or where
/// <c>WORKBENCH_SHARED</c> points). They are for development and CI only, so a test that needs them skips without them.
/// </summary>
internal static class SharedData
{
    /// <summary>The top of the checkout: the folder that holds <c>Workbench.sln</c>.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Root { get; } =
        Environment.GetEnvironmentVariable("WORKBENCH_SHARED") ?? Path.Combine(Repository, "..", "shared");

    /// <summary>A file or folder of the reference outputs, such as <c>colour/io.safetensors</c>; skips the test where it is missing.</summary>
    public static string Fixture(string path) => Require(Path.Combine(Root, "fixtures", path));

    /// <summary>The same where it is here, else null: for listing test cases, which must not skip.</summary>
    public static string? FindFixture(string path) => Path.Combine(Root, "fixtures", path) is var full && Path.Exists(full) ? Path.GetFullPath(full) : null;

    /// <summary>A file or folder of the real sample images, such as <c>bsds500/train</c>; skips the test where it is missing.</summary>
    public static string Sample(string path) => Require(Path.Combine(Root, "data", path));

    private static string Require(string path)
    {
        Assert.SkipUnless(Path.Exists(path), $"needs {Path.GetRelativePath(Repository, path)}, which is not here");
        return Path.GetFullPath(path);
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Workbench.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Workbench.sln above {AppContext.BaseDirectory}.");
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using Workbench.Native;

namespace Workbench.Tests.Native;

public sealed class TorchRuntimeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("torch-runtime-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TorchLoadsOnThisSystem()
    {
        TorchRuntime.EnsureLoaded();

        Assert.Equal(4f, torch.ones(2, 2).matmul(torch.ones(2, 2)).sum().item<float>() / 2);
    }

    [Fact]
    public void AnOlderLibstdcxxGetsACopyWithOnlyTheTwoFlagBytesChanged()
    {
        string library = CopyOfPublishedLibrary();
        byte[] before = File.ReadAllBytes(library);
        int loads = 0;

        bool patched = TorchRuntime.LoadWithOlderLibstdcxx(library, _ =>
        {
            if (loads++ == 0)
            {
                throw new DllNotFoundException($"libstdc++.so.6: version `{TorchRuntime.UnusedVersion}' not found");
            }
        });

        byte[] after = File.ReadAllBytes(library);
        ElfVersionNeed need = ElfVersionNeed.Find(before, TorchRuntime.UnusedVersion)!;
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
        Assert.True(patched);
        Assert.Equal(2, loads);
        Assert.Equal(before.Length, after.Length);
        Assert.NotEmpty(changed);
        Assert.All(changed, at => Assert.InRange(at, need.FlagsOffset, need.FlagsOffset + 1));
        Assert.False(need.IsWeak);
        Assert.True(ElfVersionNeed.Find(after, TorchRuntime.UnusedVersion)!.IsWeak);
        Assert.Equal([library], Directory.GetFiles(folder));
    }

    [Fact]
    public void APatchedCopyLoadsInThisProcess()
    {
        TorchRuntime.EnsureLoaded(); // libtorch itself, which the copy's folder lacks
        string library = CopyOfPublishedLibrary();
        byte[] bytes = File.ReadAllBytes(library);
        ElfVersionNeed.Find(bytes, TorchRuntime.UnusedVersion)!.MarkWeak(bytes);
        File.WriteAllBytes(library, bytes);

        Assert.NotEqual(0, NativeLibrary.Load(library));
    }

    [Fact]
    public void ANewEnoughLibstdcxxLeavesTheFileUntouched()
    {
        string library = CopyOfPublishedLibrary();
        byte[] before = File.ReadAllBytes(library);
        DateTime written = File.GetLastWriteTimeUtc(library);

        bool patched = TorchRuntime.LoadWithOlderLibstdcxx(library, _ => { });

        Assert.False(patched);
        Assert.Equal(written, File.GetLastWriteTimeUtc(library));
        Assert.Equal(before, File.ReadAllBytes(library));
    }

    [Theory]
    [InlineData("not an ELF file at all")]
    [InlineData("")]
    public void AFileThatIsNoElfIsLeftAloneAndTheErrorSaysWhatToDo(string content)
    {
        string library = Path.Combine(folder, "libLibTorchSharp.so");
        File.WriteAllText(library, content);

        DllNotFoundException error = Assert.Throws<DllNotFoundException>(() => TorchRuntime.LoadWithOlderLibstdcxx(library, RefuseForVersion));

        Assert.Contains(library, error.Message, StringComparison.Ordinal);
        Assert.Contains("Install a libstdc++ of GCC 13", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(library));
    }

    [Fact]
    public void ALibraryThatWasCutOffIsLeftAlone()
    {
        string library = CopyOfPublishedLibrary();
        byte[] cut = File.ReadAllBytes(library)[..200_000];
        File.WriteAllBytes(library, cut);

        Assert.Throws<DllNotFoundException>(() => TorchRuntime.LoadWithOlderLibstdcxx(library, RefuseForVersion));

        Assert.Equal(cut, File.ReadAllBytes(library));
    }

    [Fact]
    public void AnotherReasonNotToLoadIsNotPatchedOver()
    {
        string library = CopyOfPublishedLibrary();
        byte[] before = File.ReadAllBytes(library);

        Assert.Throws<DllNotFoundException>(() => TorchRuntime.LoadWithOlderLibstdcxx(library, _ => throw new DllNotFoundException("libgomp.so.1: cannot open")));

        Assert.Equal(before, File.ReadAllBytes(library));
    }

    private static void RefuseForVersion(string library) =>
        throw new DllNotFoundException($"version `{TorchRuntime.UnusedVersion}' not found (required by {library})");

    private string CopyOfPublishedLibrary()
    {
        string published = typeof(TorchRuntimeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "PublishedLibTorchSharp").Value!;
        Assert.SkipUnless(File.Exists(published), "only Linux has the library in question");
        string copy = Path.Combine(folder, "libLibTorchSharp.so");
        File.Copy(published, copy);
        File.SetLastWriteTimeUtc(copy, DateTime.UtcNow);
        return copy;
    }
}

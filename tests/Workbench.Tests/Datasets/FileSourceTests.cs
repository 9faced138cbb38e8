using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Workbench.Datasets;
using Workbench.Datasets.Sources;

namespace Workbench.Tests.Datasets;

public sealed class FileSourceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sources-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData(".zip")]
    [InlineData(".tar")]
    [InlineData(".tar.gz")]
    public void TheSameFilesComeFromAFolderAndFromEveryArchive(string kind)
    {
        string path = Pack(kind, [("set/train/b.txt", "two"), ("set/train/a.txt", "one"), ("set/.DS_Store", "x")]);
        using FileSource source = FileSource.Open(path);

        Assert.Equal(["a.txt", "b.txt"], source.Paths.Select(Path.GetFileName));
        Assert.Equal("train/a.txt", source.Paths[0]);
        string[] texts = new string[100];
        Parallel.For(0, 100, i => texts[i] = Encoding.UTF8.GetString(source.Read(source.Paths[i % 2])));
        Assert.All(texts, (text, i) => Assert.Equal(i % 2 == 0 ? "one" : "two", text));
        Assert.Contains("holds no 'c.txt'", Assert.Throws<DatasetException>(() => source.Read("c.txt")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".zip", "../outside.txt")]
    [InlineData(".tar", "../outside.txt")]
    [InlineData(".tar.gz", "a/../../outside.txt")]
    [InlineData(".zip", "/etc/outside.txt")]
    [InlineData(".tar", "a//b.txt")]
    public void APathThatLeavesTheArchiveIsRefused(string kind, string path) =>
        Assert.Contains("is not allowed", Assert.Throws<DatasetException>(() => FileSource.Open(Pack(kind, [(path, "x")]))).Message, StringComparison.Ordinal);

    [Fact]
    public void ALinkInATarIsRefused()
    {
        string path = Path.Combine(folder, "link.tar");
        using (TarWriter writer = new(File.Create(path)))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "a.png") { LinkName = "/etc/passwd" });
        }

        Assert.Contains("'a.png' is a SymbolicLink", Assert.Throws<DatasetException>(() => FileSource.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkInAFolderIsNotFollowed()
    {
        string path = Pack("", [("real.txt", "x")]);
        File.CreateSymbolicLink(Path.Combine(path, "link.txt"), Path.Combine(path, "real.txt"));
        using FileSource source = FileSource.Open(path);

        Assert.Equal(["real.txt"], source.Paths);
    }

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar")]
    [InlineData(".tar.gz")]
    public void AnArchiveThatIsCutOffIsNamed(string kind)
    {
        string path = Pack(kind, [.. Enumerable.Range(0, 20).Select(i => ($"{i}.txt", new string((char)('a' + i), 3000)))]);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);

        DatasetException error = Assert.Throws<DatasetException>(() => FileSource.Open(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATarThatIsCutOffBetweenTwoFilesIsNoShorterTar()
    {
        string path = Path.Combine(folder, "two.tar");
        using (TarWriter tar = new(File.Create(path)))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "1.txt") { DataStream = new MemoryStream("one"u8.ToArray()) });
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "2.txt") { DataStream = new MemoryStream("two"u8.ToArray()) });
        }

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1024]); // a block for what a file is called, and one for what is in it

        DatasetException error = Assert.Throws<DatasetException>(() => FileSource.Open(path));

        Assert.Contains($"{path} is cut off", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArchiveThatUnpacksWithoutEndIsRefusedAndLeavesNothing()
    {
        string path = Path.Combine(folder, "bomb.tar.gz");
        using (System.IO.Compression.GZipStream gzip = new(File.Create(path), System.IO.Compression.CompressionLevel.SmallestSize))
        using (System.Formats.Tar.TarWriter tar = new(gzip))
        {
            tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "train/1.png") { DataStream = new MemoryStream(new byte[80 << 20]) });
        }

        string[] before = Directory.GetFiles(Path.GetTempPath(), "tmp*.tmp");
        DatasetException error = Assert.Throws<DatasetException>(() => FileDatasets.Open(path, new() { Layout = DatasetLayout.Photographs }).Item(0));
        Assert.Contains("bomb.tar.gz unpacks to more than 67,108,864 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "tmp*.tmp").Except(before));
    }

    [Fact]
    public void WhatIsNeitherFolderNorArchiveIsRefused()
    {
        string text = Path.Combine(folder, "set.rar");
        File.WriteAllText(text, "x");
        Assert.Contains(".zip, .tar, .tar.gz", Assert.Throws<DatasetException>(() => FileSource.Open(text)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such folder", Assert.Throws<DatasetException>(() => FileSource.Open(Path.Combine(folder, "none"))).Message, StringComparison.Ordinal);
    }

    private string Pack(string kind, (string Path, string Text)[] files)
    {
        string path = Path.Combine(folder, "packed" + kind);
        switch (kind)
        {
            case "":
                foreach ((string file, string text) in files)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, file))!);
                    File.WriteAllText(Path.Combine(path, file), text);
                }

                break;
            case ".zip":
                using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
                {
                    foreach ((string file, string text) in files)
                    {
                        using StreamWriter writer = new(zip.CreateEntry(file).Open());
                        writer.Write(text);
                    }
                }

                break;
            default:
                using (FileStream output = File.Create(path))
                using (Stream stream = kind == ".tar" ? output : new GZipStream(output, CompressionMode.Compress))
                using (TarWriter tar = new(stream))
                {
                    foreach ((string file, string text) in files)
                    {
                        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
                    }
                }

                break;
        }

        return path;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using Workbench.Imaging;
using Workbench.Testing;
using static TorchSharp.torch;

namespace Workbench.Tests.Imaging;

public sealed class BadImageTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_zero_byte_file_is_named_as_empty() => Refused(Write("nothing.png", []), "empty");

    [Fact]
    public void A_directory_is_named_as_one() => Refused(folder.Path, "directory");

    [Fact]
    public void A_missing_file_is_named_as_missing() => Refused(folder.File("none.png"), "does not exist");

    [Fact]
    public void A_text_file_with_a_picture_s_extension_is_not_a_picture() => Refused(Write("letter.png", "Dear Sir or Madam,"u8.ToArray()), "not a picture");

    [Fact]
    public void A_jpeg_named_png_is_refused_unless_any_extension_goes()
    {
        ImageFile.Save(rand(3, 8, 8), folder.File("a.jpg"));
        string path = folder.File("a.png");
        File.Move(folder.File("a.jpg"), path);
        Refused(path, "holds a JPEG");
        Assert.Equal<long>([3, 8, 8], ImageFile.Load(path, new ImageLoadOptions { AnyExtension = true }).shape);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    public void A_truncated_file_is_refused_wherever_it_ends(string name)
    {
        ImageFile.Save(rand(3, 32, 32), folder.File(name));
        byte[] whole = File.ReadAllBytes(folder.File(name));
        // The last bytes are checksums and end marks: without them the picture is still whole.
        for (int length = 1; length < whole.Length - 24; length += 1 + (whole.Length / 50))
        {
            Refused(Write(name, whole[..length]), "");
        }

        Refused(Write(name, whole[..(whole.Length / 2)]), "truncated");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_header_that_claims_sixty_thousand_by_sixty_thousand_pixels_costs_no_memory(int depth)
    {
        string path = Write("huge.png", TestPng.Assemble(("IHDR", TestPng.Header(60_000, 60_000, depth, 2)), ("IDAT", new byte[64]), ("IEND", [])));
        long before = Process.GetCurrentProcess().PeakWorkingSet64;
        Refused(path, "60000 × 60000");
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 64 << 20);
    }

    [Fact]
    public void A_file_longer_than_any_allowed_picture_is_not_even_read()
    {
        string path = Write("endless.png", []);
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(3L << 30); // a hole: takes no room on the disk
        }

        Refused(path, "3,221,225,472 bytes");
    }

    [Fact]
    public void The_pixel_cap_is_an_option_and_names_itself()
    {
        string path = folder.File("a.png");
        ImageFile.Save(rand(3, 10, 11), path);
        ImageFileException error = Assert.Throws<ImageFileException>(() => ImageFile.Load(path, new ImageLoadOptions { MaxPixels = 109 }));
        Assert.Contains("MaxPixels", error.Message, StringComparison.Ordinal);
        Assert.Equal<long>([3, 10, 11], ImageFile.Load(path, new ImageLoadOptions { MaxPixels = 110 }).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLoadOptions { MaxPixels = 0 });
    }

    [Fact]
    public void A_file_that_may_not_be_read_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux, where a thread can put its rights aside");
        string path = folder.File("locked.png");
        ImageFile.Save(rand(3, 4, 4), path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        // Root may read everything, so this thread looks at files as nobody for a moment.
        int self = setfsuid(65534);
        try
        {
            Refused(path, "permission denied");
        }
        finally
        {
            _ = setfsuid(self);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_written_and_an_unknown_format_are_refused_when_saving()
    {
        Write("file", [1]);
        Assert.Contains("cannot be written", Assert.Throws<ImageFileException>(() => ImageFile.Save(rand(3, 4, 4), folder.File("file/a.png"))).Message, StringComparison.Ordinal);
        Assert.Contains(".tiff", Assert.Throws<ImageFileException>(() => ImageFile.Save(rand(3, 4, 4), folder.File("a.tiff"))).Message, StringComparison.Ordinal);
        Assert.Contains("[5, 4, 4]", Assert.Throws<ArgumentException>(() => ImageFile.Save(rand(5, 4, 4), folder.File("a.png"))).Message, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Ten_thousand_mutated_files_give_an_image_or_the_one_exception()
    {
        byte[][] seeds = [.. Seeds()];
        var random = new Random(20161);
        var options = new ImageLoadOptions { MaxPixels = 1 << 16, Note = _ => { } };
        var clock = Stopwatch.StartNew();
        int images = 0, refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] mutant = Mutate(seeds[i % seeds.Length], random);
            try
            {
                using Tensor image = ImageFile.Decode(mutant, "mutant", options);
                Assert.Equal(3, image.shape[0]);
                images++;
            }
            catch (ImageFileException)
            {
                refused++;
            }
        }

        // Mutation must reach both outcomes often, or it tests nothing.
        Assert.InRange(images, 1000, 9000);
        Assert.InRange(refused, 1000, 9000);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int setfsuid(int user);

    private IEnumerable<byte[]> Seeds()
    {
        Tensor image = rand(3, 16, 24, generator: new Generator(1));
        foreach (string name in (string[])["a.png", "a.jpg", "a.webp"])
        {
            ImageFile.Save(image, folder.File(name));
            yield return File.ReadAllBytes(folder.File(name));
        }

        foreach (string sample in Directory.GetFiles(Path.Combine(SharedData.Repository, "tests", "Workbench.Tests", "Imaging", "Samples")))
        {
            yield return File.ReadAllBytes(sample);
        }

        byte[][] rows = [.. Enumerable.Range(0, 8).Select(_ => new byte[64])];
        yield return TestPng.Build(8, 8, 16, 6, rows, TestPng.ColorProfile(new byte[200]));
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] mutant = [.. seed];
        switch (random.Next(5))
        {
            case 0: // a few bits, anywhere
                for (int n = random.Next(1, 8); n > 0; n--)
                {
                    mutant[random.Next(mutant.Length)] ^= (byte)(1 << random.Next(8));
                }

                return mutant;
            case 1: // a few bytes near the head, where sizes and tables are
                for (int n = random.Next(1, 4); n > 0; n--)
                {
                    mutant[random.Next(Math.Min(200, mutant.Length))] = (byte)random.Next(256);
                }

                return mutant;
            case 2:
                return mutant[..random.Next(mutant.Length)];
            case 3: // a stretch of one value
                int start = random.Next(mutant.Length);
                mutant.AsSpan(start, random.Next(mutant.Length - start)).Fill((byte)random.Next(256));
                return mutant;
            default: // a stretch said twice
                int cut = random.Next(mutant.Length);
                return [.. mutant[..cut], .. mutant[random.Next(cut + 1)..]];
        }
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder.File(name), bytes);
        return folder.File(name);
    }

    private static void Refused(string path, string reason)
    {
        ImageFileException error = Assert.Throws<ImageFileException>(() => ImageFile.Load(path));
        Assert.Equal(path, error.File);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}

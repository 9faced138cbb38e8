using System.Buffers.Binary;
using System.Text;

namespace Workbench.Native;

/// <summary>
/// Finds, in a 64-bit x86 ELF library, the record by which it asks another library for a symbol version
/// (<c>Elf64_Vernaux</c> of the section <c>.gnu.version_r</c>), and can mark that need as weak:
/// the loader then accepts a library that lacks the version.
/// </summary>
/// <remarks>
/// Layout after the System V gABI and the LSB Core specification, chapter "Symbol Versioning".
/// All offsets are bounded by the file, so a damaged file ends in an <see cref="InvalidDataException"/>.
/// </remarks>
public sealed class ElfVersionNeed
{
    private const ushort Weak = 2; // VER_FLG_WEAK
    private const uint DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, SymbolVersions = 0x6fffffff;

    private ElfVersionNeed(long flagsOffset, ushort flags, IReadOnlyList<string> symbols)
    {
        FlagsOffset = flagsOffset;
        IsWeak = (flags & Weak) != 0;
        Symbols = symbols;
    }

    /// <summary>Where in the file the two bytes of <c>vna_flags</c> stand.</summary>
    public long FlagsOffset { get; }

    /// <summary>Whether the loader may do without the version already.</summary>
    public bool IsWeak { get; }

    /// <summary>The dynamic symbols that are bound to the version.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Looks up the need for <paramref name="version"/>, such as <c>GLIBCXX_3.4.32</c>.</summary>
    /// <param name="file">The bytes of the library.</param>
    /// <param name="version">The version's name.</param>
    /// <returns>The need, or null when the library does not ask for that version.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a 64-bit little-endian x86 ELF library, or are damaged.</exception>
    public static ElfVersionNeed? Find(ReadOnlySpan<byte> file, string version)
    {
        try
        {
            return Search(file, version);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("An ELF library whose tables point beyond its end.");
        }
    }

    /// <summary>Marks the need as weak in <paramref name="file"/>; touches nothing but the two bytes of its flags.</summary>
    /// <param name="file">The bytes this need was found in.</param>
    public void MarkWeak(Span<byte> file)
    {
        Span<byte> flags = file.Slice((int)FlagsOffset, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
    }

    private static ElfVersionNeed? Search(ReadOnlySpan<byte> file, string version)
    {
        bool isElf64X86 = file.Length >= 64 && file[..6].SequenceEqual("\u007fELF\u0002\u0001"u8) && U16(file, 18) == 62;
        if (!isElf64X86)
        {
            throw new InvalidDataException("Not a 64-bit x86 ELF library.");
        }

        List<Section> sections = Sections(file);
        if (sections.Find(s => s.Type == VersionNeeds) is not { } needs)
        {
            return null;
        }

        ReadOnlySpan<byte> names = sections[needs.Link].Of(file);
        for (int need = needs.Offset, next = 1; next != 0; need += next)
        {
            next = (int)U32(file, need + 12);
            for (int entry = need + (int)U32(file, need + 8), step = 1; step != 0; entry += step)
            {
                step = (int)U32(file, entry + 12);
                if (Text(names, (int)U32(file, entry + 8)) == version)
                {
                    return new ElfVersionNeed(entry + 4, U16(file, entry + 4), SymbolsOf(file, sections, U16(file, entry + 6)));
                }
            }
        }

        return null;
    }

    private static List<string> SymbolsOf(ReadOnlySpan<byte> file, List<Section> sections, ushort versionIndex)
    {
        var found = new List<string>();
        if (sections.Find(s => s.Type == SymbolVersions) is not { } versions
            || sections.Find(s => s.Type == DynamicSymbols) is not { } symbols)
        {
            return found;
        }

        ReadOnlySpan<byte> indices = versions.Of(file), table = symbols.Of(file), names = sections[symbols.Link].Of(file);
        for (int i = 0; i < table.Length / 24; i++) // Elf64_Sym is 24 bytes
        {
            if ((U16(indices, 2 * i) & 0x7fff) == versionIndex)
            {
                found.Add(Text(names, (int)U32(table, 24 * i)));
            }
        }

        return found;
    }

    private static List<Section> Sections(ReadOnlySpan<byte> file)
    {
        int start = checked((int)U64(file, 40)), size = U16(file, 58), count = U16(file, 60);
        var sections = new List<Section>(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.Slice(start + (i * size), 64);
            sections.Add(new Section(U32(header, 4), (int)U64(header, 24), (int)U64(header, 32), (int)U32(header, 40)));
        }

        return sections;
    }

    private static string Text(ReadOnlySpan<byte> table, int offset)
    {
        ReadOnlySpan<byte> rest = table[offset..];
        int end = rest.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(at, 2));

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(at, 4));

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(at, 8));

    private sealed record Section(uint Type, int Offset, int Size, int Link)
    {
        public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> file) => file.Slice(Offset, Size);
    }
}

using System.Text.Json;

namespace Workbench.Weights;

/// <summary>One tensor's place in a safetensors file; <paramref name="Start"/> counts from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ElementType Type, long[] Shape, long Start, long End);

/// <summary>The header of a safetensors file, checked: the entries fill the data after it exactly.</summary>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries, long DataStart)
{
    /// <summary>The longest header that the format's own library reads.</summary>
    public const int LargestLength = 100_000_000;

    public const string MetadataKey = "__metadata__";

    private const int LargestRank = 64;

    /// <summary>Reads the JSON text by token, so that a key given twice is seen and no tree is built.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It breaks the format; the message says where.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> text, long fileLength)
    {
        Utf8JsonReader json = new(text);
        Dictionary<string, string> metadata = [];
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = [];
        Expect(ref json, JsonTokenType.StartObject, "the header");
        while (NextProperty(ref json) is { } name)
        {
            if (!names.Add(name))
            {
                throw new InvalidDataException($"'{name}' stands twice");
            }

            if (name == MetadataKey)
            {
                ReadMetadata(ref json, metadata);
            }
            else
            {
                entries.Add(ReadEntry(ref json, name));
            }
        }

        if (json.Read())
        {
            throw new InvalidDataException("there is text after the closing brace");
        }

        long dataStart = 8 + text.Length;
        CheckPlaces(entries, fileLength - dataStart);
        return new(metadata, entries, dataStart);
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader json, string name)
    {
        ElementType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref json, JsonTokenType.StartObject, $"'{name}'");
        while (NextProperty(ref json) is { } property)
        {
            switch (property)
            {
                case "dtype" when type is null:
                    Expect(ref json, JsonTokenType.String, $"dtype of '{name}'");
                    type = TypeNamed(json.GetString()!, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, $"shape of '{name}'", LargestRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, $"data_offsets of '{name}'", 2);
                    break;
                default:
                    throw new InvalidDataException($"'{name}' has '{property}' where dtype, shape and data_offsets stand once each");
            }
        }

        if (type is null || shape is null || offsets is not [long start, long end])
        {
            throw new InvalidDataException($"'{name}' lacks its dtype, shape or two data_offsets");
        }

        string size = $"'{name}' of {type.Safetensors} [{string.Join(", ", shape)}]";
        long bytes = TensorBytes.Count(shape, type.Bytes) ?? throw new InvalidDataException($"{size} is larger than any file");
        return bytes == end - start ? new(name, type, shape, start, end) : throw new InvalidDataException($"{size} takes {bytes} bytes, and its data_offsets [{start}, {end}] give it {end - start}");
    }

    private static ElementType TypeNamed(string dtype, string name) => ElementType.All.FirstOrDefault(t => t.Safetensors == dtype && dtype != "C128")
        ?? throw new InvalidDataException($"'{name}' has dtype {dtype}; readable are {string.Join(", ", ElementType.All.Select(t => t.Safetensors).Except(["C128"]))}");

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        Expect(ref json, JsonTokenType.StartObject, MetadataKey);
        while (NextProperty(ref json) is { } key)
        {
            Expect(ref json, JsonTokenType.String, $"{MetadataKey} '{key}'");
            metadata[key] = json.GetString()!;
        }
    }

    /// <summary>Tensors lie end to end from 0 to the last byte: no holes, no overlaps, nothing outside the file.</summary>
    private static void CheckPlaces(List<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            if (entry.Start != end)
            {
                string fault = entry.Start < end ? "overlaps the tensor before it" : "leaves a hole before it";
                throw new InvalidDataException($"'{entry.Name}' {fault}: it starts at byte {entry.Start}, expected is {end}");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw new InvalidDataException($"the tensors take {end} bytes of numbers, and the file holds {dataLength}");
        }
    }

    private static long[] ReadNumbers(ref Utf8JsonReader json, string what, int most)
    {
        List<long> numbers = [];
        Expect(ref json, JsonTokenType.StartArray, what);
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (!json.TryGetInt64(out long number) || number < 0 || numbers.Count == most)
            {
                throw new InvalidDataException($"{what} must be at most {most} whole numbers from 0 to 2^63 - 1");
            }

            numbers.Add(number);
        }

        return json.TokenType == JsonTokenType.EndArray ? [.. numbers] : throw new InvalidDataException($"{what} must hold only numbers");
    }

    private static string? NextProperty(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null; // an object's only other token is its end
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type, string what)
    {
        if (!json.Read() || json.TokenType != type)
        {
            throw new InvalidDataException($"{what} must be a JSON {type}, not {json.TokenType}");
        }
    }
}

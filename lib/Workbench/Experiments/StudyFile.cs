using System.Text.Json;
using Workbench.Training;

namespace Workbench.Experiments;

/// <summary>Reads a study from JSON: <c>name, about, task, preset, settings, axes, seeds, testItems, better, resources</c>.</summary>
internal static class StudyFile
{
    private static readonly JsonSerializerOptions ResourcesJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly string[] Keys = ["name", "about", "task", "preset", "settings", "axes", "seeds", "testItems", "better", "resources"];

    public static Study Parse(string json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            JsonElement root = document.RootElement;
            if (root.EnumerateObject().Select(property => property.Name).Except(Keys).FirstOrDefault() is { } stranger)
            {
                throw new RecipeException($"a study has no '{stranger}'; it has {string.Join(", ", Keys)}.");
            }

            Recipe origin = Recipes.Find(Text(root, "task", null), Text(root, "preset", "quick"));
            Study study = new(Text(root, "name", Path.GetFileNameWithoutExtension(path)), root.TryGetProperty("settings", out JsonElement settings) ? origin.With(Settings(settings)) : origin)
            {
                About = Text(root, "about", ""),
                Axes = root.TryGetProperty("axes", out JsonElement axes) ? [.. axes.EnumerateObject().Select(ReadAxis)] : [],
                Seeds = root.TryGetProperty("seeds", out JsonElement seeds) ? [.. seeds.EnumerateArray().Select(seed => seed.GetInt64())] : [1],
                TestItems = root.TryGetProperty("testItems", out JsonElement items) ? items.GetInt64() : 0,
                Resources = root.TryGetProperty("resources", out JsonElement resources) ? resources.Deserialize<Resources>(ResourcesJson)! : new(),
                Betters = root.TryGetProperty("better", out JsonElement better) ? better.EnumerateObject().ToDictionary(figure => figure.Name, figure => Enum.Parse<Better>(Scalar(figure.Value), ignoreCase: true)) : new Dictionary<string, Better>(),
            };
            study.Runs(); // refuses settings that do not fit now, not in the tenth run
            return study;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException or RecipeException)
        {
            throw new RecipeException($"{path} is no study: {error.Message}");
        }
    }

    private static Axis ReadAxis(JsonProperty axis) => axis.Value.ValueKind switch
    {
        JsonValueKind.Array => Axis.Of(axis.Name, [.. axis.Value.EnumerateArray().Select(Scalar)]),
        JsonValueKind.Object => new(axis.Name, [.. axis.Value.EnumerateObject().Select(value => new AxisValue(value.Name, Settings(value.Value)))]),
        _ => throw new RecipeException($"axis {axis.Name} is a list of values of that setting, or an object of names with their settings."),
    };

    private static Dictionary<string, string> Settings(JsonElement settings) => settings.EnumerateObject().ToDictionary(setting => setting.Name, setting => Scalar(setting.Value));

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new RecipeException($"{value.GetRawText()} is no value of a setting: a number, a text, true or false."),
    };

    private static string Text(JsonElement root, string key, string? otherwise) => root.TryGetProperty(key, out JsonElement value)
        ? value.GetString()!
        : otherwise ?? throw new RecipeException($"it needs '{key}'.");
}

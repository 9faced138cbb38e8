using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Training;

/// <summary>One setting of a recipe, as the command line shows and changes it.</summary>
public sealed class RecipeSetting
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<RecipeSetting>> Known = new();
    private readonly PropertyInfo property;
    private readonly SettingAttribute about;

    private RecipeSetting(PropertyInfo property, SettingAttribute about) => (this.property, this.about) = (property, about);

    /// <summary>Its name in camel case, such as <c>lambdaL1</c>.</summary>
    public string Name => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>What it decides.</summary>
    public string Meaning => about.Meaning;

    /// <summary>What a value looks like, such as <c>a whole number</c>.</summary>
    public string Kind
    {
        get
        {
            string range = (double.IsFinite(about.Least), double.IsFinite(about.Most)) switch
            {
                (true, true) => FormattableString.Invariant($" from {about.Least} to {about.Most}"),
                (true, false) => FormattableString.Invariant($" of at least {about.Least}"),
                _ => "",
            };
            return property.PropertyType switch
            {
                { IsEnum: true } choice => string.Join(" or ", Enum.GetNames(choice).Select(JsonNamingPolicy.CamelCase.ConvertName)),
                var type when type == typeof(bool) => "true or false",
                var type when type == typeof(string) => "text",
                var type when type == typeof(double) => "a number" + range,
                _ => "a whole number" + range,
            };
        }
    }

    /// <summary>The settings of one kind of recipe: those of its task first.</summary>
    /// <param name="recipe">The kind.</param>
    /// <returns>In the order in which they are declared.</returns>
    public static IReadOnlyList<RecipeSetting> Of(Type recipe) => Known.GetOrAdd(recipe, static type =>
        [.. type.GetProperties()
            .Select(property => (Property: property, About: property.GetCustomAttribute<SettingAttribute>()))
            .Where(setting => setting.About is not null)
            .OrderBy(setting => setting.Property.DeclaringType == typeof(Recipe))
            .Select(setting => new RecipeSetting(setting.Property, setting.About!))]);

    /// <summary>The value in a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>As it would be typed.</returns>
    public string Show(Recipe recipe) => property.GetValue(recipe) switch
    {
        bool flag => flag ? "true" : "false",
        Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => $"{other}",
    };

    internal static Recipe Change(Recipe recipe, IEnumerable<KeyValuePair<string, string>> changes)
    {
        JsonObject json = JsonNode.Parse(recipe.ToJson())!.AsObject();
        foreach ((string name, string value) in changes)
        {
            string plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
            RecipeSetting setting = Of(recipe.GetType()).FirstOrDefault(setting => string.Equals(setting.Name, plain, StringComparison.OrdinalIgnoreCase))
                ?? throw new RecipeException($"{recipe.Task} has no setting '{name}'. There are {string.Join(", ", Of(recipe.GetType()).Select(setting => setting.Name))}.");
            json[setting.Name] = setting.Parse(value) ?? throw new RecipeException($"{setting.Name} of {recipe.Task} is {setting.Kind}, not '{value}'.");
        }

        return Recipe.FromJson(recipe.Task, json.ToJsonString());
    }

    internal static void CheckRanges(Recipe recipe)
    {
        foreach (RecipeSetting setting in Of(recipe.GetType()))
        {
            if (setting.property.GetValue(recipe) is (int or long or double) and IConvertible number
                && number.ToDouble(CultureInfo.InvariantCulture) is double value && !(value >= setting.about.Least && value <= setting.about.Most))
            {
                throw new RecipeException($"{setting.Name} of {recipe.Task} is {setting.Kind}, not {setting.Show(recipe)}.");
            }
        }
    }

    private JsonValue? Parse(string text)
    {
        Type type = property.PropertyType;
        if (type == typeof(string))
        {
            return JsonValue.Create(text);
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out bool flag) ? JsonValue.Create(flag) : null;
        }

        if (type == typeof(double))
        {
            return double.TryParse(text, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? JsonValue.Create(number) : null;
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } choice
                ? JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(choice))
                : null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && (type == typeof(long) || whole == (int)whole)
            ? JsonValue.Create(whole)
            : null;
    }
}

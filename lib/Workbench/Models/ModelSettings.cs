using System.Globalization;

namespace Workbench.Models;

/// <summary>The options of one network with their values, checked.</summary>
public sealed class ModelSettings
{
    private readonly Dictionary<string, string> values;

    internal ModelSettings(string model, IReadOnlyList<ModelOption> options, IReadOnlyDictionary<string, string> given)
    {
        values = options.ToDictionary(option => option.Name, option => option.Default, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in given)
        {
            ModelOption option = options.FirstOrDefault(option => Same(option.Name, name)) ?? throw new ArgumentException(
                $"{model} has no option '{name}'; it has {string.Join(", ", options.Select(option => option.Name))}.", nameof(given));
            values[option.Name] = Checked(model, option, value);
        }
    }

    internal int Whole(string name) => int.Parse(values[name], CultureInfo.InvariantCulture);

    internal int? WholeIfSet(string name) => values[name].Length == 0 ? null : Whole(name);

    internal double Number(string name) => double.Parse(values[name], CultureInfo.InvariantCulture);

    internal bool Flag(string name) => bool.Parse(values[name]);

    internal T Choice<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(values[name], ignoreCase: true);

    private static bool Same(string option, string given) =>
        string.Equals(option, given.Replace('-', '_'), StringComparison.OrdinalIgnoreCase);

    private static string Checked(string model, ModelOption option, string value)
    {
        (bool fits, string wanted) = option.Kind switch
        {
            ModelOptionKind.Whole => (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "a whole number"),
            ModelOptionKind.Number => (double.TryParse(value, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number), "a number"),
            ModelOptionKind.Flag => (bool.TryParse(value, out _), "true or false"),
            _ => (option.Choices.Contains(value, StringComparer.OrdinalIgnoreCase), string.Join(" or ", option.Choices)),
        };
        return fits ? value : throw new ArgumentException($"{option.Name} of {model} is {wanted}, not '{value}'.", nameof(value));
    }
}

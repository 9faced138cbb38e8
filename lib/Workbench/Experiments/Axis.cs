namespace Workbench.Experiments;

/// <summary>One thing that a study varies.</summary>
/// <param name="Name">What it is called in tables: a setting, such as <c>receptiveField</c>, or a word for several settings at once, such as <c>loss</c>.</param>
/// <param name="Values">What it takes on, in the order of the tables; at least one.</param>
public sealed record Axis(string Name, IReadOnlyList<AxisValue> Values)
{
    /// <summary>One setting, several values of it.</summary>
    /// <param name="setting">A setting of the recipe, such as <c>receptiveField</c>.</param>
    /// <param name="values">Its values, such as 1, 16, 70.</param>
    /// <returns>The axis.</returns>
    public static Axis Of(string setting, params object[] values) =>
        new(setting, [.. values.Select(value => Text(value)).Select(text => new AxisValue(text, new Dictionary<string, string> { [setting] = text }))]);

    /// <summary>A word for several settings at once.</summary>
    /// <param name="name">What the axis is called, such as <c>loss</c>.</param>
    /// <param name="values">The name of each value, such as <c>cGAN</c>, with the settings that make it, such as <c>"lambdaL1=0 lambdaGan=1"</c>; none for the base as it is.</param>
    /// <returns>The axis.</returns>
    /// <exception cref="ArgumentException">Settings are not written so.</exception>
    public static Axis Named(string name, params (string Value, string Settings)[] values) =>
        new(name, [.. values.Select(value => new AxisValue(value.Value, Parse(value.Settings)))]);

    internal static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static Dictionary<string, string> Parse(string settings)
    {
        Dictionary<string, string> parsed = [];
        foreach (string setting in settings.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = setting.Split('=', 2);
            parsed[halves[0]] = halves.Length == 2
                ? halves[1]
                : throw new ArgumentException($"Settings are written as \"lambdaL1=0 lambdaGan=1\"; '{setting}' has no =.", nameof(settings));
        }

        return parsed;
    }
}

/// <summary>A value of an axis.</summary>
/// <param name="Name">What it is called in tables, such as <c>L1+cGAN</c>.</param>
/// <param name="Settings">
/// The settings that make it, by name. <c>task</c> (and <c>preset</c>) begins with another task's recipe; what the study's base changes of
/// its own preset is then changed in that one, too.
/// </param>
public sealed record AxisValue(string Name, IReadOnlyDictionary<string, string> Settings);

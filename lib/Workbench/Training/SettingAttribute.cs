namespace Workbench.Training;

/// <summary>Marks a property of a recipe that a user may set.</summary>
/// <param name="meaning">A few words for the list of settings.</param>
/// <param name="least">The least value, for numbers.</param>
/// <param name="most">The largest value, for numbers.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string meaning, double least = double.NegativeInfinity, double most = double.PositiveInfinity) : Attribute
{
    /// <summary>A few words for the list of settings.</summary>
    public string Meaning => meaning;

    /// <summary>The least value, for numbers.</summary>
    public double Least => least;

    /// <summary>The largest value, for numbers.</summary>
    public double Most => most;
}

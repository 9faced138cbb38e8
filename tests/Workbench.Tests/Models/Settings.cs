namespace Workbench.Tests.Models;

/// <summary>Options of a catalogued network as one would type them: <c>ngf=8 norm=instance</c>.</summary>
internal static class Settings
{
    public static Dictionary<string, string> Parse(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(setting => setting.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
}

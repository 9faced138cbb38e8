using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbench.Notebooks;

/// <summary>
/// Turns a value into what a notebook shows. Formatters registered for its type come first, then its own <c>string ToHtml()</c> and
/// <c>ToString()</c>, then the formatting library's tables and lists.
/// </summary>
internal static class Presentation
{
    /// <summary>Longest text of one MIME type, in characters. Plain text is cut there; other types make no sense in part and are left out.</summary>
    private const int PlainLimit = 1 << 20, RichLimit = 1 << 26;

    private const string Plain = "text/plain", Html = "text/html";

    /// <summary>The value as plain text, HTML, and every type its formatters prefer; or in just the types that are named.</summary>
    public static MimeBundle Of(object? value, params string[] mimeTypes)
    {
        var contents = new OrderedDictionary<string, JsonNode>();
        var missing = new List<string>();
        IEnumerable<string> types = mimeTypes.Length > 0 ? mimeTypes : [Plain, Html, .. Formatter.GetPreferredMimeTypesFor(TypeOf(value))];
        foreach (string type in types.Distinct())
        {
            try
            {
                string text = Format(value, type);
                if (type != Plain && text.Length > RichLimit)
                {
                    missing.Add($"{type}: {text.Length:N0} characters are too many to show");
                    continue;
                }

                contents[type] = MimeBundle.IsJson(type) ? JsonNode.Parse(text)! : JsonValue.Create(type == Plain ? Cut(text) : text);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                missing.Add($"{type}: {error.GetType().Name}: {error.Message}");
            }
        }

        if (missing.Count > 0)
        {
            string plain = contents.TryGetValue(Plain, out JsonNode? text) ? $"{text}\n" : "";
            contents[Plain] = JsonValue.Create($"{plain}[not shown as {string.Join("; ", missing)}]");
        }

        return new MimeBundle(contents);
    }

    private static string Format(object? value, string mimeType)
    {
        if (value is not null && IsLeftToDefaults(value.GetType(), mimeType))
        {
            if (mimeType == Html && ToHtmlOf(value.GetType()) is { } toHtml)
            {
                return (string?)toHtml.Invoke(value, null) ?? "";
            }

            if (mimeType == Plain && (ToHtmlOf(value.GetType()) is not null || SaysItself(value.GetType())))
            {
                return value.ToString() ?? "";
            }
        }

        return value.ToDisplayString(mimeType);
    }

    /// <summary>Whether nobody registered a formatter for the type, so that a general one would take it apart.</summary>
    private static bool IsLeftToDefaults(Type type, string mimeType)
    {
        Type handled = Formatter.GetPreferredFormatterFor(type, mimeType).Type;
        return handled == typeof(object) || (handled == typeof(IEnumerable) && ToHtmlOf(type) is not null);
    }

    private static MethodInfo? ToHtmlOf(Type type) =>
        type.GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []) is { } method && method.ReturnType == typeof(string)
            ? method
            : null;

    private static bool SaysItself(Type type) =>
        type.GetMethod(nameof(ToString), []) is { } method && method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType);

    private static Type TypeOf(object? value) => value?.GetType() ?? typeof(object);

    private static string Cut(string text) =>
        text.Length <= PlainLimit ? text : $"{text.AsSpan(0, PlainLimit)}\n[{text.Length - PlainLimit:N0} more characters are not shown]";
}

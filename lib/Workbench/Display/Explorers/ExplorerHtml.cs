using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Workbench.Display.Explorers;

/// <summary>Turns a starting state into a self-contained fragment: the state as JSON, and the style and scripts embedded in this assembly.</summary>
internal static class ExplorerHtml
{
    /// <summary>More rows or columns than this are no longer pixels that a person can point at.</summary>
    public const int LargestSide = 32;

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    /// <summary>The fragment for one explorer.</summary>
    /// <param name="kind">Names the script (<c>convolution.js</c>) and marks the element it builds on.</param>
    /// <param name="state">What the script starts from; serialised to JSON, in which no <c>&lt;</c> survives unescaped.</param>
    /// <param name="fallback">What a viewer without scripts reads.</param>
    /// <returns>HTML without any reference to elsewhere.</returns>
    public static string Build(string kind, object state, string fallback) =>
        $$"""
        <div data-explorer="{{kind}}">
        <script type="application/json">{{JsonSerializer.Serialize(state, Camel)}}</script>
        <p>{{System.Net.WebUtility.HtmlEncode(fallback)}}</p>
        </div>
        <script>
        (() => {
        "use strict";
        const styles = {{JsonSerializer.Serialize(Resource("explorer.css"))}};
        {{Resource("explorer.js")}}
        {{Resource($"{kind}.js")}}
        })();
        </script>
        """;

    /// <summary>Reads a single-channel image or filter (leading dimensions of 1 are dropped) into rows of numbers.</summary>
    /// <exception cref="ArgumentException">It is not a matrix, empty, too large to click, or not finite.</exception>
    public static double[][] Matrix(Tensor values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        long[] shape = values.shape;
        if (shape.Length < 2 || shape[..^2].Any(size => size != 1))
        {
            throw new ArgumentException($"Expected one channel, [H, W] or [1, H, W]; got [{string.Join(", ", shape)}].", name);
        }

        (long height, long width) = (shape[^2], shape[^1]);
        if (height is < 1 or > LargestSide || width is < 1 or > LargestSide)
        {
            throw new ArgumentException($"Expected 1 to {LargestSide} rows and columns, few enough to point at; got {height} × {width}.", name);
        }

        using Tensor flat = values.detach().cpu().to(torch.float64).reshape(-1);
        double[] numbers = flat.data<double>().ToArray();
        if (!numbers.All(double.IsFinite))
        {
            throw new ArgumentException("Expected finite numbers; got NaN or infinity among them.", name);
        }

        return [.. numbers.Chunk((int)width)];
    }

    private static string Resource(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"This build of {typeof(ExplorerHtml).Assembly.GetName().Name} lacks its resource {file}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

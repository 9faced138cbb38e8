using System.Globalization;
using System.Text;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>A network as the table in its paper: layer by layer what it is, what it gives, what it costs and what it sees.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class NetworkDescription : IShowsAsHtml
{
    private static readonly string[] Columns = ["layer", "kind", "output", "parameters", "multiply-adds", "sees"];

    private NetworkDescription(string name, string input, nn.Module network, IReadOnlyList<TracedLayer> layers)
    {
        Name = name;
        Input = input;
        Layers = layers;
        Parameters = network.parameters().DistinctBy(parameter => parameter.Handle).Sum(parameter => parameter.numel());
        MultiplyAdds = layers.Sum(layer => layer.MultiplyAdds);
    }

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>The shapes it was run on, such as <c>input [1, 3, 224, 224]</c>.</summary>
    public string Input { get; }

    /// <summary>How many numbers are learned; shared ones count once.</summary>
    public long Parameters { get; }

    /// <summary>What one run costs: multiplications with their additions, in convolutions and fully connected layers.</summary>
    public long MultiplyAdds { get; }

    /// <summary>The innermost layers in running order.</summary>
    public IReadOnlyList<TracedLayer> Layers { get; }

    /// <summary>Describes a network of the catalogue on its example input.</summary>
    /// <param name="model">The network, built for the size in question.</param>
    /// <returns>The description.</returns>
    public static NetworkDescription Of(CatalogModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> inputs = model.Inputs.Where(input => input.Required)
            .ToDictionary(input => input.Name, input => zeros([.. input.Shape]));
        string shapes = string.Join(", ", inputs.Select(input => $"{input.Key} {Shape(input.Value.shape)}"));
        return new(model.Name, shapes, model.Network, LayerTrace.Of(model.Network, inputs.First().Value, () => model.Run(inputs)));
    }

    /// <summary>Describes any network of one input.</summary>
    /// <param name="network">The network.</param>
    /// <param name="shape">The input's shape, batch first: 1, 3, 64, 64.</param>
    /// <returns>The description.</returns>
    public static NetworkDescription Of(nn.Module<Tensor, Tensor> network, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(network);
        using DisposeScope scope = NewDisposeScope();
        Tensor input = zeros(shape, device: network.parameters().Select(parameter => parameter.device).FirstOrDefault(CPU));
        return new(network.GetType().Name, Shape(shape), network, LayerTrace.Of(network, input, () => network.call(input)));
    }

    /// <inheritdoc/>
    public string ToHtml() => Html.Table(
        Html.Encode(Title), Columns, Layers.Select(layer => (IReadOnlyList<string>)[$"<code>{Html.Encode(layer.Name)}</code>", .. Cells(layer).Skip(1).Select(Html.Encode)]), 3, 4, 5);

    /// <summary>The table as text.</summary>
    /// <returns>A title, a heading and a line for each layer.</returns>
    public override string ToString()
    {
        string[][] rows = [Columns, .. Layers.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Columns.Length).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new(Title);
        foreach (string[] row in rows)
        {
            text.AppendLine().Append("  ").Append(string.Join("  ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }

    private string Title => string.Create(
        CultureInfo.InvariantCulture, $"{Name} on {Input}: {Parameters:#,0} parameters, {Cost(MultiplyAdds)} multiply-adds");

    private static string[] Cells(TracedLayer layer) =>
    [
        layer.Name,
        layer.Description,
        layer.Output is null ? "not called" : Shape(layer.Output),
        Count(layer.Parameters),
        Count(layer.MultiplyAdds),
        layer.ReceptiveField is long side ? $"{side}×{side}" : "",
    ];

    private static string Cost(long number) => number switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e9:0.###} billion"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e6:0.#} million"),
        _ => Html.Number(number),
    };

    private static string Count(long number) => number > 0 ? number.ToString("#,0", CultureInfo.InvariantCulture) : "";

    private static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}

using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Display;

/// <summary>
/// A network as the tree of its layers with their parameters: how it shows itself when nothing is known of its input. What its layers give
/// for an input, and what that costs, is in <see cref="Evaluation.NetworkDescription"/>.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class ModelSummary : IShowsAsHtml
{
    private static readonly string[] Columns = ["layer", "type", "parameters"];

    private ModelSummary(nn.Module model)
    {
        // TorchSharp names its own modules as its C++ core does, such as torch::nn::SequentialImpl.
        Name = model.GetName() is var name && name.Contains("::", StringComparison.Ordinal) ? model.GetType().Name : name;
        Layers = LayersOf(model, "", 0);
        Parameters = Count(model.parameters());
        Trainable = Count(model.parameters().Where(parameter => parameter.requires_grad));
    }

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>Its layers, each before those that it contains; the network itself is not one of them.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>How many numbers are learned or could be; parameters that layers share count once.</summary>
    public long Parameters { get; }

    /// <summary>How many of them take gradients.</summary>
    public long Trainable { get; }

    /// <summary>Reads a network's layers; it is not run.</summary>
    /// <param name="model">Any network.</param>
    /// <returns>The summary.</returns>
    public static ModelSummary Of(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelSummary(model);
    }

    /// <inheritdoc/>
    public string ToHtml() => Html.Table(
        Html.Encode(Title),
        Columns,
        Layers.Select(IReadOnlyList<string> (layer) =>
            [$"<code style=\"margin-left:{layer.Depth * 12}px\">{Html.Encode(layer.Name)}</code>", .. Row(layer).Skip(1).Select(Html.Encode)]),
        Columns.Length - 1);

    /// <summary>The table as text.</summary>
    /// <returns>A title, and a line for each layer.</returns>
    public override string ToString()
    {
        string[][] rows = [.. Layers.Select(Row)];
        int[] widths = [.. Columns.Select((_, column) => rows.Select(row => row[column].Length).DefaultIfEmpty(0).Max())];
        IEnumerable<string> lines = rows.Select(row => $"  {row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}".TrimEnd());
        return string.Join(Environment.NewLine, lines.Prepend(Title));
    }

    private string Title => $"{Name}: {Html.Number(Parameters)} parameters" + (Trainable < Parameters ? $", {Html.Number(Trainable)} of them trained" : "");

    private static string[] Row(LayerSummary layer) =>
        [new string(' ', 2 * layer.Depth) + layer.Name, layer.Kind, layer.Parameters > 0 ? Html.Number(layer.Parameters) : ""];

    private static List<LayerSummary> LayersOf(nn.Module model, string path, int depth) =>
        [.. model.named_children().SelectMany(IEnumerable<LayerSummary> (child) =>
        {
            string name = path + child.name;
            LayerSummary row = new(name, depth, LayerKind.Of(child.module), Count(child.module.parameters(recurse: false)));
            return [row, .. LayersOf(child.module, $"{name}.", depth + 1)];
        })];

    private static long Count(IEnumerable<TorchSharp.Modules.Parameter> parameters) =>
        parameters.DistinctBy(parameter => parameter.Handle).Sum(parameter => parameter.numel());
}

/// <summary>A row of a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">The layer's path in the network, as in its state dict.</param>
/// <param name="Depth">How many layers contain it.</param>
/// <param name="Kind">Its type, with what tells it apart from others of the type.</param>
/// <param name="Parameters">Its own parameters, without those of the layers it contains.</param>
public sealed record LayerSummary(string Name, int Depth, string Kind, long Parameters);

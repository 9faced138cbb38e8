using static TorchSharp.torch;

namespace Workbench.Display;

/// <summary>A network as its table of layers: what each is, the shape of what it gives for a given input, and its parameters.</summary>
/// <remarks>
/// Shapes are read from one run in evaluation mode without gradients; the network's mode is then as it was. Layers that a network calls by
/// <c>forward</c> instead of <c>call</c>, or that take other than one or two tensors, show no shape.
/// </remarks>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public sealed class ModelSummary : IShowsAsHtml
{
    private readonly string input;

    private ModelSummary(string name, string input, IReadOnlyList<LayerSummary> layers, nn.Module model)
    {
        Name = name;
        this.input = input;
        Layers = layers;
        Parameters = Count(model.parameters());
        Trainable = Count(model.parameters().Where(parameter => parameter.requires_grad));
    }

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>Its layers, in the order they were registered; the network itself is not one of them.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>How many numbers are learned or could be; parameters that layers share count once.</summary>
    public long Parameters { get; }

    /// <summary>How many of them take gradients.</summary>
    public long Trainable { get; }

    /// <summary>The layers and their parameters, without shapes.</summary>
    /// <param name="model">Any network.</param>
    /// <returns>The summary.</returns>
    public static ModelSummary Of(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelSummary(NameOf(model), "", Table(model, []), model);
    }

    /// <summary>The layers, their parameters, and the shapes they give for an input.</summary>
    /// <param name="model">A network of one input.</param>
    /// <param name="input">What it takes; on its device.</param>
    /// <returns>The summary.</returns>
    public static ModelSummary Of(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        Dictionary<nn.Module, long[]> shapes = ShapesOf(model, input);
        return new ModelSummary(NameOf(model), $"[{string.Join(", ", input.shape)}]", Table(model, shapes), model);
    }

    /// <summary>The layers, their parameters, and the shapes they give for an input of a given shape.</summary>
    /// <param name="model">A network of one input.</param>
    /// <param name="shape">The input's shape, batch first, such as 1, 3, 64, 64.</param>
    /// <returns>The summary.</returns>
    public static ModelSummary Of(nn.Module<Tensor, Tensor> model, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(model);
        using Tensor input = zeros(shape, device: model.parameters().Select(parameter => parameter.device).FirstOrDefault(CPU));
        return Of(model, input);
    }

    /// <inheritdoc/>
    public string ToHtml() => Html.Table(
        Html.Encode(Title),
        Columns,
        Layers.Select(IReadOnlyList<string> (layer) =>
            [$"<code style=\"padding-left:{layer.Depth * 12}px\">{Html.Encode(layer.Name)}</code>", .. Row(layer, "").Skip(1).Select(Html.Encode)]),
        Columns.Length - 1);

    /// <summary>The table as text.</summary>
    /// <returns>A title, and a line for each layer.</returns>
    public override string ToString()
    {
        string[][] rows = [.. Layers.Select(layer => Row(layer, new string(' ', 2 * layer.Depth) + layer.Name))];
        int[] widths = [.. Columns.Select((_, column) => rows.Select(row => row[column].Length).DefaultIfEmpty(0).Max())];
        IEnumerable<string> lines = rows.Select(row => "  " + string.Join("  ", row.Select((cell, column) =>
            column == Columns.Length - 1 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        return string.Join(Environment.NewLine, lines.Prepend(Title));
    }

    private string[] Columns => input.Length > 0 ? ["layer", "type", "output", "parameters"] : ["layer", "type", "parameters"];

    private string Title => $"{Name}{(input.Length > 0 ? $" on {input}" : "")}: {Html.Number(Parameters)} parameters"
        + (Trainable < Parameters ? $", {Html.Number(Trainable)} of them trained" : "");

    private string[] Row(LayerSummary layer, string name)
    {
        string count = layer.Parameters > 0 ? Html.Number(layer.Parameters) : "";
        string output = layer.Output is null ? "" : $"[{string.Join(", ", layer.Output)}]";
        return input.Length > 0 ? [name, layer.Kind, output, count] : [name, layer.Kind, count];
    }

    // TorchSharp names its own modules as its C++ core does, such as torch::nn::SequentialImpl.
    private static string NameOf(nn.Module model) => model.GetName() is var name && name.Contains("::", StringComparison.Ordinal) ? model.GetType().Name : name;

    private static List<LayerSummary> Table(nn.Module model, Dictionary<nn.Module, long[]> shapes, string path = "", int depth = 0) =>
        [.. model.named_children().SelectMany(IEnumerable<LayerSummary> (child) =>
        {
            long own = Count(child.module.parameters(recurse: false));
            LayerSummary row = new(path + child.name, depth, LayerKind.Of(child.module), shapes.GetValueOrDefault(child.module), own);
            return [row, .. Table(child.module, shapes, $"{row.Name}.", depth + 1)];
        })];

    private static Dictionary<nn.Module, long[]> ShapesOf(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        Dictionary<nn.Module, long[]> shapes = new(ReferenceEqualityComparer.Instance);
        (nn.Module Module, bool Training)[] modes = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        List<Action> removals = [];
        try
        {
            foreach ((nn.Module module, _) in modes)
            {
                Watch(module, shapes, removals);
            }

            model.eval();
            using (no_grad())
            using (NewDisposeScope())
            {
                model.call(input);
            }
        }
        finally
        {
            removals.ForEach(remove => remove());
            foreach ((nn.Module module, bool training) in modes)
            {
                module.train(training); // reaches the layers within, too: those come later in the list and set their own
            }
        }

        return shapes;
    }

    private static void Watch(nn.Module module, Dictionary<nn.Module, long[]> shapes, List<Action> removals)
    {
        switch (module)
        {
            case nn.Module<Tensor, Tensor> one:
                var hook = one.register_forward_hook((self, _, output) => Note(self, output));
                removals.Add(hook.remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor> two:
                var other = two.register_forward_hook((self, _, _, output) => Note(self, output));
                removals.Add(other.remove);
                break;
        }

        Tensor Note(nn.Module self, Tensor output)
        {
            shapes[self] = output.shape;
            return output;
        }
    }

    private static long Count(IEnumerable<TorchSharp.Modules.Parameter> parameters) =>
        parameters.DistinctBy(parameter => parameter.Handle).Sum(parameter => parameter.numel());
}

/// <summary>A row of a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">The layer's path in the network, as in its state dict.</param>
/// <param name="Depth">How many layers contain it.</param>
/// <param name="Kind">Its type, with what tells it apart from others of the type.</param>
/// <param name="Output">The shape it gave when last called; null if it was not seen.</param>
/// <param name="Parameters">Its own parameters, without those of the layers it contains.</param>
public sealed record LayerSummary(string Name, int Depth, string Kind, IReadOnlyList<long>? Output, long Parameters);

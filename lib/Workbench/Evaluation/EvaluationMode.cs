using static TorchSharp.torch;

namespace Workbench.Evaluation;

/// <summary>Puts a network into evaluation mode; disposing puts every layer back as it was.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Layer, bool Training)[] modes;

    public EvaluationMode(nn.Module network)
    {
        modes = [(network, network.training), .. network.named_modules().Select(named => (named.module, named.module.training))];
        network.eval();
    }

    public void Dispose()
    {
        foreach ((nn.Module layer, bool training) in modes)
        {
            layer.train(training); // reaches its children, which come later and set their own
        }
    }
}

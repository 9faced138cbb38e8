using Workbench.Evaluation;
using Workbench.Models;
using Workbench.Training;
using Workbench.Weights;

namespace Workbench.Cli;

/// <summary>The networks whose features <c>workbench eval images</c> compares pictures by: a trained VGG16 where the user has one, else an untrained one.</summary>
internal sealed class EvalImagesFeatures : IDisposable
{
    private readonly IDisposable? owner;

    private EvalImagesFeatures(string name, Func<Tensor, Tensor> features, Lpips? lpips, IDisposable? owner) => (Name, Features, Lpips, this.owner) = (name, features, lpips, owner);

    /// <summary>What the features are called in tables.</summary>
    public string Name { get; }

    /// <summary>[N, 3, H, W] in 0..1 → [N, D].</summary>
    public Func<Tensor, Tensor> Features { get; }

    /// <summary>LPIPS over the same network, where its heads were given.</summary>
    public Lpips? Lpips { get; }

    /// <summary>Opens them.</summary>
    /// <param name="vgg">A run of <c>train classification</c>, its model, or a weight file with torchvision's keys; null for the untrained network.</param>
    /// <param name="heads">LPIPS's linear heads; null for none.</param>
    public static EvalImagesFeatures Open(string? vgg, string? heads)
    {
        if (vgg is null)
        {
            return heads is null ? new(RandomFeatures.Name, RandomFeatures.Of, null, null) : throw new UsageException("--lpips needs the VGG16 that its heads were trained over: --vgg FILE.");
        }

        bool isModel = !File.Exists(vgg) || (Path.GetExtension(vgg) == ".safetensors" && Safetensors.ReadMetadata(vgg).ContainsKey("recipe"));
        IDisposable owner = isModel ? TrainedModel.Load(vgg) : FromWeights(vgg);
        try
        {
            Vgg16 network = owner as Vgg16 ?? (owner as TrainingTask)!.Networks.Values.OfType<Vgg16>().FirstOrDefault()
                ?? throw new UsageException($"--vgg {vgg}: there is no VGG16 in it.");
            Lpips? lpips = heads is null ? null : new(network, WeightFile.Read(heads));
            return new($"VGG16 of {Path.GetFileName(Path.TrimEndingDirectorySeparator(vgg))}", images => VggFeatures.Of(network, images), lpips, owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public void Dispose() => owner?.Dispose();

    /// <summary>The convolutions of torchvision's <c>vgg16</c> or <c>vgg16_bn</c>; the fully connected layers are not needed.</summary>
    private static Vgg16 FromWeights(string file)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(file);
        Vgg16 network = new(classes: 1, batchNorm: tensors.ContainsKey("features.1.running_mean"), classifierWidth: 1);
        try
        {
            StateDict.Load(network.features, StateDict.Under(tensors, "features"));
            network.eval();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}

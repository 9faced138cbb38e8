using Workbench.Evaluation;
using Workbench.Models;
using Workbench.Training;
using Workbench.Weights;

namespace Workbench.Cli;

/// <summary>
/// The networks that <c>workbench eval images</c> compares pictures by: for the Fréchet distance Inception or a trained VGG16 where the user
/// has weights of one, else an untrained VGG16; for LPIPS the VGG16 that its heads belong to.
/// </summary>
internal sealed class EvalImagesFeatures : IDisposable
{
    private readonly IDisposable?[] owners;

    private EvalImagesFeatures(string name, Func<Tensor, Tensor> features, Lpips? lpips, params IDisposable?[] owners) =>
        (Name, Features, Lpips, this.owners) = (name, features, lpips, owners);

    /// <summary>What the features are called in tables.</summary>
    public string Name { get; }

    /// <summary>[N, 3, H, W] in 0..1 → [N, D].</summary>
    public Func<Tensor, Tensor> Features { get; }

    /// <summary>LPIPS over a trained VGG16, where its heads were given.</summary>
    public Lpips? Lpips { get; }

    /// <summary>Opens them.</summary>
    /// <param name="vgg">A run of <c>train classification</c>, its model, or a weight file with torchvision's keys; null for none.</param>
    /// <param name="heads">LPIPS's linear heads; null for none.</param>
    /// <param name="inception">A weight file of Inception-v3 with torchvision's keys; null for none.</param>
    public static EvalImagesFeatures Open(string? vgg, string? heads, string? inception)
    {
        if (heads is not null && vgg is null)
        {
            throw new UsageException("--lpips needs the VGG16 that its heads were trained over: --vgg FILE.");
        }

        if (inception is not null && vgg is not null && heads is null)
        {
            throw new UsageException("The Fréchet distance is over one network: --inception or --vgg. With --lpips both have their use.");
        }

        if (vgg is null)
        {
            return inception is null ? new(RandomFeatures.Name, RandomFeatures.Of, null) : OfInception(inception, null, null);
        }

        bool isModel = !File.Exists(vgg) || (Path.GetExtension(vgg) == ".safetensors" && Safetensors.ReadMetadata(vgg).ContainsKey("recipe"));
        IDisposable owner = isModel ? TrainedModel.Load(vgg) : Named("--vgg", vgg, VggFromWeights);
        try
        {
            Vgg16 network = owner as Vgg16 ?? (owner as TrainingTask)!.Networks.Values.OfType<Vgg16>().FirstOrDefault()
                ?? throw new UsageException($"--vgg {vgg}: there is no VGG16 in it.");
            Lpips? lpips = heads is null ? null : Named("--lpips", heads, file => new Lpips(network, WeightFile.Read(file)));
            return inception is null ? new($"VGG16 of {NameOf(vgg)}", images => VggFeatures.Of(network, images), lpips, owner) : OfInception(inception, lpips, owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public void Dispose() => Array.ForEach(owners, owner => owner?.Dispose());

    private static EvalImagesFeatures OfInception(string file, Lpips? lpips, IDisposable? owner)
    {
        (InceptionV3 network, bool isFids) = Named("--inception", file, InceptionFromWeights);
        return new($"Inception pool3 of {NameOf(file)}{(isFids ? "" : ", not the FID's")}", images => InceptionFeatures.Of(network, images), lpips, network, owner);
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    /// <summary>What is made of a file's tensors; where they do not fit, the error names the file.</summary>
    private static T Named<T>(string option, string file, Func<string, T> make)
    {
        try
        {
            return make(file);
        }
        catch (Exception error) when (error is StateDictException or ArgumentException)
        {
            throw new UsageException($"{option} {file}: {error.Message}");
        }
    }

    /// <summary>The convolutions of torchvision's <c>vgg16</c> or <c>vgg16_bn</c>; the fully connected layers are not needed.</summary>
    private static Vgg16 VggFromWeights(string file)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(file);
        Vgg16 network = new(classes: 1, batchNorm: tensors.ContainsKey("features.1.running_mean"), classifierWidth: 1);
        return Loaded(network, network.features, StateDict.Under(tensors, "features"));
    }

    /// <summary>Torchvision's <c>inception_v3</c>, or the one of the FID, which is told by its 1008 classes.</summary>
    private static (InceptionV3 Network, bool IsFids) InceptionFromWeights(string file)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> tensors = WeightFile.Read(file);
        if (!tensors.TryGetValue("fc.weight", out Tensor? last) || !tensors.TryGetValue("Conv2d_1a_3x3.conv.weight", out Tensor? first))
        {
            throw new ArgumentException("there is no 'fc.weight' and 'Conv2d_1a_3x3.conv.weight' in it, as Inception-v3 with torchvision's keys has.");
        }

        bool isFids = last.shape[0] == 1008;
        InceptionV3 network = new(
            (int)last.shape[0], auxiliary: tensors.ContainsKey("AuxLogits.fc.weight"), isFids ? InceptionVariant.Fid : InceptionVariant.Torchvision, (int)first.shape[0]);
        return (Loaded(network, network, tensors), isFids);
    }

    private static T Loaded<T>(T network, torch.nn.Module part, IReadOnlyDictionary<string, Tensor> tensors)
        where T : torch.nn.Module
    {
        try
        {
            StateDict.Load(part, tensors);
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

using TorchSharp;
using Workbench.Datasets;
using Workbench.Tests.Models;
using Workbench.Training;

namespace Workbench.Tests.Datasets;

/// <summary>Items that stay in memory are read once, and the same to the last bit.</summary>
public sealed class ItemStoreTests : TorchTest
{
    [Fact]
    public void AnItemIsReadOnceForAllSetsOfItsKeyAndOutlivesThoseWhoTookIt()
    {
        using ItemStore store = new();
        Counted set = new();
        IDataset<Scene> first = store.Over("one", set), again = store.Over("one", set), other = store.Over("other", set);

        using (torch.NewDisposeScope())
        {
            _ = first.Item(3);
        }

        torch.Tensor kept = again.Item(3).Image;
        Assert.Equal(1, set.Reads);
        Assert.Equal(0, (kept - new Scenes(Split.Train, 0, 32).Item(3).Image).abs().max().item<float>());
        _ = other.Item(3);
        Assert.Equal(2, set.Reads);
    }

    [Fact]
    public void AFullStoreKeepsWhatItHasAndReadsTheRestAnew()
    {
        Counted set = new();
        long bytes = set.Item(0).Tensors.Sum(tensor => tensor.numel() * tensor.element_size());
        using ItemStore store = new(limit: 2 * bytes);
        IDataset<Scene> kept = store.Over("set", set);

        for (int i = 0; i < 3; i++)
        {
            foreach (long index in new long[] { 0, 1, 2 })
            {
                _ = kept.Item(index);
            }
        }

        Assert.Equal(1 + 2 + 3, set.Reads);
    }

    [Fact]
    public void ATrainingOverKeptItemsEndsWithTheSameWeights()
    {
        ColorRegressionRecipe recipe = ColorRegressionRecipe.Quick with { Size = 32, LoadSize = 36, Halvings = 5, Ngf = 4, Items = 32, Epochs = 2, BatchSize = 8, ValidationItems = 0 };
        using ItemStore store = new(), none = new(limit: 0);
        using TrainingResult plain = recipe.Train(new() { Keep = none }, cancellation: TestContext.Current.CancellationToken);
        using TrainingResult kept = recipe.Train(new() { Keep = store }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(plain.Losses, kept.Losses);
        Assert.All(plain.Trained.ResultState().Zip(kept.Trained.ResultState()), pair => Assert.True(pair.First.Value.allclose(pair.Second.Value, 0, 0)));
    }

    private sealed class Counted : IDataset<Scene>
    {
        private readonly Scenes scenes = new(Split.Train, 0, 32);

        public int Reads { get; private set; }

        public string Name => "counted";

        public long Count => 10;

        public IReadOnlyList<string> ClassNames => [];

        public string ItemName(long index) => $"{index}";

        public Scene Item(long index)
        {
            Reads++;
            return scenes.Item(index);
        }

        Sample IDataset.Item(long index) => Item(index);
    }
}

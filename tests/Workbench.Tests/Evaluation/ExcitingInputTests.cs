using TorchSharp.Modules;
using Workbench.Evaluation;
using static TorchSharp.torch;

namespace Workbench.Tests.Evaluation;

public sealed class ExcitingInputTests
{
    [Fact]
    public void OfASingleFilterItIsTheFilterItself()
    {
        using var network = nn.Sequential(nn.Conv2d(3, 4, 5));
        Tensor filter = ((Conv2d)network.children().Single()).weight![2];

        Tensor input = ExcitingInput.Of(network, "0", 2, [1, 3, 5, 5], length: 1);

        Assert.True(input[0].allclose(filter / filter.norm(), rtol: 1e-3, atol: 1e-5));
    }

    [Fact]
    public void ItIsEmptyWhereTheUnitDoesNotLook()
    {
        using var network = nn.Sequential(nn.Conv2d(1, 1, 3, padding: 1));

        Tensor input = ExcitingInput.Of(network, "0", 0, [1, 1, 9, 9], length: 2);

        Assert.Equal(2, input.norm().item<float>(), 1e-4);
        Tensor centre = input[.., .., 3..6, 3..6];
        Assert.Equal(4, centre.pow(2).sum().item<float>(), 1e-3);
    }

    [Fact]
    public void ADeeperChannelIsExcitedMoreThanByAnyNoiseOfTheSameLength()
    {
        random.manual_seed(5);
        using var network = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 4, 3));
        Tensor input = ExcitingInput.Of(network, "3", 1, [1, 1, 12, 12], length: 3);
        using var generator = new Generator(9);

        float excited = Middle(network.call(input));

        for (int i = 0; i < 100; i++)
        {
            Tensor noise = randn([1, 1, 12, 12], generator: generator);
            Assert.True(Middle(network.call(noise * (3 / noise.norm()))) < excited);
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameInput()
    {
        using var network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Conv2d(2, 2, 3));

        Assert.True(ExcitingInput.Of(network, "2", 0, [1, 1, 8, 8], steps: 3, seed: 4).equal(ExcitingInput.Of(network, "2", 0, [1, 1, 8, 8], steps: 3, seed: 4)).all().item<bool>());
    }

    [Fact]
    public void ADeadChannelAndAMissingOneAreNamed()
    {
        using var network = nn.Sequential(nn.Conv2d(1, 1, 3), nn.ReLU());
        using (no_grad())
        {
            ((Conv2d)network.children().First()).bias!.fill_(-1000);
        }

        Assert.Contains("does not react", Assert.Throws<InvalidOperationException>(() => ExcitingInput.Of(network, "1", 0, [1, 1, 5, 5])).Message, StringComparison.Ordinal);
        Assert.Contains("there is no channel 3", Assert.Throws<ArgumentException>(() => ExcitingInput.Of(network, "1", 3, [1, 1, 5, 5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsAPictureZeroIsMidGreyAndTheExtremeIsBlackOrWhite()
    {
        Tensor input = zeros(1, 3, 2, 2);
        input[0, 1, 0, 1] = -4;
        input[0, 0, 1, 1] = 2;

        Tensor picture = ExcitingInput.Picture(input);

        Assert.Equal([3, 2, 2], picture.shape);
        Assert.Equal(0f, picture[1, 0, 1].item<float>());
        Assert.Equal(0.75f, picture[0, 1, 1].item<float>());
        Assert.Equal(0.5f, picture[2, 0, 0].item<float>());
    }

    private static float Middle(Tensor output) => output[0, 1, output.shape[2] / 2, output.shape[3] / 2].item<float>();
}

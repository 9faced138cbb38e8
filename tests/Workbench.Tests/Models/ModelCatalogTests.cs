using Workbench.Models;

namespace Workbench.Tests.Models;

public sealed class ModelCatalogTests
{
    public static TheoryData<string> Names() => NarrowNetworks.Names();

    [Fact]
    public void AnUnknownNetworkIsRefusedWithTheNamesThereAre()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Find("vgg17"));

        Assert.Contains("'vgg17'", error.Message, StringComparison.Ordinal);
        Assert.Contains("mlp, letter-cnn, vgg16, vgg16-bn, inception-v3, unet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ngff=8", "no option 'ngff'; it has input_nc, output_nc, ngf")]
    [InlineData("ngf=wide", "ngf of unet-generator is a whole number, not 'wide'")]
    [InlineData("norm=layer", "norm of unet-generator is batch or instance or none, not 'layer'")]
    [InlineData("use_dropout=maybe", "use_dropout of unet-generator is true or false, not 'maybe'")]
    [InlineData("ngf=0", "ngf")]
    [InlineData("num_downs=2", "downsamplings")]
    public void ASettingThatDoesNotFitIsRefusedByName(string setting, string message)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => ModelCatalog.Find("unet-generator").Create(Settings.Parse(setting)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DashesAndCapitalsInAnOptionAreTheSame()
    {
        using CatalogModel model = ModelCatalog.Find("UNET-generator").Create(Settings.Parse("NGF=1 num-downs=5 Norm=Instance"), size: 64);

        Assert.DoesNotContain(model.Network.state_dict().Keys, key => key.EndsWith("running_mean", StringComparison.Ordinal));
        Assert.Equal([1, 3, 64, 64], model.Inputs[0].Shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryOptionHasAMeaningAndADefaultThatItAccepts(string name)
    {
        CatalogEntry entry = ModelCatalog.Find(name);

        Assert.NotEmpty(entry.Paper);
        Assert.NotEmpty(entry.Summary);
        Assert.All(entry.Options, option => Assert.NotEmpty(option.Meaning));
        Assert.Equal(entry.Options.Count, entry.Options.Select(option => option.Name).Distinct().Count());
        Dictionary<string, string> narrow = NarrowNetworks.SettingsOf(name);
        IEnumerable<ModelOption> others = entry.Options.Where(option => option.Default.Length > 0 && !narrow.ContainsKey(option.Name));
        using CatalogModel model = NarrowNetworks.Create(name, string.Join(' ', others.Select(option => $"{option.Name}={option.Default}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AMissingOrUnknownInputIsRefusedByName(string name)
    {
        using CatalogModel model = NarrowNetworks.Create(name);
        var inputs = model.ExampleInputs().ToDictionary();
        inputs["moon"] = inputs[model.Inputs[0].Name];

        ArgumentException unknown = Assert.Throws<ArgumentException>(() => model.Run(inputs));
        inputs.Clear();
        Assert.Throws<ArgumentException>(() => model.Run(inputs));

        Assert.Contains("moon", unknown.Message, StringComparison.Ordinal);
        Assert.Contains(model.Inputs[0].Name, unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePublishedUNetIsAConfigurationAway()
    {
        using CatalogModel model = ModelCatalog.Find("unet").Create(Settings.Parse("n_channels=1 valid=true batch_norm=false dropout=0.5"));

        Assert.Equal(31_030_658, model.Network.parameters().Sum(p => p.numel()));
        Assert.Equal([1, 1, 572, 572], model.Inputs[0].Shape);
    }
}

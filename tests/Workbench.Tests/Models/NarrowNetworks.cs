using Workbench.Models;

namespace Workbench.Tests.Models;

/// <summary>Every catalogued network, narrow and on a small input, so that each property is checked on all of them in a moment.</summary>
internal static class NarrowNetworks
{
    private static readonly Dictionary<string, (string Settings, int Size)> Narrow = new()
    {
        ["mlp"] = ("hidden=5 hidden_layers=2", 1),
        ["letter-cnn"] = ("filters=2", 9),
        ["vgg16"] = ("base_width=2 classifier_width=8 num_classes=5", 40),
        ["vgg16-bn"] = ("base_width=2 classifier_width=8 num_classes=5", 40),
        ["inception-v3"] = ("base_width=2 num_classes=5", 299),
        ["unet"] = ("base_width=2", 37),
        ["dcgan-generator"] = ("ngf=2 nz=7", 64),
        ["dcgan-discriminator"] = ("ndf=2", 64),
        ["unet-generator"] = ("ngf=2 num_downs=5", 64),
        ["encoder-decoder-generator"] = ("ngf=2", 256),
        ["resnet-generator"] = ("ngf=2 n_blocks=2", 20),
        ["patch-discriminator"] = ("ndf=2", 64),
        ["colorful-colorizer"] = ("base_width=2 bins=9", 32),
        ["interactive-colorizer"] = ("base_width=2 classes=9", 32),
        ["global-local-colorizer"] = ("base_width=2 num_classes=5 global_size=32", 48),
    };

    /// <summary>The catalogue's names, as rows. A network without an entry here fails by name when it is created.</summary>
    public static TheoryData<string> Names() => [.. ModelCatalog.Entries.Select(entry => entry.Name)];

    public static Dictionary<string, string> SettingsOf(string name) => Settings.Parse(Narrow[name].Settings);

    public static CatalogModel Create(string name, string further = "")
    {
        Assert.True(Narrow.ContainsKey(name), $"{name} needs narrow settings in {nameof(NarrowNetworks)}");
        Dictionary<string, string> settings = SettingsOf(name);
        foreach ((string option, string value) in Settings.Parse(further))
        {
            settings[option] = value;
        }

        return ModelCatalog.Find(name).Create(settings, Narrow[name].Size);
    }
}

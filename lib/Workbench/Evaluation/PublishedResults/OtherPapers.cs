namespace Workbench.Evaluation;

public static partial class PublishedResults
{
    /// <summary>Iizuka et al. 2016, Let there be Color!, SIGGRAPH, doi 10.1145/2897824.2925974.</summary>
    public static class GlobalLocal
    {
        /// <summary>Share of its pictures that people called natural.</summary>
        public static Published Natural { get; } = PublishedTable.Share($"Iizuka et al. 2016, user study{PublishedTable.Remembered}; widely quoted", 92.6);

        /// <summary>What its classifier says of the talk's picture: the five most likely of 205 scenes.</summary>
        public static IReadOnlyDictionary<string, Published> ScenesOfTheTalk { get; } = new OrderedDictionary<string, Published>(
            new[] { ("Formal Garden", 20.60), ("Arch", 16.13), ("Abbey", 13.50), ("Botanical Garden", 7.07), ("Golf Course", 6.53) }
                .Select(row => KeyValuePair.Create(row.Item1, PublishedTable.Share("talk, Global Features, after Iizuka et al. 2016", row.Item2))));
    }

    /// <summary>Ronneberger et al. 2015, U-Net: Convolutional Networks for Biomedical Image Segmentation, arXiv 1505.04597.</summary>
    public static class UNet
    {
        private const string Paper = "Ronneberger et al. 2015 (U-Net)";

        /// <summary>Warping error on the electron microscopy of ISBI 2012, 30 training images.</summary>
        public static Published WarpingError { get; } = new(0.000353, $"{Paper}, table 1{PublishedTable.Secondary}");

        /// <summary>Warping error of the second-best method.</summary>
        public static Published WarpingErrorOfSecond { get; } = new(0.000420, $"{Paper}, table 1{PublishedTable.Secondary}");

        /// <summary>Rand error there.</summary>
        public static Published RandError { get; } = new(0.0382, $"{Paper}, table 1{PublishedTable.Remembered}");

        /// <summary>Pixel error there.</summary>
        public static Published PixelError { get; } = new(0.0611, $"{Paper}, table 1{PublishedTable.Remembered}");

        /// <summary>Intersection over union on PhC-U373, 35 training images; the second-best method has 0.83.</summary>
        public static Published IouOfPhC { get; } = new(0.9203, $"{Paper}, table 2, PhC-U373{PublishedTable.Secondary}");

        /// <summary>Intersection over union on DIC-HeLa, 20 training images; the second-best method has 0.46.</summary>
        public static Published IouOfHeLa { get; } = new(0.7756, $"{Paper}, table 2, DIC-HeLa{PublishedTable.Secondary}");
    }

    /// <summary>Simonyan &amp; Zisserman 2015, Very Deep Convolutional Networks for Large-Scale Image Recognition, arXiv 1409.1556, configuration D (VGG-16).</summary>
    public static class Vgg16
    {
        private const string Paper = "Simonyan & Zisserman 2015 (VGG), configuration D";

        /// <summary>Top-5 error of single-scale evaluation, trained and tested at 256.</summary>
        public static Published Top5ErrorSingleScale { get; } = PublishedTable.Share($"{Paper}, single scale, S = Q = 256", 8.8);

        /// <summary>Top-1 error of the same.</summary>
        public static Published Top1ErrorSingleScale { get; } = PublishedTable.Share($"{Paper}, single scale, S = Q = 256", 27.0);

        /// <summary>Top-5 error of several scales, evaluated densely.</summary>
        public static Published Top5ErrorMultiScale { get; } = PublishedTable.Share($"{Paper}, multi-scale, dense", 7.5);

        /// <summary>Top-5 error of the seven networks of the ILSVRC submission, on the test set.</summary>
        public static Published Top5ErrorOfSubmission { get; } = PublishedTable.Share("Simonyan & Zisserman 2015 (VGG), ILSVRC submission, 7 networks, test set", 7.3);

        /// <summary>Top-5 error of torchvision's weights, one crop of 224.</summary>
        public static Published Top5ErrorOfTorchvision { get; } = PublishedTable.Share("torchvision documentation, vgg16, one crop of 224", 9.62);

        /// <summary>Top-1 error of the same.</summary>
        public static Published Top1ErrorOfTorchvision { get; } = PublishedTable.Share("torchvision documentation, vgg16, one crop of 224", 28.41);

        /// <summary>Parameters for 1000 classes; an exact count.</summary>
        public static Published Parameters { get; } = new(138_357_544, "Simonyan & Zisserman 2015 (VGG), configuration D; counted layer by layer");
    }
}

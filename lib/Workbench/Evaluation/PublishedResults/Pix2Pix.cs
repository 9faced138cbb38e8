namespace Workbench.Evaluation;

/// <summary>Every published number that the book compares with, in one place, each with its source; rates and accuracies as shares, 0..1.</summary>
public static partial class PublishedResults
{
    /// <summary>
    /// Isola et al. 2017, Image-to-Image Translation with Conditional Adversarial Networks, arXiv 1611.07004v3. Dropout and the batch's own
    /// statistics stay on at test time. 'Labelled real' is of pairs shown for a second each, about 50 people a method, without attention checks.
    /// </summary>
    public static class Pix2Pix
    {
        private const string Paper = "Isola et al. 2017 (pix2pix)";

        /// <summary>FCN-8s scores of Cityscapes labels → photo by loss, batch 1.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> LabelsToPhotoByLoss { get; } = PublishedTable.Fcn(
            $"{Paper}, table 1, Cityscapes labels → photo, 256 pixels",
            ("L1", 0.42, 0.15, 0.11),
            ("GAN", 0.22, 0.05, 0.01),
            ("cGAN", 0.57, 0.22, 0.16),
            ("L1+GAN", 0.64, 0.20, 0.15),
            ("L1+cGAN", 0.66, 0.23, 0.17),
            ("ground truth", 0.80, 0.26, 0.21));

        /// <summary>FCN-8s scores of Cityscapes labels → photo by generator and loss; batch 10, so that U-Net with L1+cGAN is not that of the other tables.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> LabelsToPhotoByGenerator { get; } = PublishedTable.Fcn(
            $"{Paper}, table 2, Cityscapes labels → photo, batch 10",
            ("encoder–decoder, L1", 0.35, 0.12, 0.08),
            ("encoder–decoder, L1+cGAN", 0.29, 0.09, 0.05),
            ("U-Net, L1", 0.48, 0.18, 0.13),
            ("U-Net, L1+cGAN", 0.55, 0.20, 0.14));

        /// <summary>FCN-8s scores of Cityscapes labels → photo by the side of the discriminator's patch.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> LabelsToPhotoByReceptiveField { get; } = PublishedTable.Fcn(
            $"{Paper}, table 3, Cityscapes labels → photo",
            ("1", 0.39, 0.15, 0.10),
            ("16", 0.65, 0.21, 0.17),
            ("70", 0.66, 0.23, 0.17),
            ("286", 0.42, 0.16, 0.11));

        /// <summary>Scores of Cityscapes photo → labels by loss: here L1 alone is best.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> PhotoToLabelsByLoss { get; } = PublishedTable.Fcn(
            $"{Paper}, table 6, Cityscapes photo → labels",
            ("L1", 0.86, 0.42, 0.35),
            ("cGAN", 0.74, 0.28, 0.22),
            ("L1+cGAN", 0.83, 0.36, 0.29));

        /// <summary>Share of map → aerial photograph that people labelled real.</summary>
        public static IReadOnlyDictionary<string, Published> MapToAerial { get; } = PublishedTable.Percent(
            $"{Paper}, table 4, map → photo", ("L1", 0.8, 0.3), ("L1+cGAN", 18.9, 2.5));

        /// <summary>Share of aerial photograph → map that people labelled real; the two do not differ significantly.</summary>
        public static IReadOnlyDictionary<string, Published> AerialToMap { get; } = PublishedTable.Percent(
            $"{Paper}, table 4, photo → map", ("L1", 2.8, 1.0), ("L1+cGAN", 6.1, 1.3));

        /// <summary>L1 alone, map → aerial photograph, labelled real.</summary>
        public static Published MapToAerialL1 => MapToAerial["L1"];

        /// <summary>L1+cGAN, map → aerial photograph, labelled real.</summary>
        public static Published MapToAerialL1CGan => MapToAerial["L1+cGAN"];

        /// <summary>L1 alone, aerial photograph → map, labelled real.</summary>
        public static Published AerialToMapL1 => AerialToMap["L1"];

        /// <summary>L1+cGAN, aerial photograph → map, labelled real.</summary>
        public static Published AerialToMapL1CGan => AerialToMap["L1+cGAN"];

        /// <summary>
        /// Share of coloured ImageNet photographs that people labelled real. Zhang et al. 2016 have 0.323 in their own study, which had attention
        /// checks; this is pix2pix's repetition without, the number of the talk.
        /// </summary>
        public static IReadOnlyDictionary<string, Published> Colorization { get; } = PublishedTable.Percent(
            $"{Paper}, table 5, colorization of ImageNet", ("L2 (Zhang et al. 2016)", 16.3, 2.4), ("Zhang et al. 2016", 27.8, 2.7), ("L1+cGAN", 22.5, 1.6));

        /// <summary>Intersection of histograms with those of the truth, Cityscapes, lightness L.</summary>
        public static IReadOnlyDictionary<string, Published> HistogramIntersectionL { get; } = Histogram("L", 0.81, 0.87, 0.86, 0.83);

        /// <summary>Intersection of histograms with those of the truth, Cityscapes, a.</summary>
        public static IReadOnlyDictionary<string, Published> HistogramIntersectionA { get; } = Histogram("a", 0.69, 0.74, 0.84, 0.68);

        /// <summary>Intersection of histograms with those of the truth, Cityscapes, b.</summary>
        public static IReadOnlyDictionary<string, Published> HistogramIntersectionB { get; } = Histogram("b", 0.70, 0.84, 0.82, 0.78);

        /// <summary>Fréchet Inception distance of the authors' own models, measured by others; of few test pictures, so compare like with like only.</summary>
        public static IReadOnlyDictionary<string, Published> FrechetInceptionDistance { get; } = PublishedTable.Of(
            "open-mmlab/mmagic, configs/pix2pix, official models", ("facades", 119.1), ("aerial → map", 149.7), ("map → aerial", 102.1), ("edges → shoes", 75.8));

        private static IReadOnlyDictionary<string, Published> Histogram(string channel, double l1, double cGan, double both, double pixelGan) => PublishedTable.Of(
            $"{Paper}, figure 7, histogram intersection of {channel}", ("L1", l1), ("cGAN", cGan), ("L1+cGAN", both), ("PixelGAN", pixelGan));
    }
}

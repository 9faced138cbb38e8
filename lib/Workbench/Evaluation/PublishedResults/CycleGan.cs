namespace Workbench.Evaluation;

public static partial class PublishedResults
{
    /// <summary>Zhu et al. 2017, Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks, arXiv 1703.10593. 25 people a method.</summary>
    public static class CycleGan
    {
        private const string Paper = "Zhu et al. 2017 (CycleGAN)";

        /// <summary>Share of map → aerial photograph that people labelled real.</summary>
        public static IReadOnlyDictionary<string, Published> MapToAerial { get; } = PublishedTable.Percent(
            $"{Paper}, table 1, map → photo{PublishedTable.Secondary}",
            ("CoGAN", 0.6, 0.5),
            ("BiGAN/ALI", 2.1, 1.0),
            ("SimGAN", 0.7, 0.5),
            ("feature loss + GAN", 1.2, 0.6),
            ("CycleGAN", 26.8, 2.8));

        /// <summary>Share of aerial photograph → map that people labelled real.</summary>
        public static IReadOnlyDictionary<string, Published> AerialToMap { get; } = PublishedTable.Percent(
            $"{Paper}, table 1, photo → map{PublishedTable.Secondary}",
            ("CoGAN", 0.9, 0.5),
            ("BiGAN/ALI", 1.9, 0.9),
            ("SimGAN", 2.6, 1.1),
            ("feature loss + GAN", 0.3, 0.2),
            ("CycleGAN", 23.2, 3.4));

        /// <summary>FCN scores of Cityscapes labels → photo, trained at 128 pixels: pix2pix has other ones in its own paper.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> LabelsToPhoto { get; } = PublishedTable.Fcn(
            $"{Paper}, table 2, Cityscapes labels → photo, 128 pixels{PublishedTable.Secondary}", ("CycleGAN", 0.52, 0.17, 0.11), ("pix2pix", 0.71, 0.25, 0.18));

        /// <summary>Scores of Cityscapes photo → labels.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> PhotoToLabels { get; } = PublishedTable.Fcn(
            $"{Paper}, table 3, Cityscapes photo → labels, 128 pixels{PublishedTable.Secondary}",
            ("CoGAN", 0.45, 0.11, 0.08),
            ("BiGAN/ALI", 0.41, 0.13, 0.07),
            ("SimGAN", 0.47, 0.11, 0.07),
            ("feature loss + GAN", 0.50, 0.10, 0.06),
            ("CycleGAN", 0.58, 0.22, 0.16),
            ("pix2pix", 0.85, 0.40, 0.32));

        /// <summary>FCN scores of Cityscapes labels → photo without parts of the loss.</summary>
        public static IReadOnlyDictionary<string, PublishedFcnScore> LabelsToPhotoByLoss { get; } = PublishedTable.Fcn(
            $"{Paper}, table 4, Cityscapes labels → photo, 128 pixels{PublishedTable.Remembered}",
            ("cycle alone", 0.22, 0.07, 0.02),
            ("GAN alone", 0.51, 0.11, 0.08),
            ("GAN + forward cycle", 0.55, 0.18, 0.12),
            ("GAN + backward cycle", 0.39, 0.14, 0.06),
            ("CycleGAN", 0.52, 0.17, 0.11));

        /// <summary>Fréchet Inception distance of the authors' own models, measured by others.</summary>
        public static IReadOnlyDictionary<string, Published> FrechetInceptionDistance { get; } = PublishedTable.Of(
            "open-mmlab/mmagic, configs/cyclegan, official models",
            ("horse → zebra", 62.1),
            ("zebra → horse", 138.6),
            ("summer → winter", 77.3),
            ("winter → summer", 72.6),
            ("facades", 123.6));
    }
}

namespace Workbench.Evaluation;

public static partial class PublishedResults
{
    /// <summary>
    /// Zhang et al. 2016, Colorful Image Colorization, arXiv 1603.08511v5, on 10,000 ImageNet photographs. The area under the curve is of the
    /// share of pixels within a distance in a*b*, 0 to 150.
    /// </summary>
    public static class ColorfulColorization
    {
        private const string Paper = $"Zhang et al. 2016 (colorful colorization), table 1{PublishedTable.Remembered}";

        /// <summary>Area under the cumulative curve of colour errors, 0..1; grey does well.</summary>
        public static IReadOnlyDictionary<string, Published> Auc { get; } = Column(
            "AuC", ("ground truth", 100), ("grey", 89.1), ("random", 84.2), ("Dahl", 90.4), ("Larsson et al.", 91.7), ("L2", 91.2), ("L2, fine-tuned", 91.5), ("classification", 91.6), ("full", 89.5));

        /// <summary>The same with rare colours counting as much as common ones.</summary>
        public static IReadOnlyDictionary<string, Published> AucRebalanced { get; } = Column(
            "AuC, rebalanced", ("ground truth", 100), ("grey", 58.0), ("random", 57.3), ("Dahl", 58.9), ("Larsson et al.", 65.9), ("L2", 64.4), ("L2, fine-tuned", 66.2), ("classification", 65.1), ("full", 67.3));

        /// <summary>Top-1 accuracy of VGG-16 on the coloured photographs.</summary>
        public static IReadOnlyDictionary<string, Published> VggTop1 { get; } = Column(
            "VGG top-1", ("ground truth", 68.3), ("grey", 52.7), ("random", 41.0), ("Dahl", 48.7), ("Larsson et al.", 59.4), ("L2", 54.9), ("L2, fine-tuned", 56.5), ("classification", 56.6), ("full", 56.0));

        /// <summary>Share of pairs in which people took the coloured photograph for the real one, with attention checks; 0.5 would be perfect.</summary>
        public static IReadOnlyDictionary<string, Published> Fooled { get; } = PublishedTable.Percent(
            $"{Paper}, AMT",
            ("random", 13.0, 4.4),
            ("Dahl", 18.3, 2.8),
            ("Larsson et al.", 27.2, 2.7),
            ("L2", 21.2, 2.5),
            ("L2, fine-tuned", 23.9, 2.8),
            ("classification", 25.2, 2.7),
            ("full", 32.3, 2.2));

        /// <summary>
        /// Top-5 accuracy of VGG-16 in a small independent repetition: 33 classes, 42,556 photographs, one GPU for 20 hours. Its AuC is on another
        /// scale than the paper's.
        /// </summary>
        public static IReadOnlyDictionary<string, Published> VggTop5OfRepetition { get; } = new OrderedDictionary<string, Published>(
            new[] { ("ground truth", 92.1), ("grey", 46.4), ("random", 17.4), ("Zhang et al. 2016", 67.7), ("repetition", 81.0) }
                .Select(row => KeyValuePair.Create(row.Item1, PublishedTable.Share("Time0o/colorful-colorization, report, VGG-16 top-5", row.Item2))));

        private static OrderedDictionary<string, Published> Column(string name, params (string Method, double Percent)[] rows) => new(
            rows.Select(row => KeyValuePair.Create(row.Method, PublishedTable.Share($"{Paper}, {name}", row.Percent))));
    }
}

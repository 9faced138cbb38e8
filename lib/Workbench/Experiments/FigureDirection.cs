namespace Workbench.Experiments;

/// <summary>Which end of a figure is the better one, by its name.</summary>
internal static class FigureDirection
{
    // Said of the data or of its baseline, not of a network.
    private static readonly string[] OfTheTruth = ["greyError", "realColorfulness"];
    private static readonly string[] Lower = ["L1", "L2", "error", "loss", "cycle", "deltaE", "LPIPS", "Frechet", "FID"];
    private static readonly string[] Higher = ["PSNR", "SSIM", "top1", "top5", "accuracy", "IoU", "AuC", "intersection", "fooled"];

    public static Better Of(string figure) => OfTheTruth.Contains(figure) ? Better.Neither
        : Lower.Any(word => figure.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Better.Lower
        : Higher.Any(word => figure.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Better.Higher
        : Better.Neither;
}

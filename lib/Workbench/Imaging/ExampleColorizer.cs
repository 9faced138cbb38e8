namespace Workbench.Imaging;

/// <summary>
/// Colours a grey image from a colour image of a similar scene: each grey pixel takes the colour of the sample whose lightness and texture
/// match its own best. Nothing is learned.
/// </summary>
/// <remarks>
/// After Welsh, Ashikhmin, Mueller, "Transferring Color to Greyscale Images", SIGGRAPH 2002: luminance remapping, jittered samples,
/// match by luminance and the standard deviation of its neighbourhood, swatches. The paper works in Ruderman's lαβ, this in CIE Lab:
/// both keep lightness apart from colour. The grey image's own lightness is kept.
/// </remarks>
public sealed record ExampleColorizer
{
    private const int RowsAtOnce = 1 << 15; // bounds the table of distances: 26 MB for 200 samples

    /// <summary>About how many pixels of the reference are tried for each grey pixel, one from each cell of a grid.</summary>
    public int Samples { get; init; } = 200;

    /// <summary>About how many pixels of each swatch are tried.</summary>
    public int SamplesPerSwatch { get; init; } = 50;

    /// <summary>Side of the square neighbourhood whose texture is compared, in pixels; odd.</summary>
    public int Neighbourhood { get; init; } = 5;

    /// <summary>How much of a match is luminance, 0..1; the rest is the neighbourhood's standard deviation.</summary>
    public double LuminanceWeight { get; init; } = 0.5;

    /// <summary>Decides where in its cell each sample lies.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Colours an image.</summary>
    /// <param name="reference">The colour image, float <c>[3, H, W]</c> in 0..1, at least as large as the neighbourhood.</param>
    /// <param name="grey">The grey image, float <c>[1, h, w]</c> or <c>[3, h, w]</c> in 0..1; only its lightness counts.</param>
    /// <param name="swatches">
    /// None: colours are matched over the whole images. Some: each is coloured from its partner alone, and all other pixels then take the
    /// colour of the swatch pixel in the grey image whose neighbourhood is most like theirs.
    /// </param>
    /// <returns>Float32 <c>[3, h, w]</c> in 0..1: the grey image's lightness with colours of the reference.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A swatch lies outside its image, or an option is out of its range.</exception>
    public Tensor Colorize(Tensor reference, Tensor grey, params Swatch[] swatches)
    {
        ArgumentNullException.ThrowIfNull(swatches);
        CheckOptions();
        RequireImage(reference, 3, nameof(reference));
        RequireImage(grey, grey.shape[0] == 1 ? 1 : 3, nameof(grey));
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        Tensor referenceLab = ColorSpace.RgbToLab(reference.to(torch.float32));
        Tensor lightness = ColorSpace.RgbToLab(grey.to(torch.float32).expand(3, -1, -1)).narrow(0, 0, 1); // [1, h, w]
        Tensor ab = swatches.Length == 0 ? Transfer(referenceLab, lightness, Samples) : Spread(referenceLab, lightness, swatches);
        return ColorSpace.LabToRgb(torch.cat([lightness, ab])).MoveToOuterDisposeScope();
    }

    /// <summary>The jittered grid: a region in cells of nearly equal sides, one pixel drawn from each.</summary>
    /// <param name="height">Rows of the region.</param>
    /// <param name="width">Columns of the region.</param>
    /// <param name="count">About how many samples; a region of fewer pixels gives one for each.</param>
    /// <returns>Row and column of each sample, in reading order.</returns>
    public IReadOnlyList<(int Row, int Column)> SamplePositions(int height, int width, int count)
    {
        int rows = Math.Clamp((int)Math.Round(Math.Sqrt((double)count * height / width)), 1, height);
        int columns = Math.Clamp((int)Math.Round((double)count / rows), 1, width);
        var random = new Random(Seed);
        var positions = new List<(int, int)>(rows * columns);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                positions.Add((random.Next(r * height / rows, (r + 1) * height / rows), random.Next(c * width / columns, (c + 1) * width / columns)));
            }
        }

        return positions;
    }

    // Section 3 of the paper: [3, H, W] in Lab and lightness [1, h, w] -> colours [2, h, w].
    private Tensor Transfer(Tensor referenceLab, Tensor lightness, int count)
    {
        using var scope = torch.NewDisposeScope();
        Tensor remapped = Remap(referenceLab.narrow(0, 0, 1), lightness);
        Tensor samples = SampleIndices(referenceLab, count);
        Tensor candidates = Statistics(remapped.flatten().index_select(0, samples), Patches(remapped).index_select(0, samples)); // [S, 2]
        Tensor colours = referenceLab.narrow(0, 1, 2).flatten(1).index_select(1, samples); // [2, S]
        Tensor best = Nearest(Statistics(lightness.flatten(), Patches(lightness)), candidates);
        return colours.index_select(1, best).reshape(2, lightness.shape[1], lightness.shape[2]).MoveToOuterDisposeScope();
    }

    // Section 4: swatches first, then everything else from the swatches, within the grey image.
    private Tensor Spread(Tensor referenceLab, Tensor lightness, Swatch[] swatches)
    {
        using var scope = torch.NewDisposeScope();
        Tensor patches = Patches(lightness); // [h w, k²]
        Tensor ab = torch.zeros([2, lightness.shape[1], lightness.shape[2]]);
        Tensor done = torch.zeros([lightness.shape[1], lightness.shape[2]], torch.@bool);
        var candidates = new List<Tensor>();
        foreach (Swatch swatch in swatches)
        {
            PixelRegion place = swatch.Target;
            Tensor coloured = Transfer(swatch.Reference.Of(referenceLab), place.Of(lightness), SamplesPerSwatch);
            ab.narrow(1, place.Top, place.Height).narrow(2, place.Left, place.Width).copy_(coloured);
            done.narrow(0, place.Top, place.Height).narrow(1, place.Left, place.Width).fill_(true);
            candidates.Add(torch.tensor(SamplePositions(place.Height, place.Width, SamplesPerSwatch)
                .Select(p => ((place.Top + p.Row) * lightness.shape[2]) + place.Left + p.Column).ToArray()));
        }

        Tensor indices = torch.cat(candidates);
        Tensor best = indices.index_select(0, Nearest(patches, patches.index_select(0, indices)));
        Tensor spread = ab.flatten(1).index_select(1, best).reshape(ab.shape);
        return torch.where(done, ab, spread).MoveToOuterDisposeScope();
    }

    // Shifts and scales the reference's lightness to the mean and deviation of the grey image's.
    private static Tensor Remap(Tensor reference, Tensor target)
    {
        double scale = target.std(unbiased: false).item<float>() / Math.Max(reference.std(unbiased: false).item<float>(), 1e-3);
        return ((reference - reference.mean()) * scale) + target.mean();
    }

    // Lightness and the deviation of its neighbourhood, weighted: [n], [n, k²] -> [n, 2].
    private Tensor Statistics(Tensor lightness, Tensor patches)
    {
        using var scope = torch.NewDisposeScope();
        Tensor deviation = patches.std(1, unbiased: false);
        return torch.stack([lightness * Math.Sqrt(LuminanceWeight), deviation * Math.Sqrt(1 - LuminanceWeight)], dim: 1).MoveToOuterDisposeScope();
    }

    // Every pixel's neighbourhood, the image mirrored at its edges: [1, h, w] -> [h w, k²].
    private Tensor Patches(Tensor lightness)
    {
        using var scope = torch.NewDisposeScope();
        int margin = Neighbourhood / 2;
        Tensor padded = torch.nn.functional.pad(lightness.unsqueeze(0), [margin, margin, margin, margin], PaddingModes.Reflect);
        return torch.nn.functional.unfold(padded, Neighbourhood).squeeze(0).t().MoveToOuterDisposeScope();
    }

    // The candidate nearest to each row: [n, d], [S, d] -> [n]. |x − y|² = |x|² − 2xy + |y|², and |x|² is the same for all candidates.
    private static Tensor Nearest(Tensor rows, Tensor candidates)
    {
        using var scope = torch.NewDisposeScope();
        Tensor centre = candidates.mean([0], keepdim: true); // keeps the numbers small, and so exact
        Tensor y = candidates - centre;
        Tensor squares = y.square().sum(1);
        var best = new List<Tensor>();
        foreach (Tensor part in (rows - centre).split(RowsAtOnce))
        {
            using var inner = torch.NewDisposeScope();
            best.Add(torch.addmm(squares, part, y.t(), beta: 1, alpha: -2).argmin(1).MoveToOuterDisposeScope());
        }

        return torch.cat(best).MoveToOuterDisposeScope();
    }

    private Tensor SampleIndices(Tensor image, int count)
    {
        (int height, int width) = ((int)image.shape[1], (int)image.shape[2]);
        return torch.tensor(SamplePositions(height, width, count).Select(p => ((long)p.Row * width) + p.Column).ToArray());
    }

    private void CheckOptions()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SamplesPerSwatch, 1);
        if (Neighbourhood < 1 || Neighbourhood % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Neighbourhood), Neighbourhood, "A neighbourhood has an odd side, such as 5.");
        }

        if (!(LuminanceWeight is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(LuminanceWeight), LuminanceWeight, "A weight lies in 0..1.");
        }
    }

    private void RequireImage(Tensor image, int channels, string name)
    {
        ArgumentNullException.ThrowIfNull(image, name);
        int least = (Neighbourhood / 2) + 1; // mirrored edges need that much
        if (image.dim() != 3 || image.shape[0] != channels || image.shape[1] < least || image.shape[2] < least)
        {
            throw new ArgumentException($"{name} is [{channels}, H, W] with H and W at least {least}; this is [{string.Join(", ", image.shape)}].", name);
        }
    }
}

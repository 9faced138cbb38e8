namespace Workbench.Training;

/// <summary>How a learning rate changes.</summary>
public enum ScheduleKind
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Constant, then down to nearly nothing in a straight line: pix2pix and CycleGAN.</summary>
    Linear,

    /// <summary>Along half a cosine.</summary>
    Cosine,

    /// <summary>Cut every so many epochs.</summary>
    Step,

    /// <summary>Cut every so many steps: Zhang et al.</summary>
    Iterations,

    /// <summary>Cut when the validation measure has stopped getting smaller.</summary>
    Plateau,
}

/// <summary>What a schedule multiplies the learning rate by: pure functions of the time, so that a run that goes on has nothing to restore.</summary>
public static class LearningRates
{
    /// <summary>1 for the first epochs, then in equal steps to 1 / (<paramref name="decaying"/> + 1) in the last, as the pix2pix and CycleGAN code has it.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="constant">Epochs at the full rate.</param>
    /// <param name="decaying">Epochs after these.</param>
    /// <returns>0..1.</returns>
    public static double Linear(long epoch, long constant, long decaying) =>
        1 - Math.Clamp((epoch + 1 - constant) / (double)(decaying + 1), 0, 1);

    /// <summary>Half a cosine over the whole training (Loshchilov &amp; Hutter 2017, without restarts).</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="epochs">All epochs.</param>
    /// <returns>1 down to nearly 0.</returns>
    public static double Cosine(long epoch, long epochs) => (1 + Math.Cos(Math.PI * epoch / epochs)) / 2;

    /// <summary>Multiplied by <paramref name="factor"/> each time that <paramref name="every"/> have passed.</summary>
    /// <param name="time">Epochs or steps, from 0.</param>
    /// <param name="every">At least 1.</param>
    /// <param name="factor">Such as 0.1.</param>
    /// <returns>factor^⌊time / every⌋.</returns>
    public static double Step(long time, long every, double factor) => Math.Pow(factor, time / every);

    /// <summary>
    /// Multiplied by <paramref name="factor"/> whenever more than <paramref name="patience"/> measures in a row were not smaller than the
    /// smallest before by one part in 10,000: PyTorch's <c>ReduceLROnPlateau</c> with its defaults.
    /// </summary>
    /// <param name="measures">One of each epoch so far; smaller is better.</param>
    /// <param name="patience">At least 1.</param>
    /// <param name="factor">Such as 0.1.</param>
    /// <returns>The product of all cuts so far.</returns>
    public static double Plateau(IReadOnlyList<double> measures, long patience, double factor)
    {
        double best = double.PositiveInfinity, product = 1;
        long without = 0;
        foreach (double measure in measures)
        {
            if (measure < best * (1 - 1e-4))
            {
                (best, without) = (measure, 0);
            }
            else if (++without > patience)
            {
                (product, without) = (product * factor, 0);
            }
        }

        return product;
    }

    /// <summary>Rising in a straight line over the first steps (Goyal et al. 2017, section 2.2).</summary>
    /// <param name="step">From 0.</param>
    /// <param name="steps">Steps until the full rate; 0 for none.</param>
    /// <returns>1 / <paramref name="steps"/> in the first step, 1 from step <paramref name="steps"/> − 1 on.</returns>
    public static double WarmUp(long step, long steps) => step < steps ? (step + 1) / (double)steps : 1;
}

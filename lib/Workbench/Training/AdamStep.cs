using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// A step of Adam (Kingma and Ba 2015, algorithm 1) that passes over the memory once. TorchSharp's passes over it seven times, which for small
/// networks takes a quarter of a training's time. Takes its settings and its memory from TorchSharp's optimizer, and changes them as that would.
/// </summary>
internal sealed class AdamStep
{
    private const double Epsilon = 1e-8;
    private readonly (Parameter Parameter, Adam.State Memory)[] parameters;
    private readonly double beta1, beta2, weightDecay;

    public AdamStep(IEnumerable<Parameter> parameters, Adam optimizer, double beta1, double beta2, double weightDecay)
    {
        this.parameters = [.. parameters.Zip(optimizer.state_dict().State.Cast<Adam.State>())];
        (this.beta1, this.beta2, this.weightDecay) = (beta1, beta2, weightDecay);
    }

    /// <summary>Whether all parameters are numbers that a processor can read.</summary>
    public static bool Suits(IEnumerable<Parameter> parameters) =>
        parameters.All(one => one.device_type == DeviceType.CPU && one.dtype == float32 && IsDense(one));

    public void Take(double rate) =>
        Parallel.ForEach(parameters, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, one => Update(one.Parameter, one.Memory, rate));

    private void Update(Parameter parameter, Adam.State memory, double rate)
    {
        using Tensor? gradient = parameter.grad;
        if (gradient is null)
        {
            return;
        }

        memory.step++;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        bool alike = gradient.stride().SequenceEqual(parameter.stride());
        Move(Numbers(parameter), Numbers(alike ? gradient : zeros_like(parameter).copy_(gradient)), Numbers(memory.exp_avg), Numbers(memory.exp_avg_sq), memory.step, rate);
    }

    private void Move(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square, long step, double rate)
    {
        float b1 = (float)beta1, b2 = (float)beta2, decay = (float)weightDecay;
        float size = (float)(rate / (1 - Math.Pow(beta1, step))), root = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
        Span<Vector<float>> w = Wide(weights), m = Wide(mean), v = Wide(square);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> slope = g[i] + (w[i] * decay);
            m[i] = (m[i] * b1) + (slope * (1 - b1));
            v[i] = (v[i] * b2) + (slope * slope * (1 - b2));
            w[i] -= m[i] * size / ((Vector.SquareRoot(v[i]) * root) + new Vector<float>((float)Epsilon));
        }

        for (int i = w.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            float slope = gradient[i] + (weights[i] * decay);
            mean[i] = (mean[i] * b1) + (slope * (1 - b1));
            square[i] = (square[i] * b2) + (slope * slope * (1 - b2));
            weights[i] -= mean[i] * size / ((MathF.Sqrt(square[i]) * root) + (float)Epsilon);
        }
    }

    private static Span<Vector<float>> Wide(Span<float> numbers) => MemoryMarshal.Cast<float, Vector<float>>(numbers);

    // In the order of the memory: the same for all four tensors of a parameter, which have the same strides.
    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.as_strided([tensor.numel()], [1]).bytes);

    // No number of the memory between the first and the last is another's, be the order NCHW or NHWC.
    private static bool IsDense(Tensor tensor) => tensor.numel() == 1 + tensor.shape.Zip(tensor.stride()).Sum(side => (side.First - 1) * side.Second);
}

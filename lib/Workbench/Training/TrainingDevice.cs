using Workbench.Datasets;

namespace Workbench.Training;

/// <summary>Where a recipe's tensors live.</summary>
internal static class TrainingDevice
{
    /// <summary>The device of a recipe, or an error that says how to get it.</summary>
    public static torch.Device Of(Recipe recipe)
    {
        if (recipe.Device == "cpu")
        {
            return torch.CPU;
        }

        if (!torch.cuda.is_available())
        {
            throw new TrainingException(
                $"The recipe asks for {recipe.Device}, and this libtorch finds no GPU. Build with `-p:Torch=none` and add the package libtorch-cuda-12.8-linux-x64 (or -win-x64) to your project, with NVIDIA's driver installed; or train with --device cpu.");
        }

        // Libtorch's own default lets convolutions use TF32, and nothing else.
        torch.backends.cuda.matmul.allow_tf32 = recipe.Precision == Precision.TensorFloat32;
        return torch.device(recipe.Device);
    }

    /// <summary>A batch on the device, in the recipe's format, in the scope of the caller. On a GPU the copy runs beside the computation, from pinned memory.</summary>
    public static T Move<T>(T batch, torch.Device device, Precision precision)
        where T : Sample => device.type == DeviceType.CPU && precision != Precision.Doubled
            ? batch
            : Sample.Map(batch, tensor =>
            {
                Tensor number = precision == Precision.Doubled && tensor.is_floating_point() ? tensor.to(torch.float64) : tensor;
                return device.type == DeviceType.CPU ? number : number.pin_memory().to(device, non_blocking: true);
            });
}

using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// Reads and sets what TorchSharp's optimizers remember of one parameter: public fields of their state, tensors and counts. By name, into
/// safetensors, because TorchSharp's own file format names nothing and has changed between versions.
/// </summary>
internal static class OptimizerMemory
{
    public static IEnumerable<KeyValuePair<string, Tensor>> Read(OptimizerState state)
    {
        foreach (FieldInfo field in Fields(state))
        {
            switch (field.GetValue(state))
            {
                case Tensor tensor:
                    yield return new(field.Name, tensor);
                    break;
                case long count:
                    yield return new(field.Name, tensor_of(count));
                    break;
            }
        }

        static Tensor tensor_of(long count) => tensor(count, int64);
    }

    public static void Write(OptimizerState state, Func<string, Tensor?> saved, string key, Parameter parameter)
    {
        using IDisposable noGradient = no_grad();
        foreach (FieldInfo field in Fields(state))
        {
            Tensor? value = saved(field.Name);
            if (field.FieldType == typeof(long))
            {
                field.SetValue(state, (value ?? throw Missing(key, field)).item<long>());
            }
            else if (field.GetValue(state) is Tensor live)
            {
                Tensor given = value ?? throw Missing(key, field);
                if (!given.shape.SequenceEqual(live.shape))
                {
                    throw new TrainingException($"The checkpoint's {key}.{field.Name} is [{string.Join(", ", given.shape)}], and the recipe's network needs [{string.Join(", ", live.shape)}].");
                }

                live.copy_(given);
            }
            else if (value is not null)
            {
                // Made by the optimizer at its first step, so not there in a new one: SGD's momentum.
                field.SetValue(state, zeros_like(parameter).copy_(value).DetachFromDisposeScope());
            }
        }
    }

    private static IEnumerable<FieldInfo> Fields(OptimizerState state) =>
        state.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => field.FieldType == typeof(long) || field.FieldType == typeof(Tensor));

    private static TrainingException Missing(string key, FieldInfo field) =>
        new($"The checkpoint lacks {key}.{field.Name}, which its optimizer needs.");
}

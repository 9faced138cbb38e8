namespace Workbench.Training;

/// <summary>Between pictures in 0..1 and the −1..1 that the generators' tanh gives.</summary>
internal static class Signed
{
    public static Tensor FromUnit(Tensor image) => (image * 2) - 1;

    public static Tensor ToUnit(Tensor image) => (image + 1) / 2;
}

using SkiaSharp;

namespace Workbench.Native;

/// <summary>Readies Skia, which decodes and draws the pictures.</summary>
internal static class SkiaRuntime
{
    /// <summary>
    /// Lets Skia use what the processor has (AVX2 where there is), before anything is drawn: until it is told to look, it keeps to SSE2, and
    /// draws a quarter slower. Where Skia is missing this does nothing: who draws then gets the runtime's own message.
    /// </summary>
    public static void UseWideVectors()
    {
        try
        {
            SKGraphics.Init();
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException)
        {
        }
    }
}

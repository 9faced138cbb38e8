using System.Text;

namespace Workbench.Training;

/// <summary>Small files that are either the old or the new ones, never half of them.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text)
    {
        string beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream file = new(beside, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}

using System.Globalization;
using System.Text;

namespace Workbench.Training;

/// <summary>A table of numbers that grows by a row at a time. A row cut off by a crash is left out when it is read, and cut away before more are added.</summary>
internal sealed class MetricsFile
{
    private readonly string path;
    private List<string> columns = [];

    private MetricsFile(string path) => this.path = path;

    /// <summary>Opens or begins a table, forgetting rows after a step, which a resumed run will write again.</summary>
    public static MetricsFile Open(string path, long lastStep)
    {
        MetricsFile file = new(path);
        if (File.Exists(path))
        {
            IReadOnlyList<IReadOnlyDictionary<string, double>> rows = Read(path);
            file.columns = [.. rows.SelectMany(row => row.Keys).Distinct()];
            StringBuilder kept = new();
            if (file.columns.Count > 0)
            {
                kept.AppendLine(string.Join(',', file.columns));
            }

            foreach (IReadOnlyDictionary<string, double> row in rows.Where(row => row["step"] <= lastStep))
            {
                kept.AppendLine(file.Line(row));
            }

            WholeFile.Write(path, kept.ToString());
        }

        return file;
    }

    public static IReadOnlyList<IReadOnlyDictionary<string, double>> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string text = File.ReadAllText(path);
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        string[] columns = lines[0].Split(',');
        List<IReadOnlyDictionary<string, double>> rows = [];

        // What follows the last line break is empty, or half a row.
        foreach (string line in lines.Skip(1).SkipLast(1).Where(line => line.Length > 0))
        {
            string[] fields = line.Split(',');
            rows.Add(new OrderedDictionary<string, double>(columns.Zip(fields)
                .Where(field => field.Second.Length > 0)
                .Select(field => new KeyValuePair<string, double>(field.First, double.Parse(field.Second, CultureInfo.InvariantCulture)))));
        }

        return rows;
    }

    public void Add(IReadOnlyDictionary<string, double> row)
    {
        if (row.Keys.Except(columns).Any())
        {
            // A new column: only ever with the first row, or when a task reports something from some epoch on.
            IReadOnlyList<IReadOnlyDictionary<string, double>> rows = Read(path);
            columns = [.. columns.Concat(row.Keys).Distinct()];
            WholeFile.Write(path, string.Concat(rows.Select(Line).Prepend(string.Join(',', columns)).Select(line => line + "\n")));
        }

        File.AppendAllText(path, Line(row) + "\n");
    }

    private string Line(IReadOnlyDictionary<string, double> row) =>
        string.Join(',', columns.Select(column => row.TryGetValue(column, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : ""));
}

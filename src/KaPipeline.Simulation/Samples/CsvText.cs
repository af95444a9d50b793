using System.Text;

namespace KaPipeline.Simulation.Samples;

/// <summary>Plain CSV: comma, LF, quotes only where needed.</summary>
internal static class CsvText
{
    public static string Of(string[] header, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(header))
        {
            text.AppendJoin(',', row.Select(cell => cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell
                : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        }

        return text.ToString();
    }
}

using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Lineage;

/// <summary>Reads single rows of an archived file as they stand there, with the sheet they stand on.</summary>
public static class ArchivedRows
{
    /// <summary>A row as the file has it.</summary>
    /// <param name="Sheet">Sheet or table; empty where the container has none.</param>
    /// <param name="Cells">Its cells as text, up to the last that holds something.</param>
    public sealed record Row(string Sheet, IReadOnlyList<string> Cells);

    /// <summary>Reads rows by their numbers, counted from 1 as a person does.</summary>
    /// <param name="path">The archived file.</param>
    /// <param name="report">Report that read it, for encoding, separator and sheet; null where the profile is gone.</param>
    /// <param name="numbers">Row numbers.</param>
    /// <returns>What was found; a number that the file does not have is missing.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<int, Row> Read(string path, ReportProfile? report, IReadOnlySet<int> numbers)
    {
        var found = new Dictionary<int, Row>();
        using var table = TableFile.Open(path, FileNature.Of(path, report?.Encoding), report?.Separator);
        while (found.Count < numbers.Count && table.NextSheet())
        {
            if (report?.Sheet is { } sheet && table.Sheet.Length > 0 && !FileNamePattern.Matches(sheet, table.Sheet))
            {
                continue;
            }

            var last = numbers.Max();
            while (table.NextRow() && table.RowNumber <= last)
            {
                if (numbers.Contains(table.RowNumber))
                {
                    found.TryAdd(table.RowNumber, new Row(table.Sheet, Cells(table)));
                }
            }
        }

        return found;
    }

    private static List<string> Cells(TableReader table)
    {
        var cells = Enumerable.Range(0, table.CellCount).Select(index => Encoding.UTF8.GetString(table.Cell(index)).Trim()).ToList();
        var last = cells.FindLastIndex(cell => cell.Length > 0);
        return cells[..(last + 1)];
    }
}

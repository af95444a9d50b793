using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Lineage;

/// <summary>Reads single rows of an archived file as they are in it.</summary>
public static class ArchivedRows
{
    /// <summary>Reads rows by their numbers, counted from 1 as a person does on each sheet.</summary>
    /// <param name="path">The archived file.</param>
    /// <param name="report">Report that read it, for encoding, separator and sheet; null where the profile is gone.</param>
    /// <param name="wanted">Sheet and row; where the sheet is not known, the report's first data sheet that has the row is taken.</param>
    /// <returns>Cells as text, up to the last that holds something; a row that the file does not have is missing.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<(string? Sheet, int Row), IReadOnlyList<string>> Read(
        string path, ReportProfile? report, IReadOnlyCollection<(string? Sheet, int Row)> wanted)
    {
        var found = new Dictionary<(string?, int), IReadOnlyList<string>>();
        using var table = TableFile.Open(path, FileNature.Of(path, report?.Encoding), report?.Separator);
        var last = wanted.Max(row => row.Row);
        while (table.NextSheet())
        {
            var mayHoldData = report?.Sheet is not { } sheet || table.Sheet.Length == 0 || FileNamePattern.Matches(sheet, table.Sheet);
            if (!mayHoldData && !wanted.Any(row => row.Sheet == table.Sheet))
            {
                continue;
            }

            while (table.NextRow() && table.RowNumber <= last)
            {
                foreach (var row in wanted.Where(row => row.Row == table.RowNumber
                    && (row.Sheet == table.Sheet || (string.IsNullOrEmpty(row.Sheet) && mayHoldData))))
                {
                    found.TryAdd(row, Cells(table));
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

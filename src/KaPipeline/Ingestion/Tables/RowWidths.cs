using System.Buffers;
using CsvHelper;

namespace KaPipeline.Ingestion.Tables;

/// <summary>How many cells the rows of a text file have, and what stands behind the columns with a name. Told by rows with a cell of
/// figures in them: a title or a header has none.</summary>
/// <param name="columns">Columns up to the last one with a name.</param>
internal sealed class RowWidths(int columns)
{
    /// <summary>Rows that are enough to tell.</summary>
    public const int MostRows = 20_000;

    private static readonly SearchValues<byte> OfFigures = SearchValues.Create("0123456789.,+-%() "u8);

    private readonly Dictionary<int, int> counts = [];

    /// <summary>Rows seen.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether something stands behind the last column with a name.</summary>
    public bool IsFilledBeyond { get; private set; }

    /// <summary>Whether no count of cells is more frequent.</summary>
    public bool IsUsual(int count) => counts.Count == 0
        || counts.MaxBy(one => (one.Value, -one.Key)).Key == count;

    public void Add(CsvReader row)
    {
        var (count, filled, figures) = (row.FieldCount, 0, 0);
        for (var at = 0; at < count; at++)
        {
            filled += TextTable.IsBlank(row.GetSpan(at)) ? 0 : 1;
            figures += IsFigures(row.GetSpan(at)) ? 1 : 0;
        }

        if (count < columns || filled < 2 || figures == 0)
        {
            return;
        }

        Rows++;
        counts[count] = counts.GetValueOrDefault(count) + 1;
        for (var at = columns; at < count; at++)
        {
            IsFilledBeyond |= !TextTable.IsBlank(row.GetSpan(at));
        }
    }

    /// <summary>Whether a cell is a number, a day or a code of digits alone: rows have one, titles and headers have none.</summary>
    public static bool IsFigures(ReadOnlySpan<byte> cell)
    {
        cell = cell.Trim(" \t\0"u8);
        return cell.ContainsAnyInRange((byte)'0', (byte)'9') && !cell.ContainsAnyExcept(OfFigures);
    }
}

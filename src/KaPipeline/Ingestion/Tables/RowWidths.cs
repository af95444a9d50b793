using System.Buffers;
using CsvHelper;

namespace KaPipeline.Ingestion.Tables;

/// <summary>How many cells the rows of a text file have, what stands behind the columns with a name, and which columns hold words. Told by
/// rows with a number in them: a title or a header has none.</summary>
/// <param name="columns">Columns up to the last one with a name.</param>
internal sealed class RowWidths(int columns)
{
    /// <summary>Rows that are enough to tell.</summary>
    public const int MostRows = 20_000;

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789.,+-%() "u8);

    private readonly Dictionary<int, int> counts = [];
    private readonly List<(int Words, int Numbers, int Blanks)> cells = [];

    /// <summary>Rows seen.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether something stands behind the last column with a name.</summary>
    public bool IsFilledBeyond { get; private set; }

    /// <summary>Whether no count of cells is more frequent.</summary>
    public bool IsUsual(int count) => counts.Count == 0
        || counts.MaxBy(one => (one.Value, -one.Key)).Key == count;

    /// <summary>Whether all rows that are filled have something in the column, most of them words.</summary>
    public bool HoldsWords(int column) =>
        column < cells.Count && cells[column] is { Blanks: 0, Words: >= 2 } seen && seen.Words > seen.Numbers;

    public void Add(CsvReader row)
    {
        var (count, filled, numbers) = (row.FieldCount, 0, 0);
        for (var at = 0; at < count; at++)
        {
            filled += TextTable.IsBlank(row.GetSpan(at)) ? 0 : 1;
            numbers += IsNumber(row.GetSpan(at)) ? 1 : 0;
        }

        if (count < columns || filled < 2 || numbers == 0)
        {
            return;
        }

        Rows++;
        counts[count] = counts.GetValueOrDefault(count) + 1;
        for (var at = columns; at < count; at++)
        {
            IsFilledBeyond |= !TextTable.IsBlank(row.GetSpan(at));
        }

        // Of a sparse row, as a fee or a total is, a blank tells nothing.
        for (var at = 0; at < count && filled * 2 > columns; at++)
        {
            if (at == cells.Count)
            {
                cells.Add(default);
            }

            var (words, figures, blanks) = cells[at];
            cells[at] = TextTable.IsBlank(row.GetSpan(at)) ? (words, figures, blanks + 1)
                : IsNumber(row.GetSpan(at)) ? (words, figures + 1, blanks) : (words + 1, figures, blanks);
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell)
    {
        cell = cell.Trim(" \t\0"u8);
        return cell.ContainsAnyInRange((byte)'0', (byte)'9') && !cell.ContainsAnyExcept(OfNumbers);
    }
}

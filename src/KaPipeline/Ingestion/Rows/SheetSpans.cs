using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Keeps on which rows of which sheets data and labels are, so that a row of the load leads back to its sheet. Rows of a load
/// are numbered through all sheets.</summary>
internal sealed class SheetSpans
{
    private readonly Dictionary<(string Sheet, bool IsHead), SheetSpan> spans = [];
    private int lastRow;

    /// <summary>Rows of the sheets before the current one.</summary>
    public int RowsBefore { get; private set; }

    /// <summary>All spans found so far.</summary>
    public IReadOnlyList<SheetSpan> All => [.. spans.Values];

    /// <summary>Rows before the sheet on which labels were found; 0 where none was.</summary>
    public int OffsetOf(string sheet) => spans.GetValueOrDefault((sheet, false))?.Offset ?? 0;

    /// <summary>A sheet with tables begins.</summary>
    public void Begin() => lastRow = 0;

    /// <summary>The current row is a data row.</summary>
    public void Note(TableReader table)
    {
        if (lastRow == 0 && table.Sheet.Length > 0)
        {
            Extend(table.Sheet, false, table.RowNumber, RowsBefore);
        }

        lastRow = table.RowNumber;
    }

    /// <summary>The sheet has ended.</summary>
    public void End(TableReader table)
    {
        if (lastRow > 0 && table.Sheet.Length > 0)
        {
            Extend(table.Sheet, false, lastRow, RowsBefore);
        }

        RowsBefore += table.RowNumber;
    }

    /// <summary>Takes a row into the span of its sheet.</summary>
    /// <param name="isHead">Whether it holds labels of the document's head; otherwise data.</param>
    /// <param name="offset">Rows of the sheets before it.</param>
    public void Extend(string sheet, bool isHead, int row, int offset)
    {
        var known = spans.GetValueOrDefault((sheet, isHead)) ?? new SheetSpan(sheet, isHead, row, row, offset);
        spans[(sheet, isHead)] = known with { From = Math.Min(known.From, row), To = Math.Max(known.To, row) };
    }
}

using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The columns of a text file, told by its first rows.</summary>
internal sealed class ColumnForms
{
    // A file with headers of more widths than this is none that anything could be told of.
    private const int MostWidths = 8;

    private readonly Dictionary<int, ColumnForm[]> known = [];

    /// <summary>The columns of the rows below a header of so many; none where nothing tells.</summary>
    public ColumnForm[] Of(TableReader table, int columns)
    {
        if (!known.TryGetValue(columns, out var forms))
        {
            known[columns] = forms = known.Count < MostWidths ? Read(table, columns) : [];
        }

        return forms;
    }

    private static ColumnForm[] Read(TableReader table, int columns)
    {
        using var again = table.Again();
        var forms = new List<ColumnForm>();
        var rows = 0;
        try
        {
            while (again is not null && rows < RowWidths.MostRows && (again.NextRow() || (again.NextSheet() && again.NextRow())))
            {
                rows += Take(again, columns, forms) ? 1 : 0;
            }
        }
        catch (UnreadableFileException)
        {
            // What is behind a quote that is never closed tells nothing.
        }

        return [.. forms];
    }

    // A row that is filled for the most part and has a cell of figures: a title, a fee or a total tells nothing.
    private static bool Take(TableReader row, int columns, List<ColumnForm> forms)
    {
        var (filled, hasFigures) = (0, false);
        for (var at = 0; at < row.CellCount; at++)
        {
            filled += TextTable.IsBlank(row.Cell(at)) ? 0 : 1;
            hasFigures |= RowWidths.IsFigures(row.Cell(at));
        }

        if (row.CellCount < columns || filled < 2 || filled * 2 <= columns || !hasFigures || row.IsOpen)
        {
            return false;
        }

        for (var at = 0; at < row.CellCount && at < ReadingLimits.RowCells; at++)
        {
            if (at == forms.Count)
            {
                forms.Add(new ColumnForm());
            }

            forms[at].Take(Cells.Clean(row.Cell(at)), at < columns - 1 && row.Cell(at).SequenceEqual(row.Cell(columns - 1)));
        }

        return true;
    }
}

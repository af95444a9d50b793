using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Puts the physical lines of an item side by side, the header's lines as well. A row counts as its first line.</summary>
internal sealed class MultiLineRows(TableReader table, int lines) : TableReader
{
    private readonly RowCells cells = new();
    private readonly Queue<(string Text, CellKind Kind)[]> recent = new();
    private int[] widths = [];
    private int rowNumber;

    public override string Sheet => table.Sheet;

    public override bool IsHidden => table.IsHidden;

    public override int RowNumber => rowNumber;

    public override int CellCount => cells.Count;

    public override bool NextSheet()
    {
        widths = [];
        recent.Clear();
        return table.NextSheet();
    }

    /// <summary>The header has been found in the lines read last: from here on their widths hold for all.</summary>
    public void StartStacking() => widths = [.. recent.Select(line => line.Length)];

    public override bool NextRow()
    {
        cells.Clear();
        if (widths.Length == 0)
        {
            return SlideOn();
        }

        // Blank lines between items belong to none.
        do
        {
            if (!table.NextRow())
            {
                return false;
            }
        }
        while (Line().All(cell => string.IsNullOrWhiteSpace(cell.Text)));

        rowNumber = table.RowNumber;
        Append(Line(), widths[0]);
        for (var at = 1; at < lines && table.NextRow(); at++)
        {
            Append(Line(), widths[at]);
        }

        return true;
    }

    public override ReadOnlySpan<byte> Cell(int index) => cells[index];

    public override CellKind KindOf(int index) => cells.KindOf(index);

    protected override void Dispose(bool disposing) => table.Dispose();

    // While the header is looked for, each row is shown together with the ones before it.
    private bool SlideOn()
    {
        if (!table.NextRow())
        {
            return false;
        }

        rowNumber = table.RowNumber;
        recent.Enqueue(Line());
        if (recent.Count > lines)
        {
            recent.Dequeue();
        }

        foreach (var line in recent)
        {
            Append(line, line.Length);
        }

        return true;
    }

    private (string Text, CellKind Kind)[] Line() =>
        [.. Enumerable.Range(0, table.CellCount).Select(at => (table.Text(at), table.KindOf(at)))];

    private void Append((string Text, CellKind Kind)[] line, int width)
    {
        for (var at = 0; at < Math.Max(width, line.Length); at++)
        {
            cells.Add(at < line.Length ? line[at].Text : "", at < line.Length ? line[at].Kind : CellKind.Text);
        }
    }
}

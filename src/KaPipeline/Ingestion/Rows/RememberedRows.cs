using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The first rows of a sheet on which no header was found, to be looked at again once the header is known.</summary>
/// <param name="sheet">Name of the sheet.</param>
/// <param name="most">No more rows than these.</param>
internal sealed class RememberedRows(string sheet, int most) : TableReader
{
    /// <summary>A continued table begins at the top of its sheet.</summary>
    public const int MostOfSheet = 200;

    // What is longer than an honest row is none.
    private const int MostBytes = 16 * 1024;

    private readonly List<RowCells> rows = [];
    private readonly List<int> numbers = [];
    private int at = -1;

    public override string Sheet => sheet;

    public override int RowNumber => numbers[at];

    public override int CellCount => rows[at].Count;

    public int Count => rows.Count;

    public void Add(TableReader table)
    {
        var length = 0L;
        for (var cell = 0; cell < table.CellCount; cell++)
        {
            length += table.Cell(cell).Length;
        }

        if (rows.Count >= most || length is 0 or > MostBytes)
        {
            return;
        }

        var row = new RowCells();
        for (var cell = 0; cell < table.CellCount; cell++)
        {
            row.Add(table.Cell(cell), table.KindOf(cell));
        }

        rows.Add(row);
        numbers.Add(table.RowNumber);
    }

    /// <summary>Goes before the first row.</summary>
    public void Rewind() => at = -1;

    public override bool NextSheet() => false;

    public override bool NextRow() => ++at < rows.Count;

    public override ReadOnlySpan<byte> Cell(int index) => rows[at][index];

    public override CellKind KindOf(int index) => rows[at].KindOf(index);

    protected override void Dispose(bool disposing)
    {
    }
}

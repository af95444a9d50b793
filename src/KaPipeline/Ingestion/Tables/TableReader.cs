namespace KaPipeline.Ingestion.Tables;

/// <summary>The sheets of a file and their rows, one at a time, cells as UTF-8. Rows are numbered from 1 as a person counts them.</summary>
public abstract class TableReader : IDisposable
{
    /// <summary>Name of the current sheet; empty in text files.</summary>
    public abstract string Sheet { get; }

    /// <summary>Whether the workbook hides the current sheet.</summary>
    public virtual bool IsHidden => false;

    /// <summary>Number of the current row in its sheet.</summary>
    public abstract int RowNumber { get; }

    /// <summary>Cells of the current row.</summary>
    public abstract int CellCount { get; }

    /// <summary>Whether a row has as many cells as was meant, so that another number of them means a shifted row. Spreadsheets leave out
    /// blank cells.</summary>
    public virtual bool HasExactRows => false;

    /// <summary>Whether the file ends each row behind its last filled cell, so that a row with fewer cells is whole.</summary>
    public virtual bool LeavesOutTrailingBlanks(int columns) => false;

    /// <summary>Whether the current row has as many cells as the other rows of a table of so many columns, where more are counted than
    /// have a name. In spreadsheets and pages nothing is shifted by one.</summary>
    public virtual bool HasUsualCount(int columns) => true;

    /// <summary>Whether the current row is the last one of a text, without a line end or a quote behind it: more of its last cell may
    /// have been cut off.</summary>
    public virtual bool IsOpen => false;

    /// <summary>The file once more from its beginning, to tell what its columns hold; null where no cell can stand in another column.
    /// </summary>
    public virtual TableReader? Again() => null;

    /// <summary>Lines of the file that make one row.</summary>
    public virtual int LinesPerRow => 1;

    /// <summary>What a page says beside its tables, in lines; known when it has been read.</summary>
    public virtual string TextBeside => "";

    /// <summary>Goes to the next sheet, at first the first one.</summary>
    /// <exception cref="UnreadableFileException">The file is broken here.</exception>
    public abstract bool NextSheet();

    /// <summary>Goes to the next row of the sheet.</summary>
    /// <exception cref="UnreadableFileException">The file is broken here.</exception>
    public abstract bool NextRow();

    /// <summary>Text of a cell, untrimmed; empty past the last one. Valid until the next row is read.</summary>
    public abstract ReadOnlySpan<byte> Cell(int index);

    /// <summary>What the container says the cell is.</summary>
    public virtual CellKind KindOf(int index) => CellKind.Text;

    /// <summary>What a cell shows of a code that it holds as a number, where its format puts more than digits there; else
    /// nothing.</summary>
    public virtual ReadOnlySpan<byte> Shown(int index) => default;

    /// <summary>Text of a cell as a string, for headers and messages.</summary>
    public string Text(int index) => System.Text.Encoding.UTF8.GetString(Cell(index));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);
}

using System.Text.RegularExpressions;

namespace KaPipeline.Workbooks;

/// <summary>A long sheet whose rows are streamed into the workbook and never held in memory.</summary>
/// <param name="Name">Name on the tab, at most 25 characters (continuations add a number).</param>
/// <param name="Title">What one row is, in a sentence; shown above the header.</param>
/// <param name="Columns">The columns, in order.</param>
/// <param name="RowCount">Rows to come, counted by the warehouse: the last control total. Above <see cref="RowsPerSheet"/> the
/// rows continue in further sheets.</param>
/// <param name="Fill">Writes the rows, in order.</param>
public sealed record DetailSheet(
    string Name, string Title, IReadOnlyList<DetailColumn> Columns, long RowCount, Func<DetailRows, CancellationToken, Task> Fill)
{
    /// <summary>Row of the header. Title, control totals and filtered totals are above it, and an empty row between, so that filters
    /// and pivot tables take the header for the first row.</summary>
    public const int HeaderRow = 5;

    /// <summary>Rows of data that one sheet can hold: 1,048,576 less those up to the header.</summary>
    public const int RowsPerSheet = 1_048_576 - HeaderRow;

    /// <summary>How many of the columns, from the first, go on paper; all where none is said. What only a screen needs is after
    /// them.</summary>
    public int PrintedColumns { get; init; } = int.MaxValue;

    /// <summary>Whether it is to be filtered on a screen, and of its length nothing but its head goes on paper.</summary>
    public bool IsForScreen { get; init; }

    /// <summary>Rows of data per sheet; smaller only in tests of the continuation.</summary>
    public int SheetLimit { get; init; } = RowsPerSheet;

    internal int SheetCount => (int)Math.Max(1, (RowCount + SheetLimit - 1) / SheetLimit);

    internal string SheetName(int index) => index == 0 ? Name : $"{Name} ({index + 1})";

    private long LastRow(int index) => HeaderRow + Math.Max(1, RowsOn(index));

    private string OnEachSheet(Func<int, string> formula) => string.Join('+', Enumerable.Range(0, SheetCount).Select(formula));

    internal long RowsOn(int index) => Math.Clamp(RowCount - ((long)index * SheetLimit), 0, SheetLimit);

    /// <summary>A formula over a column on all the sheets that it runs over, for example to tie a front sheet to its details.</summary>
    /// <param name="column">Index of the column, from 0.</param>
    /// <param name="function">Beginning of the function call: <c>SUM(</c>, <c>SUBTOTAL(109,</c>, <c>COUNTA(</c>.</param>
    public string Formula(int column, string function = "SUM(")
    {
        var letters = Letters(column);
        return OnEachSheet(index => $"{function}'{SheetName(index)}'!{letters}{HeaderRow + 1}:{letters}{LastRow(index)})");
    }

    /// <summary>A formula over several columns, added up over all the sheets that it runs over.</summary>
    /// <param name="formula">The formula; <c>[F]</c> stands for the rows of column F, so that no program looks through a million empty
    /// cells.</param>
    public string FormulaOver(string formula) => OnEachSheet(index =>
        Regex.Replace(formula, @"\[([A-Z]+)\]", column =>
        $"'{SheetName(index)}'!${column.Groups[1].Value}${HeaderRow + 1}:${column.Groups[1].Value}${LastRow(index)}"));

    /// <summary>Letters of a column, counted from 0: A, B, … AA.</summary>
    public static string Letters(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : Letters((column / 26) - 1) + (char)('A' + (column % 26));
}

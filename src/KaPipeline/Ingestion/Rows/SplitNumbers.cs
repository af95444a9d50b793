using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Finds a number that its own thousands separator has broken over two cells of a text file (2,481.12 without quotes) though the row has as
/// many cells as the others, because a blank one was left out behind it. Certain are a name that would be such a number, and a number in
/// a column that holds texts in the other rows, where the cells in between look as those of the columns before them do.
/// </summary>
internal sealed class SplitNumbers
{
    private readonly Header header;
    private readonly int[] numbers;
    private readonly HashSet<int> texts;
    private readonly ColumnForms forms;

    public SplitNumbers(Header header, ReportProfile report, Func<FieldMapping, int> columnOf, ColumnForms forms)
    {
        (this.header, this.forms) = (header, forms);
        int[] Columns(Func<FieldKind, bool> which) => [.. report.Rows.Where(mapping => mapping.Into is not null)
            .SelectMany(mapping => mapping.Into!.Fields.Where(field => which(field.Kind) && mapping.Fields.ContainsKey(field.Name))
                .Select(field => columnOf(mapping.Fields[field.Name]))).Where(at => at >= 0).Distinct()];
        numbers = Columns(kind => kind is FieldKind.Number or FieldKind.Whole);
        texts = [.. Columns(kind => kind == FieldKind.Text).Except(Columns(kind => kind != FieldKind.Text))];
    }

    public RowProblem? Find(TableReader table)
    {
        foreach (var at in numbers)
        {
            if (IsFirstPart(Cells.Clean(table.Cell(at))) && IsLastPart(Cells.Clean(table.Cell(at + 1)))
                && (texts.Contains(at + 1) || HasNumberAmongTexts(table, at)))
            {
                var whole = $"{Encoding.UTF8.GetString(Cells.Clean(table.Cell(at)))},{Encoding.UTF8.GetString(Cells.Clean(table.Cell(at + 1)))}";
                return new RowProblem(RejectionRule.WrongColumnCount, at, whole, Bilingual.Of(
                    $"带引号的数字：{whole} 的千位分隔符使后面的列移位", $"a number in quotes: the separator in {whole} shifts the cells behind it"));
            }
        }

        return null;
    }

    // Of a column that holds codes some may well be numbers, so that the cells in between must have moved as well.
    private bool HasNumberAmongTexts(TableReader table, int first)
    {
        var columns = forms.Of(table, header.Count);
        if (first >= columns.Length || !columns[first].Fits(CellForm.Of(Cells.Clean(table.Cell(first + 1))) with { Digits = 0 }))
        {
            return false;
        }

        for (var at = first + 1; at < header.Width && at < columns.Length; at++)
        {
            var cell = CellForm.Of(Cells.Clean(table.Cell(at)));
            if (at > first + 1 && !columns[at - 1].Fits(cell))
            {
                return false;
            }

            if (cell.IsNumber && columns[at].HoldsTexts)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFirstPart(ReadOnlySpan<byte> cell)
    {
        cell = cell.Length > 1 && cell[0] is (byte)'-' or (byte)'+' ? cell[1..] : cell;
        return cell.Length is >= 1 and <= 3 && cell[0] != (byte)'0' && !cell.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsLastPart(ReadOnlySpan<byte> cell)
    {
        var whole = cell.IndexOf((byte)'.') is var point and >= 0 ? cell[..point] : cell;
        return whole.Length == 3 && !whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !cell[Math.Min(cell.Length, 4)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}

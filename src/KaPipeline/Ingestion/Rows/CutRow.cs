using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Finds a last row that was cut off within its last cell: no line end is behind it, and the cell looks otherwise than those above it do,
/// as what is left of a longer one. Many portals end no file in a line end, so that its lack alone says nothing (docs/decisions/0756).
/// </summary>
internal sealed class CutRow(Header header, ReportProfile report, Func<FieldMapping, int> columnOf, ColumnForms forms)
{
    // So many whole numbers tell how many digits they have: of two or three another one is often shorter.
    private const int EnoughRows = 5;

    // No quantity has so many.
    private const int DigitsOfCodes = 8;

    // A text that was cut off names or counts nothing else.
    private readonly HashSet<int> columns = [.. report.Rows.SelectMany(record => record.Fields
        .Where(field => record.Into?.Fields.FirstOrDefault(known => known.Name == field.Key)?.Kind != FieldKind.Text)
        .Select(field => columnOf(field.Value)))];

    public RowProblem? Find(TableReader table)
    {
        var at = table.CellCount - 1;
        if (!table.IsOpen || !columns.Contains(at) || forms.Of(table, header.Count) is not { } known || at >= known.Length)
        {
            return null;
        }

        var cell = Cells.Clean(table.Cell(at));
        return Difference(table, at, cell, known) is not { } usual ? null
            : new RowProblem(RejectionRule.CutOff, at, HeaderText.Readable(cell), Bilingual.Of(
                $"文件似在此处被截断：末行之后没有换行，而此列其他行{usual.Chinese}。请重新下载；确认完整时，在末行后加换行再交",
                $"the file seems cut off here: no line end is behind its last row, and the other rows of this column {usual.English}. "
                + "Download it again; if it is whole, put a line end behind the last row and hand it in"));
    }

    // How the other cells of the column differ from the last one; null where it may be whole.
    private static (string Chinese, string English)? Difference(TableReader table, int at, ReadOnlySpan<byte> text, ColumnForm[] known)
    {
        var (column, cell) = (known[at], CellForm.Of(text));
        var rows = column.Texts + column.Numbers;
        if (rows == 0)
        {
            return null;
        }

        if (cell.Kind == CellForm.Kinds.Blank)
        {
            return column.Blanks == 0 ? ("都有内容", "are filled") : null;
        }

        if (column.End != 0)
        {
            return text[^1] == column.End ? null : ($"都以“{(char)column.End}”结尾", $"end in \"{(char)column.End}\"");
        }

        if (column.Texts == 0 && cell.IsNumber)
        {
            return cell.Decimals < column.LeastDecimals ? ($"至少有 {column.LeastDecimals} 位小数", $"have {column.LeastDecimals} decimals or more")
                : cell.Decimals > 0 || rows < 2 ? null
                : (rows >= EnoughRows || column.Digits.Least >= DigitsOfCodes) && cell.Digits < column.Digits.Least ? ($"至少有 {column.Digits.Least} 位数字", $"have {column.Digits.Least} digits or more")
                : BeginsAnother(table, at, text, known) ? ("与左边某列相同", "say the same as a column on their left") : null;
        }

        return column.Codes == rows && column.Length.Least == column.Length.Most && text.Length < column.Length.Least
            ? ($"都是 {column.Length.Least} 个字符", $"have {column.Length.Least} characters") : null;
    }

    // 7 behind 72, where both columns say the same in most rows.
    private static bool BeginsAnother(TableReader table, int at, ReadOnlySpan<byte> text, ColumnForm[] known)
    {
        for (var other = 0; other < at; other++)
        {
            var beside = Cells.Clean(table.Cell(other));
            if (beside.Length > text.Length && beside.StartsWith(text)
                && known[other].SameAsLast * 2 > known[at].Texts + known[at].Numbers)
            {
                return true;
            }
        }

        return false;
    }
}

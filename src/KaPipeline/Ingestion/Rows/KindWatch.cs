using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Watches whether the cells of one column change their kind once and for good, as where two exports were put below each
/// other.</summary>
internal sealed class KindWatch(FieldReader reader)
{
    private CellKind first;
    private CellKind last;
    private long before;
    private long behind;
    private bool isMixed;
    private (CellPlace Place, string Text)? change;

    /// <summary>Whether a cell is of another kind than the one before.</summary>
    public bool Differs(CellKind kind) => before > 0 && kind != last;

    /// <summary>Takes a cell of a row that is kept.</summary>
    /// <param name="text">Its text, where it <see cref="Differs"/>.</param>
    public void Take(CellKind kind, string text)
    {
        if (isMixed)
        {
            return;
        }

        if (before == 0)
        {
            (first, last) = (kind, kind);
        }

        if (kind != last)
        {
            isMixed = change is not null;
            change ??= (reader.Place, text);
            last = kind;
        }

        (before, behind) = change is null ? (before + 1, behind) : (before, behind + 1);
    }

    /// <summary>The change, where both parts are large enough.</summary>
    public OddContent? Judge(FileLimits limits) => !isMixed && change is var (place, text)
        && Math.Min(before, behind) >= limits.KindBlockRows
        ? place.Odd(OddRule.KindChanges, text,
        $"与上面 {before} 个单元格同类：{Word(first)} | {Word(first)} as in the {before} cells above, not {Word(last)}", behind)
        : null;

    private static string Word(CellKind kind) => kind switch
    {
        CellKind.Number => "数字 numbers",
        CellKind.Date => "日期 dates",
        _ => "文本 text",
    };
}

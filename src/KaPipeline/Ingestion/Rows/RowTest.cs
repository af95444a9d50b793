using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A condition on the current row, with its column found.</summary>
internal sealed class RowTest(RowCondition condition, int column, WordSet nothing, DateFormat dates)
{
    private readonly WordSet values = new(condition.Values);

    /// <summary>Place of its column from 0.</summary>
    public int Column => column;

    /// <summary>Whether it asks for anything at all in the cell.</summary>
    public bool IsPresence => condition.Test == ConditionTest.IsPresent;

    /// <summary>Whether the condition holds.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="problem">Set where the cell leaves it open: an error, or no number where the sign of one is asked for. What then
    /// vanishes or stays would be a guess.</param>
    public bool Holds(TableReader table, out RowProblem? problem)
    {
        problem = null;
        var text = Cells.Clean(table.Cell(column));
        var isNothing = text.IsEmpty || nothing.Contains(text) || IsNever(text, table.KindOf(column));
        if (!isNothing && (table.KindOf(column) == CellKind.Error || Cells.IsError(text)))
        {
            problem = new RowProblem(RejectionRule.CellError, column, HeaderText.Readable(text), FieldReader.OneValue);
            return false;
        }

        // A word may be in what the format of a number shows around it.
        var shown = table.Shown(column);
        switch (condition.Test)
        {
            case ConditionTest.IsAnyOf:
                return values.Contains(text) || (!shown.IsEmpty && values.Contains(shown));
            case ConditionTest.IsNoneOf:
                return !values.Contains(text) && (shown.IsEmpty || !values.Contains(shown));
            case ConditionTest.StartsWith:
                return values.AnyStarts(shown.IsEmpty ? text : shown);
            case ConditionTest.IsPresent:
                return !isNothing;
            case ConditionTest.IsNothing:
                return isNothing;
            default:
                var number = default(Number);
                if (!isNothing && !Number.TryParse(text, out number))
                {
                    problem = new RowProblem(RejectionRule.InvalidNumber, column, HeaderText.Readable(text), Bilingual.Of("数字", "a number"));
                    return false;
                }

                return HasSign(isNothing, Math.Sign(number.Mantissa));
        }
    }

    // 2099-12-31, 9999-12-31: where a date may stand, they mean that there is none.
    private bool IsNever(ReadOnlySpan<byte> text, CellKind kind) => text.Length is >= 8 and <= 40
        && text.IndexOf("99"u8) >= 0
        && (kind == CellKind.Date ? DateFormat.Iso.TryParse(text[..Math.Min(10, text.Length)], out var date)
            : dates.TryParse(text, out date))
        && FieldValue.IsNever(date);

    private bool HasSign(bool isNothing, int sign) => condition.Test switch
    {
        ConditionTest.IsPositive => sign > 0,
        ConditionTest.IsNegative => sign < 0,
        ConditionTest.IsNotNegative => sign >= 0,
        ConditionTest.IsZero => sign == 0,
        _ => !isNothing && sign != 0,
    };
}

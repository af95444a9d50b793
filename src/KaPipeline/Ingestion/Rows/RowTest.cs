using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A condition on the current row, with its column found.</summary>
internal sealed class RowTest(RowCondition condition, int column, WordSet nothing)
{
    private readonly WordSet values = new(condition.Values);

    public bool Holds(TableReader table)
    {
        var text = Cells.Trim(table.Cell(column));
        var isNothing = text.IsEmpty || nothing.Contains(text);
        return condition.Test switch
        {
            ConditionTest.IsAnyOf => values.Contains(text),
            ConditionTest.IsNoneOf => !values.Contains(text),
            ConditionTest.StartsWith => values.AnyStarts(text),
            ConditionTest.IsPresent => !isNothing,
            ConditionTest.IsNothing => isNothing,
            ConditionTest.IsPositive => Sign(text) > 0,
            ConditionTest.IsNegative => Sign(text) < 0,
            ConditionTest.IsNotNegative => Sign(text) is null or >= 0,
            ConditionTest.IsZero => isNothing || Sign(text) == 0,
            _ => !isNothing && Sign(text) is not 0,
        };
    }

    // Null for what is no number: it then is neither positive, negative nor zero, and the field that reads it says so.
    private static int? Sign(ReadOnlySpan<byte> text) => Number.TryParse(text, out var number) ? Math.Sign(number.Mantissa) : null;
}

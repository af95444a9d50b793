using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// The last net below the rules: where the database refuses a file for what one of its rows says, the row is found by halving and set aside
/// with the constraint's meaning, and the others are loaded.
/// </summary>
/// <param name="lastRow">Number in the load of the file's last row.</param>
/// <param name="refusalOf">Tries the file without the rows that have a fault, and undoes it.</param>
internal sealed class RefusedRows(int lastRow, Func<Func<int, RowFault?>, Task<PostgresException?>> refusalOf)
{
    /// <summary>Rows that are looked for; a file with more of them is refused whole.</summary>
    private const int Most = 50;

    /// <summary>Whether the server refused a value, and not the connection, the right or the question: classes 22 and 23, and rows that no
    /// index holds.</summary>
    public static bool IsOfValue(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal)
        || e.SqlState == PostgresErrorCodes.ProgramLimitExceeded;

    /// <summary>Finds the rows.</summary>
    /// <returns>Number in the load to fault.</returns>
    /// <exception cref="UnreadableFileException">There are too many of them.</exception>
    public async Task<Dictionary<int, RowFault>> FindAsync()
    {
        var faults = new Dictionary<int, RowFault>();
        for (var good = 0; await RefusalAsync(lastRow) is { } refusal;)
        {
            if (faults.Count == Most || good == lastRow)
            {
                throw new UnreadableFileException(
                    $"数据库拒收的行太多 the database refuses too many of its rows, the last for: {FaultOf(refusal).Expected}");
            }

            // The rows up to the smaller one are accepted together, those up to the greater one are not.
            var bad = lastRow;
            while (bad - good > 1)
            {
                var middle = good + ((bad - good) / 2);
                if (await RefusalAsync(middle) is { } earlier)
                {
                    (bad, refusal) = (middle, earlier);
                }
                else
                {
                    good = middle;
                }
            }

            faults[bad] = FaultOf(refusal);
            good = bad;
        }

        return faults;

        Task<PostgresException?> RefusalAsync(int last) =>
            refusalOf(number => number > last ? RowFault.LeftOut : faults.GetValueOrDefault(number));
    }

    private static RowFault FaultOf(PostgresException e)
    {
        var problem = new ResolutionProblem(0, RuleOf(e), null, null, null, null) { Column = e.ColumnName };
        return problem.Fault with { Expected = $"{problem.Expected} ({e.MessageText})" };
    }

    private static string RuleOf(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.NotNullViolation => RejectionRule.Missing,
        PostgresErrorCodes.NumericValueOutOfRange => "too_large",
        PostgresErrorCodes.ProgramLimitExceeded or PostgresErrorCodes.StringDataRightTruncation => RejectionRule.TooLong,
        PostgresErrorCodes.UniqueViolation => "repeated_key",
        _ => e.ConstraintName ?? "refused_by_database",
    };
}

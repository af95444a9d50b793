using System.Globalization;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Which moment a row's knowledge is counted from (docs/money.md#clocks).</summary>
public enum KnowledgeMode
{
    /// <summary>When the row's file arrived at the portal: for new questions, so that a backfill counts as of old days.</summary>
    Arrived,

    /// <summary>When the row was recorded here: for reprints, so that an old edition comes out again digit for digit.</summary>
    Recorded,
}

/// <summary>The two clocks of a report. Views read them from settings and never ask the machine.</summary>
/// <param name="AsOf">Business date at whose end due dates, prices, terms and statuses are judged.</param>
/// <param name="KnownAt">Moment up to which rows, master data and settings count.</param>
/// <param name="Mode">What <paramref name="KnownAt"/> is compared with.</param>
public sealed record ReportClock(DateOnly AsOf, DateTimeOffset KnownAt, KnowledgeMode Mode = KnowledgeMode.Arrived)
{
    /// <summary>Settings of the transaction in which the settlement algebra runs, as columns of a query. The planner knows no distribution
    /// of what the views compute, takes hash tables for crowded and sorts millions of keys instead.</summary>
    internal const string Planning = "set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)";

    /// <summary>Whether the question is about few rows, as a page asks it. The planner then starts no workers: they take longer to start
    /// than such an answer does, also for branches of a view that yield nothing.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>A new question about the state at the end of a business date, with all that had arrived by then.</summary>
    public static ReportClock EndOf(DateOnly asOf) =>
        new(asOf, BusinessTime.At(asOf.AddDays(1), TimeOnly.MinValue).AddTicks(-10));

    /// <summary>Begins a read-only transaction in which the views answer by this clock.</summary>
    /// <exception cref="MissingCalendarYearException">The calendar does not hold the year of <see cref="AsOf"/>.</exception>
    public async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await ApplyAsync(connection, ct);
        return transaction;
    }

    /// <summary>Sets the clocks for the transaction that is open on <paramref name="connection"/>, as <c>SET LOCAL</c> does, and plans
    /// as the views of <c>mart</c> want it on any server: rows meet by hash, and nothing is compiled that runs for a second.</summary>
    /// <exception cref="MissingCalendarYearException">The calendar does not hold the year of <see cref="AsOf"/>: no due date of it is
    /// known, and views would show nothing late. A warehouse into which no calendar was read yet has nothing to judge.</exception>
    public async Task ApplyAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        await using var command = new NpgsqlCommand(
            "select not exists (select from core.calendar_day) or exists (select from core.calendar_day where day = $1::date), "
                + "set_config('ka.as_of', $1, true), set_config('ka.known_at', $2, true), set_config('ka.knowledge', $3, true), " + Planning
                + (IsNarrow ? ", set_config('max_parallel_workers_per_gather', '0', true)" : ""), connection);
        command.Parameters.AddWithValue(AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(KnownAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(Mode == KnowledgeMode.Arrived ? "arrived" : "recorded");
        if (!(bool)(await command.ExecuteScalarAsync(ct))!)
        {
            await using var years =
                new NpgsqlCommand("select array(select distinct extract(year from day)::integer from core.calendar_day order by 1)",
                connection);
            throw new MissingCalendarYearException(AsOf.Year, (int[])(await years.ExecuteScalarAsync(ct))!);
        }
    }
}

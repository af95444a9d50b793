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

    private const string Known =
        """
        coalesce((select to_char(known_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' from ops.edition
          where digest = 'daily' and business_date = $4 order by edition_number desc limit 1), $2)
        """;

    /// <summary>Whether the question is about few rows, as a page asks it. The planner then starts no workers: they take longer to start
    /// than such an answer does, also for branches of a view that yield nothing.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>Business date whose newest daily says what was known; where none was made, <see cref="KnownAt"/> holds. Null: it
    /// holds.</summary>
    public DateOnly? ToldOn { get; init; }

    /// <summary>A new question about the state at the end of a business date, with all that had arrived by then.</summary>
    public static ReportClock EndOf(DateOnly asOf) =>
        new(asOf, BusinessTime.At(asOf.AddDays(1), TimeOnly.MinValue).AddTicks(-10));

    /// <summary>A page's question about a business date: what the daily that tells of the date knew, since most files of a day come in the
    /// morning after; where no daily told of it, what had come by the next noon.</summary>
    public static ReportClock AsTold(DateOnly asOf) =>
        new(asOf, BusinessTime.At(asOf.AddDays(1), new TimeOnly(12, 0))) { ToldOn = asOf, IsNarrow = true };

    /// <summary>The same knowledge, judged on the last evening of a month where that is over.</summary>
    /// <param name="month">First day of the month.</param>
    public ReportClock ForMonth(DateOnly month) =>
        month.AddMonths(1).AddDays(-1) is var last && last < AsOf ? this with { AsOf = last } : this;

    /// <summary>These clocks with what counts as known in the transaction that they were applied to.</summary>
    public async Task<ReportClock> AppliedAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        await using var command = new NpgsqlCommand("select core.known_at()", connection);
        return this with { KnownAt = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!), ToldOn = null };
    }

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
                + $"set_config('ka.as_of', $1, true), set_config('ka.known_at', {(ToldOn is null ? "$2" : Known)}, true), "
                + "set_config('ka.knowledge', $3, true), " + Planning
                + (IsNarrow ? ", set_config('max_parallel_workers_per_gather', '0', true)" : ""), connection);
        command.Parameters.AddWithValue(AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(KnownAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(Mode == KnowledgeMode.Arrived ? "arrived" : "recorded");
        if (ToldOn is { } told)
        {
            command.Parameters.AddWithValue(told);
        }

        if (!(bool)(await command.ExecuteScalarAsync(ct))!)
        {
            await using var years =
                new NpgsqlCommand("select array(select distinct extract(year from day)::integer from core.calendar_day order by 1)",
                connection);
            throw new MissingCalendarYearException(AsOf.Year, (int[])(await years.ExecuteScalarAsync(ct))!);
        }
    }
}

using Dapper;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Facts;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Digests.Editions;

/// <summary>Whether an edition may go.</summary>
/// <param name="GoesAt">Moment up to which its data count, once it may go; null while it waits.</param>
/// <param name="Lacking">What it waits for; or, when its time is over, what it goes without.</param>
public sealed record SourceAnswer(DateTimeOffset? GoesAt, IReadOnlyList<SourceState> Lacking);

/// <summary>
/// Decides whether an edition waits: it does for late and held sources, until the time that its slot sets (<see cref="DigestSlot.GoesBy"/>,
/// of the <see cref="DigestCalendar"/>, which knows days and times and no source); after it the edition goes, marked partial with the missing sources
/// named. The answer for a morning is the same whenever it is asked afterwards: an edition that is caught up days later counts the data
/// that it would have counted in time.
/// </summary>
/// <param name="calendar">When editions are due, and until when they may wait.</param>
public sealed class SourceWait(NpgsqlDataSource database, DigestCalendar calendar, TimeProvider clock)
{
    /// <summary>How often a waiting edition looks again.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>Whether the edition of a business date may go now.</summary>
    /// <exception cref="MissingCalendarYearException">The year is not known.</exception>
    public async Task<SourceAnswer> AskAsync(string digest, DateOnly asOf, CancellationToken ct = default)
    {
        var slot = calendar.SlotOf(digest, asOf);
        var now = clock.GetUtcNow();
        var moment = now < slot.GoesBy ? now : slot.GoesBy;
        var lacking = await LackingAsync(slot, moment, ct);
        return lacking.Count > 0 ? new SourceAnswer(now < slot.GoesBy ? null : slot.GoesBy, lacking)
            : new SourceAnswer(await CompleteSinceAsync(slot, moment, ct), []);
    }

    // Complete from its due time on, or since the last of what was lacking then came.
    private async Task<DateTimeOffset> CompleteSinceAsync(DigestSlot slot, DateTimeOffset moment, CancellationToken ct)
    {
        if (moment <= slot.DueAt || await LackingAsync(slot, slot.DueAt, ct) is not { Count: > 0 } awaited)
        {
            return moment < slot.DueAt ? moment : slot.DueAt;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var came = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            """
            select max(arrived_at) from ops.load
            join unnest(@chains, @reports, @dates) as awaited (chain_id, report, business_date) using (chain_id, report, business_date)
            where state in ('loaded', 'duplicate') and arrived_at > @DueAt and arrived_at <= @moment
            """,
            new
            {
                chains = awaited.Select(state => state.ChainId).ToArray(), reports = awaited.Select(state => state.Report).ToArray(),
                dates = awaited.Select(state => state.BusinessDate).ToArray(), slot.DueAt, moment,
            }, cancellationToken: ct));
        return came is { } last ? new DateTimeOffset(last, TimeSpan.Zero) : moment;
    }

    private async Task<List<SourceState>> LackingAsync(DigestSlot slot, DateTimeOffset moment, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await new ReportClock(slot.BusinessDate, moment).BeginAsync(connection, ct);
        var states = await SourceFacts.StatesAsync(connection, slot.From, slot.BusinessDate, slot.GoesBy, ct);
        return [.. states.Where(state => state.IsLacking)];
    }
}

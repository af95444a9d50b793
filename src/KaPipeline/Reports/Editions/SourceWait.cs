using KaPipeline.Reports.Facts;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Reports.Editions;

/// <summary>Lets an edition wait for late sources until a set time; after it the edition goes, marked partial with the missing sources named.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="calendar">Working days.</param>
/// <param name="clock">Time.</param>
public sealed class SourceWait(NpgsqlDataSource database, WorkingCalendar calendar, TimeProvider clock)
{
    /// <summary>Sources that an edition lacks and that it should still wait for; nothing when it may go: complete, or its time is over.</summary>
    /// <param name="digest">Digest.</param>
    /// <param name="asOf">Business date.</param>
    /// <param name="patience">How long after its due time it may wait.</param>
    /// <param name="ct">Stops the queries.</param>
    public async Task<IReadOnlyList<SourceState>> ForAsync(string digest, DateOnly asOf, TimeSpan patience, CancellationToken ct = default)
    {
        var slot = DigestCalendar.SlotOf(digest, asOf, calendar);
        var now = clock.GetUtcNow();
        if (now >= slot.DueAt + patience)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await new ReportClock(asOf, now).BeginAsync(connection, ct);
        var sources = await SourceFacts.LoadAsync(connection, slot.From, slot.BusinessDate, ct);
        return [.. sources.States.Where(state => state.IsLacking)];
    }
}

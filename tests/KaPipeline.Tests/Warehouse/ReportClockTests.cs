using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Warehouse;

public sealed class ReportClockTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Load(Path.Combine(Repository.Root, "config"));

    [Fact]
    public async Task Year_that_the_calendar_does_not_hold_stops_every_question_about_it()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await Calendar.SyncAsync(connection, Stopping);

        foreach (var (day, year) in new[] { (Calendar.LastDay.AddDays(1), Calendar.LastDay.Year + 1),
            (Calendar.FirstDay.AddDays(-1), Calendar.FirstDay.Year - 1) })
        {
            var missing = await Assert.ThrowsAsync<MissingCalendarYearException>(() =>
                warehouse.DataSource.ListAsync<int>(ReportClock.EndOf(day), "select 1", ct: Stopping));
            Assert.Equal(year, missing.Year);
            Assert.Contains($"config/calendar/{year}.csv is missing", missing.Message, StringComparison.Ordinal);
        }

        Assert.Equal([1], await warehouse.DataSource.ListAsync<int>(ReportClock.EndOf(Calendar.FirstDay), "select 1", ct: Stopping));
        Assert.Equal([1], await warehouse.DataSource.ListAsync<int>(ReportClock.EndOf(Calendar.LastDay), "select 1", ct: Stopping));
        await connection.ExecuteAsync("delete from core.calendar_day");
        Assert.Equal([1], await warehouse.DataSource.ListAsync<int>(ReportClock.EndOf(Calendar.LastDay.AddDays(1)), "select 1", ct: Stopping));
    }

    [Fact]
    public async Task Page_of_a_date_knows_what_its_newest_daily_knew_and_without_one_what_had_come_by_noon()
    {
        var day = new DateOnly(2026, 5, 20);
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await Calendar.SyncAsync(connection, Stopping);
        await connection.ExecuteAsync(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late,
              produced_at, cause)
            select digest, '2026-05-20', number, at, '2026-05-20', at, 'arrived', false, false, at, 'test'
            from (values ('daily', 1, timestamptz '2026-05-21 07:30+08'), ('daily', 2, '2026-05-21 08:15:00.000001+08'),
              ('close', 1, '2026-05-21 11:00+08')) as made (digest, number, at)
            """);

        async Task<ReportClock> KnownAsync(ReportClock clock)
        {
            await using var transaction = await clock.BeginAsync(connection, Stopping);
            return await clock.AppliedAsync(connection, Stopping);
        }

        var newest = BusinessTime.At(day.AddDays(1), new TimeOnly(8, 15)).AddTicks(10);
        Assert.Equal(newest, (await KnownAsync(ReportClock.AsTold(day))).KnownAt);
        Assert.Equal(BusinessTime.At(day, new TimeOnly(12, 0)), (await KnownAsync(ReportClock.AsTold(day.AddDays(-1)))).KnownAt);

        // A month that is over is judged on its last evening, by the same knowledge.
        var april = await KnownAsync(ReportClock.AsTold(day).ForMonth(new DateOnly(2026, 4, 1)));
        Assert.Equal((new DateOnly(2026, 4, 30), newest), (april.AsOf, april.KnownAt));
        Assert.Equal(day, ReportClock.AsTold(day).ForMonth(new DateOnly(2026, 5, 1)).AsOf);
    }
}

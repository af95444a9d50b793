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
}

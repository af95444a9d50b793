using Dapper;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Load(Path.Combine(Repository.Root, "config"));

    [Theory]
    [InlineData("2026-05-01", false)] // Labour Day, a Friday
    [InlineData("2026-05-09", true)] // Saturday worked for it
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-01-04", true)]
    [InlineData("2025-01-01", false)]
    [InlineData("2025-01-02", true)]
    [InlineData("2025-04-27", true)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2026-06-06", false)] // an ordinary Saturday
    public void Swapped_days_follow_the_notice(string day, bool isWorkingDay) =>
        Assert.Equal(isWorkingDay, Calendar.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void Year_has_the_working_days_of_its_notice(int year, int expected) =>
        Assert.Equal(expected, Enumerable.Range(0, 365).Count(i => Calendar.IsWorkingDay(new DateOnly(year, 1, 1).AddDays(i))));

    [Fact]
    public void Working_days_are_counted_over_a_break()
    {
        Assert.Equal(Day("2026-05-06"), Calendar.WorkingDayAfter(Day("2026-04-30"), 1));
        Assert.Equal(Day("2026-05-09"), Calendar.WorkingDayAfter(Day("2026-05-02"), 4));
        Assert.Equal(Day("2026-04-30"), Calendar.OnOrBefore(Day("2026-05-05")));
        Assert.Equal(Day("2026-10-08"), Calendar.OnOrAfter(Day("2026-10-05")));
        Assert.Equal(4, Calendar.WorkingDaysBetween(Day("2026-04-30"), Day("2026-05-09")));
        Assert.Equal(Day("2026-01-04"), Calendar.WorkingDayAfter(Day("2025-12-31"), 1));
    }

    [Fact]
    public void Each_year_cites_its_notice()
    {
        Assert.Contains("国办发明电〔2024〕12号", Calendar.Sources[2025], StringComparison.Ordinal);
        Assert.Contains("国办发明电〔2025〕7号", Calendar.Sources[2026], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_year_is_an_error_that_names_the_file()
    {
        var unknown = Calendar.LastDay.AddDays(1);

        var missing = Assert.Throws<MissingCalendarYearException>(() => Calendar.IsWorkingDay(unknown));
        var beyond = Assert.Throws<MissingCalendarYearException>(() => Calendar.WorkingDayAfter(Calendar.LastDay, 1));

        Assert.Equal(unknown.Year, missing.Year);
        Assert.Contains($"config/calendar/{unknown.Year}.csv", beyond.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2025, "2025-01-28 2025-01-31 2025-04-04 2025-05-31 2025-10-06")]
    [InlineData(2026, "2026-02-16 2026-02-19 2026-04-05 2026-06-19 2026-09-25")]
    [InlineData(2027, "2027-02-05 2027-02-08 2027-04-05 2027-06-09 2027-09-15")]
    public void A_draft_has_the_legal_holidays_and_says_that_nobody_confirmed_it(int year, string holidays)
    {
        var config = Directory.CreateTempSubdirectory("ka-draft-");
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(config.FullName, "calendar")).FullName, $"{year}.csv");
        File.WriteAllText(file, CalendarDraft.Of(year));

        var draft = WorkingCalendar.Load(config.FullName);

        Assert.All(holidays.Split(' '), day => Assert.False(draft.IsWorkingDay(Day(day)), day));
        Assert.True(draft.IsDraft(year));
        Assert.Contains("unconfirmed draft", draft.Doubt(new(year, 5, 1)), StringComparison.Ordinal);
        Assert.Contains("unconfirmed draft", draft.ToDo(new(year, 5, 1)), StringComparison.Ordinal);
        Assert.Contains($"ka calendar draft {year + 1}", draft.ToDo(new(year, 11, 1)), StringComparison.Ordinal);
        config.Delete(recursive: true);
    }

    [Fact]
    public void A_confirmed_year_asks_for_the_next_from_November_alone()
    {
        var year = Calendar.LastDay.Year;

        Assert.Null(Calendar.ToDo(new(year, 10, 31)));
        Assert.Contains($"{year + 1}", Calendar.ToDo(new(year, 11, 1)), StringComparison.Ordinal);
        Assert.Null(Calendar.Doubt(Calendar.LastDay));
    }

    [Theory]
    [InlineData("2026.csv", "day,kind,note\n", ":1: found")]
    [InlineData("2026.csv", "# source: 通知 1号\nday,kind,note\n2026-02-30,holiday,x\n", "2026.csv:3: found \"2026-02-30,holiday,x\"")]
    [InlineData("2026.csv", "# source: 通知 1号\nday,kind,note\n2026-05-06,work,x\n", "\"work\" on a Saturday or Sunday")]
    [InlineData("2026.csv", "# source: 通知 1号\nday,kind,note\n2025-05-06,holiday,x\n", "a day of 2026")]
    [InlineData("2026.csv", "# source: 通知 1号\nday,kind,note\n2026-05-01,holiday,x\n2026-05-01,holiday,x\n", "each day once")]
    public void File_that_is_not_as_described_is_refused_with_its_line(string name, string text, string says)
    {
        var folder = Directory.CreateTempSubdirectory("ka-calendar-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "calendar"));
        File.WriteAllText(Path.Combine(folder.FullName, "calendar", name), text);

        var refusal = Assert.Throws<InvalidDataException>(() => WorkingCalendar.Load(folder.FullName));

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Sync_writes_each_day_once_and_a_second_time_nothing()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);

        var first = await Calendar.SyncAsync(connection, Stopping);
        var second = await Calendar.SyncAsync(connection, Stopping);

        Assert.Equal(Calendar.LastDay.DayNumber - Calendar.FirstDay.DayNumber + 1, first);
        Assert.Equal(0, second);
        Assert.Equal(496,
            await connection.ExecuteScalarAsync<int>("select working_number from core.calendar_day where day = '2026-12-31'"));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

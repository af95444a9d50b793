using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Jobs;

public sealed class JobScheduleTests
{
    [Theory]
    // Plain month: Friday 5 June 2026.
    [InlineData(ScheduleDays.Close5, "2026-06-01", "2026-06-05")]
    // 5 July is a Sunday: the last working day before it.
    [InlineData(ScheduleDays.Close5, "2026-07-01", "2026-07-03")]
    // 5 October lies in the National Day holiday, and September's end is no close: first working day of October.
    [InlineData(ScheduleDays.Close5, "2026-10-01", "2026-10-08")]
    [InlineData(ScheduleDays.By15, "2026-08-01", "2026-08-14")]
    [InlineData(ScheduleDays.By25, "2026-07-01", "2026-07-24")]
    public void Calendar_digests_go_out_on_the_last_working_day_before(ScheduleDays days, string month, string expected)
    {
        var schedule = new JobSchedule { Name = "digest", Job = "digest", Cron = "0 8 * * *", Days = days };
        var from = BusinessTime.At(DateOnly.Parse(month), TimeOnly.MinValue);

        var dates = schedule.Occurrences(from, from.AddDays(30), JobWorld.Calendar).Select(BusinessTime.DateOf);

        Assert.Equal([DateOnly.Parse(expected)], dates);
    }

    [Fact]
    public void Week_begins_on_its_first_working_day()
    {
        var schedule = new JobSchedule { Name = "weekly", Job = "weekly", Cron = "0 8 * * *", Days = ScheduleDays.FirstWorkingDayOfWeek };
        var from = BusinessTime.At(new DateOnly(2026, 4, 27), TimeOnly.MinValue);

        var dates = schedule.Occurrences(from, from.AddDays(14), JobWorld.Calendar).Select(BusinessTime.DateOf);

        // Labour Day holiday 1 to 5 May 2026: that week begins on Wednesday the 6th.
        Assert.Equal([new DateOnly(2026, 4, 27), new DateOnly(2026, 5, 6)], dates);
    }

    [Fact]
    public void The_schedules_of_the_configuration_are_right()
    {
        var schedules = SchedulesFile.Read(Path.Combine(Repository.Root, "config"));

        Assert.Equal(
            ["collect", "load", "reconcile", "daily", "weekly", "close", "budget", "plan", "restate", "watch", "tidy"],
            schedules.Select(schedule => schedule.Job));
    }

    [Fact]
    public void A_year_without_calendar_is_an_error()
    {
        var schedule = new JobSchedule { Name = "daily", Job = "daily", Cron = "0 8 * * *", Days = ScheduleDays.WorkingDay };
        var from = BusinessTime.At(new DateOnly(2099, 1, 1), TimeOnly.MinValue);

        Assert.Throws<MissingCalendarYearException>(() => schedule.Occurrences(from, from.AddDays(2), JobWorld.Calendar).ToList());
    }
}

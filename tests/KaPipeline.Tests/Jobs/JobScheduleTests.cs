using KaPipeline.Jobs;

namespace KaPipeline.Tests.Jobs;

public sealed class JobScheduleTests
{
    [Theory]
    // Plain month: Friday 5 June 2026.
    [InlineData("close", "2026-06-01", "2026-06-05")]
    // 5 July is a Sunday: the last working day before it.
    [InlineData("close", "2026-07-01", "2026-07-03")]
    // 5 October lies in the National Day holiday, and September's end is no close: first working day of October.
    [InlineData("close", "2026-10-01", "2026-10-08")]
    [InlineData("budget", "2026-08-01", "2026-08-14")]
    [InlineData("plan", "2026-07-01", "2026-07-24")]
    public void Calendar_digests_go_out_on_the_last_working_day_before(string digest, string month, string expected)
    {
        var schedule = new JobSchedule { Name = digest, Job = digest, Cron = "0 8 * * *", Days = ScheduleDays.Digest };
        var from = BusinessTime.At(DateOnly.Parse(month), TimeOnly.MinValue);

        var moment = Assert.Single(schedule.Occurrences(from, from.AddDays(28), JobWorld.Calendar));

        Assert.Equal(BusinessTime.At(DateOnly.Parse(expected), new TimeOnly(8, 0)), moment);
        Assert.Equal(TimeSpan.Zero, moment.Offset);
    }

    [Fact]
    public void Week_begins_on_its_first_working_day()
    {
        var schedule = new JobSchedule { Name = "weekly", Job = "weekly", Cron = "0 8 * * *", Days = ScheduleDays.Digest };
        var from = BusinessTime.At(new DateOnly(2026, 4, 27), TimeOnly.MinValue);

        var dates = schedule.Occurrences(from, from.AddDays(14), JobWorld.Calendar).Select(BusinessTime.DateOf);

        // Labour Day holiday 1 to 5 May 2026: that week begins on Wednesday the 6th.
        Assert.Equal([new DateOnly(2026, 4, 27), new DateOnly(2026, 5, 6)], dates);
    }

    [Fact]
    public void Occurrences_begin_after_the_first_moment_and_end_with_the_last()
    {
        var schedule = new JobSchedule { Name = "load", Job = "load", Cron = "5,25,45 5-22 * * *" };
        var at = BusinessTime.At(new DateOnly(2026, 5, 20), new TimeOnly(5, 5));

        Assert.Equal([at.AddMinutes(20), at.AddMinutes(40)], schedule.Occurrences(at, at.AddMinutes(40), JobWorld.Calendar));
        Assert.Empty(schedule.Occurrences(at, at, JobWorld.Calendar));
        Assert.Empty(schedule.Occurrences(at, at.AddHours(-1), JobWorld.Calendar));
        Assert.Equal(new TimeOnly(5, 5), schedule.TimeOfDay);
    }

    [Fact]
    public void A_year_without_calendar_is_an_error()
    {
        var schedule = new JobSchedule { Name = "daily", Job = "daily", Cron = "0 8 * * *", Days = ScheduleDays.Digest };
        var from = BusinessTime.At(new DateOnly(2099, 1, 1), TimeOnly.MinValue);

        Assert.Throws<MissingCalendarYearException>(() => schedule.Occurrences(from, from.AddDays(2), JobWorld.Calendar).ToList());
    }
}

namespace KaPipeline.Host.Demo;

/// <summary>The clock of the sample month: whole days away from the machine's, so that today is the month's last day and the time of day is
/// the real one.</summary>
/// <param name="today">Business date (Asia/Shanghai) that is to be today.</param>
internal sealed class DemoClock(DateOnly today) : TimeProvider
{
    private readonly TimeSpan away =
        TimeSpan.FromDays(today.DayNumber - BusinessTime.Today(System).DayNumber);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + away;
}

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>The machine's clock, moved on by hours, which lets something happen each time that somebody looks at it or begins to
/// wait.</summary>
internal sealed class StepClock : TimeProvider
{
    private TimeSpan ahead;

    /// <summary>Looks so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Told of each look by its number, from 1.</summary>
    public Action<int>? AtStep { get; set; }

    public void MoveOn(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow()
    {
        Step();
        return base.GetUtcNow() + ahead;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Step();
        return base.CreateTimer(callback, state, dueTime, period);
    }

    private void Step() => AtStep?.Invoke(++Steps);
}

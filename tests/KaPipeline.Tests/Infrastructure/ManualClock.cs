using Microsoft.Extensions.Time.Testing;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A clock that stands still until a test moves it, and says whether anybody waits by it.</summary>
public sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start.ToUniversalTime())
{
    private int waiting;

    /// <summary>How many timers wait for the clock: somebody sleeps by it.</summary>
    public int WaitingTimers => waiting;

    /// <summary>A clock at a business date's local time.</summary>
    public static ManualClock At(int year, int month, int day, int hour, int minute = 0) =>
        new(BusinessTime.At(new DateOnly(year, month, day), new TimeOnly(hour, minute)));

    /// <summary>Sets the clock back, as a machine's clock may be; forward, it fires what falls due on the way.</summary>
    public void Move(TimeSpan by)
    {
        if (by < TimeSpan.Zero)
        {
            AdjustTime(GetUtcNow() + by);
        }
        else
        {
            Advance(by);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref waiting);
        return new WaitingTimer(this, base.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class WaitingTimer(ManualClock clock, ITimer timer) : ITimer
    {
        private int isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref clock.waiting);
                timer.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

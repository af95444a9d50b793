namespace KaPipeline.Digests.Calendar;

/// <summary>When an edition is due and which days it covers.</summary>
/// <param name="SendOn">Business date on which it goes.</param>
/// <param name="DueAt">Moment at which it goes when its sources are complete.</param>
/// <param name="GoesBy">Moment until which it may wait for its sources; never before <paramref name="DueAt"/>.</param>
/// <param name="From">First day it covers.</param>
/// <param name="BusinessDate">Last day it covers.</param>
public sealed record DigestSlot(
    string Digest, DateOnly SendOn, DateTimeOffset DueAt, DateTimeOffset GoesBy, DateOnly From, DateOnly BusinessDate)
{
    /// <summary>How long an edition may be under way after it may wait no longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(45);

    /// <summary>Moment after which an edition calls itself late, and <c>watch</c> calls it missing when it has not gone.</summary>
    public DateTimeOffset LateAfter => GoesBy + Patience;
}

/// <summary>The editions that are due: days by <see cref="DigestDays"/>, times by the schedules. It says until when an edition may wait; whether
/// it waits is decided by its sources (<c>Editions/SourceWait.cs</c>).</summary>
/// <param name="sendTimes">Time of day of each digest, Asia/Shanghai. One that is not in it goes at <paramref name="waitUntil"/>.</param>
/// <param name="waitUntil">Time of the send day up to which editions wait for late and held sources, Asia/Shanghai.</param>
public sealed class DigestCalendar(WorkingCalendar workingDays, IReadOnlyDictionary<string, TimeOnly> sendTimes, TimeOnly waitUntil)
{
    /// <summary>Working days.</summary>
    public WorkingCalendar WorkingDays => workingDays;

    /// <summary>The slot of the edition whose last covered day is <paramref name="businessDate"/>: it goes the day after.</summary>
    /// <exception cref="MissingCalendarYearException">A year is not known.</exception>
    public DigestSlot SlotOf(string digest, DateOnly businessDate)
    {
        var send = businessDate.AddDays(1);
        var from = digest switch
        {
            // From the last working day on: a Monday's mail covers Friday to Sunday.
            "daily" => workingDays.OnOrBefore(businessDate),
            "weekly" => DigestDays.MondayOf(workingDays.OnOrBefore(businessDate)),
            // The month before the one in which it goes, also when that is the 1st.
            "close" => new DateOnly(send.Year, send.Month, 1).AddMonths(-1),
            _ => new DateOnly(businessDate.Year, businessDate.Month, 1),
        };
        var due = BusinessTime.At(send, sendTimes.TryGetValue(digest, out var time) ? time : waitUntil);
        var end = BusinessTime.At(send, waitUntil);
        return new DigestSlot(digest, send, due, end > due ? end : due, from, businessDate);
    }

    /// <summary>A digest's slots due after <paramref name="after"/> up to and including <paramref name="until"/>, in order.</summary>
    /// <exception cref="MissingCalendarYearException">A year is not known.</exception>
    public IEnumerable<DigestSlot> Between(string digest, DateTimeOffset after, DateTimeOffset until)
    {
        for (var day = BusinessTime.DateOf(after); day <= BusinessTime.DateOf(until); day = day.AddDays(1))
        {
            if (DigestDays.GoesOn(digest, day, workingDays)
                && SlotOf(digest, day.AddDays(-1)) is var slot && slot.DueAt > after && slot.DueAt <= until)
            {
                yield return slot;
            }
        }
    }
}

namespace KaPipeline;

/// <summary>Business time: every date that a person reads is a date in Asia/Shanghai (docs/domain.md#calendar).</summary>
public static class BusinessTime
{
    /// <summary>The IANA name that is printed beside times.</summary>
    public const string ZoneName = "Asia/Shanghai";

    /// <summary>The zone itself: UTC+8, without daylight saving.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(ZoneName);

    /// <summary>Today's business date by the given clock.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOf(clock.GetUtcNow());

    /// <summary>The business date on which <paramref name="moment"/> falls.</summary>
    public static DateOnly DateOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);

    /// <summary>Reads a moment as people and forms write it, in local time: <c>2026-05-31 07:30</c>, with or without a T.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        var isRight = DateTime.TryParseExact(
            text.Replace('T', ' '), "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None, out var local);
        moment = isRight ? At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) : default;
        return isRight;
    }

    /// <summary>The moment of a business date's local time, as UTC.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

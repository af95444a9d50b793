namespace KaPipeline.Mail;

/// <summary>What a server or a robot may be given, by all processes together.</summary>
/// <param name="PerMinute">In a minute.</param>
/// <param name="PerSecond">In a second.</param>
public sealed record SendRate(int PerMinute, int PerSecond = int.MaxValue)
{
    /// <summary>No limit.</summary>
    public static SendRate Unlimited { get; } = new(int.MaxValue);

    /// <summary>Each limit that there is, with its time.</summary>
    public IEnumerable<(int Count, TimeSpan Time)> Limits =>
    [
        .. PerMinute < int.MaxValue ? [(PerMinute, TimeSpan.FromMinutes(1))] : (IEnumerable<(int, TimeSpan)>)[],
        .. PerSecond < int.MaxValue ? [(PerSecond, TimeSpan.FromSeconds(1))] : (IEnumerable<(int, TimeSpan)>)[],
    ];
}

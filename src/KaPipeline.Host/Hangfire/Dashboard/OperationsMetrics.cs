using Hangfire.Dashboard;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>What operations look at first, on the dashboard's home: late feeds, what failed today, missing digests, a hold
/// of all sending. Pages ask every two seconds; the database is asked every fifteen.</summary>
internal sealed class OperationsMetrics(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(15);
    private readonly Lock gate = new();
    private (DateTimeOffset At, Counts Counts)? known;

    /// <summary>The metrics; they are the same for every site of a process, and ask the one whose page is made.</summary>
    public static DashboardMetric[] All { get; } =
    [
        Metric("ka:late-feeds", Label.Alert.Both("feed_late"), "/arrivals", counts => counts.LateFeeds),
        Metric("ka:failed-today", "今日失败 Failed today", "/failures", counts => counts.FailedToday),
        Metric("ka:missing-digests", Label.Alert.Both("digest_missing"), "/deliveries", counts => counts.MissingDigests),
        Metric("ka:sending-held", Label.Alert.Both("sending_held"), "/deliveries", counts => counts.SendingHeld),
    ];

    private static DashboardMetric Metric(string name, string title, string page, Func<Counts, long> count) => new(name, title, asked =>
    {
        var value = count(asked.Context.GetHttpContext().RequestServices.GetRequiredService<OperationsMetrics>().Read());
        return new Metric(value) { Style = value > 0 ? MetricStyle.Danger : MetricStyle.Success, Highlighted = value > 0 };
    })
    { Url = page };

    // A metric cannot be awaited; the look is one indexed query, four times a minute.
    private Counts Read()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (known is not { } last || now - last.At >= Age || now < last.At)
            {
                known = last = (now, database.FirstAsync<Counts>(
                    """
                    select count(*) filter (where kind = 'feed_late') as late_feeds, count(*) filter (where kind = 'digest_missing') as missing_digests,
                        count(*) filter (where kind = 'sending_held') as sending_held,
                        (select count(*) from ops.run where state = 'failed'
                            and (finished_at at time zone 'Asia/Shanghai')::date = (@now at time zone 'Asia/Shanghai')::date) as failed_today
                    from ops.alert where closed_at is null
                    """, new { now }).GetAwaiter().GetResult()!);
            }

            return last.Counts;
        }
    }

    private sealed record Counts
    {
        public long LateFeeds { get; init; }

        public long FailedToday { get; init; }

        public long MissingDigests { get; init; }

        public long SendingHeld { get; init; }
    }
}

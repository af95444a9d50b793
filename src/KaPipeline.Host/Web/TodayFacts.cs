using KaPipeline.Claims;
using KaPipeline.Digests.Letters;
using KaPipeline.Lists;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Web;

/// <summary>What the first page says of a date: the totals of the lists and of that date's mails, each read once.</summary>
internal sealed record TodayFacts
{
    /// <summary>What is open between the books and the statements.</summary>
    public required Differences Open { get; init; }

    /// <summary>Locks.</summary>
    public required LockCounts Locks { get; init; }

    /// <summary>Items out of stock, or nearly.</summary>
    public required StockCounts Stock { get; init; }

    /// <summary>What is to be delivered.</summary>
    public required WorkCounts Work { get; init; }

    /// <summary>Files of the week up to the date.</summary>
    public required Feeds Came { get; init; }

    /// <summary>What was solved since the daily before the last.</summary>
    public required ClearedItems Cleared { get; init; }

    /// <summary>What is due within two weeks.</summary>
    public required IReadOnlyList<Due> Deadlines { get; init; }

    /// <summary>Fill rate of what is due, by order date.</summary>
    public required IReadOnlyList<ChartPoint> FillRate { get; init; }

    /// <summary>Supply by month.</summary>
    public required IReadOnlyList<ChartPoint> Sales { get; init; }

    /// <summary>Fees of each month's goods.</summary>
    public required IReadOnlyList<ChartPoint> Fees { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="seen">The reader's rows.</param>
    /// <param name="asOf">The date.</param>
    /// <param name="knownAt">Until when a file could come: what is due later is not missing.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<TodayFacts> ReadAsync(SeenRows seen, DateOnly asOf, DateTimeOffset knownAt, CancellationToken ct)
    {
        var end = ReportClock.AsTold(asOf);
        var files = end with { KnownAt = knownAt < end.KnownAt ? knownAt : end.KnownAt };
        // Whose rows, once; then the money beside all the rest. Each on one connection: asked all at a time, the questions meet connections
        // that have not planned them yet, and plan longer than they read.
        await seen.PlacesAsync(end, ct);
        await seen.PlacesAsync(files, ct);
        var until = new { Until = asOf.AddDays(DisputeDeadline.NearDays) };
        var money = seen.TogetherAsync(end, questions => questions.ListAsync<Differences>(OpenSql, until, ct), ct);
        var month = new DateOnly(asOf.Year, asOf.Month, 1);
        var months = new { First = month.AddMonths(-12), Last = month };
        var (locks, stock, work, due, fill, sales, fees) = await seen.TogetherAsync(end, async questions => (
            await questions.ListAsync<LockCounts>(LockSql, ct: ct),
            await questions.ListAsync<StockCounts>(StockSql, ct: ct),
            await questions.ListAsync<WorkCounts>(WorkSql, ct: ct),
            await questions.ListAsync<Due>(DueSql, until, ct),
            await questions.ListAsync<Point>(FillSql, ct: ct),
            await questions.ListAsync<Point>(SalesSql, months, ct),
            await questions.ListAsync<Point>(FeeSql, months, ct)), ct);
        var came = await seen.ListAsync<Feeds>(files, FeedSql, new { First = asOf.AddDays(-6), AsOf = asOf }, ct);
        var cleared = await seen.LoadAsync(end, connection => ClearedItems.LoadAsync(connection, ct), ct);
        var open = await money;
        return new TodayFacts
        {
            Open = open.Single(one => one.ChainId.Length == 0),
            Locks = locks.Single(),
            Stock = stock.Single(),
            Work = work.Single(),
            Came = came.Single(),
            Cleared = cleared.Facts,
            Deadlines = [.. due.Concat(open.Where(one => one.DisputeUntil is not null && one.Listed > 0)
                .Select(one => new Due
                {
                    Kind = "dispute", ChainId = one.ChainId, DueOn = one.DisputeUntil!.Value, Count = one.Listed,
                    Amount = one.ListedPositive,
                })).OrderBy(one => one.DueOn).ThenBy(one => one.Kind, StringComparer.Ordinal)
                .ThenBy(one => one.ChainId, StringComparer.Ordinal)],
            FillRate = Points(fill),
            Sales = Points(sales),
            Fees = Points(fees),
        };
    }

    private static IReadOnlyList<ChartPoint> Points(IReadOnlyList<Point> points) =>
        [.. points.Select(point => new ChartPoint(point.Day, point.Value, point.Goal))];

    // One reading: all that is open with the statements, and by the day until which they may be disputed.
    private const string OpenSql =
        """
        select coalesce(chain_id, '') as chain_id, dispute_until, coalesce(sum(positive_amount), 0) as positive,
          coalesce(sum(negative_amount), 0) as negative, count(*) filter (where since_on >= core.as_of()) as fresh,
          coalesce(sum(positive_amount) filter (where since_on >= core.as_of()), 0) as fresh_positive,
          count(distinct difference_key) filter (where not is_minor) as listed,
          coalesce(sum(positive_amount) filter (where not is_minor), 0) as listed_positive
        from seen.statement_difference as one
        group by grouping sets ((), (chain_id, dispute_until))
        having grouping(chain_id) = 1 or dispute_until between core.as_of() and @Until
        """;

    private const string LockSql =
        """
        select count(*) filter (where level = 'locked') as locked, count(*) filter (where level = 'suspected') as suspected,
          count(*) filter (where level = 'at_risk') as at_risk, coalesce(sum(exposure_amount), 0) as exposure,
          count(*) filter (where since_on >= core.as_of()) as fresh
        from seen.sku_lock_alert as one
        """;

    private const string StockSql =
        """
        select count(*) filter (where cover.state = 'out') as out, count(*) filter (where cover.state = 'below_safety') as below_safety,
          coalesce(sum(gone.lost_amount), 0) as lost, count(*) filter (where gone.out_since >= core.as_of()) as fresh
        from seen.stock_cover as cover
        left join (select one.chain_id, one.store_id, one.product_id, one.out_since, one.lost_amount from seen.stock_out as one
          where one.back_on is null) as gone using (chain_id, store_id, product_id)
        where cover.is_alert
        """;

    private const string WorkSql =
        """
        select count(*) filter (where due <> 'tomorrow') as today, count(*) filter (where due = 'tomorrow') as tomorrow,
          count(*) filter (where due = 'overdue') as overdue, count(distinct (chain_id, store_id)) as stores
        from seen.work_line as one
        """;

    private const string FeedSql =
        """
        select count(*) filter (where state <> 'not_due') as expected, count(*) filter (where state in ('on_time', 'late')) as came,
          count(*) filter (where state = 'missing') as missing, max(business_date) filter (where state = 'missing') as newest_missing
        from seen.feed_arrival as arrival where arrival.business_date between @First and @AsOf
        """;

    private const string DueSql =
        """
        select step.kind, step.chain_id, step.next_on as due_on, count(*) as count, sum(step.amount) as amount
        from seen.receivable_next_step as step where step.next_on <= @Until group by step.kind, step.chain_id, step.next_on
        order by due_on, kind, chain_id
        """;

    private const string FillSql =
        """
        select flow.business_date as day, sum(flow.due_received_quantity) / nullif(sum(flow.due_ordered_quantity), 0) as value,
          core.rule_value('figures.fill_rate_target_pct') / 100 as goal
        from seen.recent_fill_rate as flow group by flow.business_date order by 1
        """;

    private const string SalesSql =
        """
        select month as day, sum(amount) as value from seen.outlet_month as one
        where month between @First and @Last group by month order by month
        """;

    private const string FeeSql =
        """
        select month as day, sum(fee) / nullif(sum(goods), 0) as value
        from (select month, chain_id, sum(fee_amount) as fee, max(goods_amount) as goods from seen.fee_ratio as one
          where month between @First and @Last group by month, chain_id) as chain
        group by month order by month
        """;

    internal sealed record Differences
    {
        public string ChainId { get; init; } = "";
        public DateOnly? DisputeUntil { get; init; }
        public long Listed { get; init; }
        public decimal ListedPositive { get; init; }
        public decimal Positive { get; init; }
        public decimal Negative { get; init; }
        public long Fresh { get; init; }
        public decimal FreshPositive { get; init; }
    }

    internal sealed record LockCounts
    {
        public long Locked { get; init; }
        public long Suspected { get; init; }
        public long AtRisk { get; init; }
        public decimal Exposure { get; init; }
        public long Fresh { get; init; }
    }

    internal sealed record StockCounts
    {
        public long Out { get; init; }
        public long BelowSafety { get; init; }
        public decimal Lost { get; init; }
        public long Fresh { get; init; }
    }

    internal sealed record WorkCounts
    {
        public long Today { get; init; }
        public long Tomorrow { get; init; }
        public long Overdue { get; init; }
        public long Stores { get; init; }
    }

    internal sealed record Feeds
    {
        public long Expected { get; init; }
        public long Came { get; init; }
        public long Missing { get; init; }
        public DateOnly? NewestMissing { get; init; }
    }

    internal sealed record Due
    {
        public string Kind { get; init; } = "";
        public string ChainId { get; init; } = "";
        public DateOnly DueOn { get; init; }
        public long Count { get; init; }
        public decimal Amount { get; init; }
    }

    private sealed record Point
    {
        public DateOnly Day { get; init; }
        public decimal? Value { get; init; }
        public decimal? Goal { get; init; }
    }
}

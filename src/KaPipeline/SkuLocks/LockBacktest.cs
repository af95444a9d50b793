using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>Replays the lock alerts evening by evening over a past in which the portals' own words say what was really locked, and
/// counts hits, misses, false alarms and lead time. Only what had arrived by each evening is used, so the replay knows no future.</summary>
public static class LockBacktest
{
    /// <summary>An item of a store that was known to be locked.</summary>
    /// <param name="LockedOn">First business date of the lock.</param>
    public sealed record KnownLock(string ChainId, string StoreId, string ProductId, DateOnly LockedOn);

    /// <summary>One run of alerts on one item.</summary>
    /// <param name="FirstOn">Evening on which it was first raised.</param>
    /// <param name="LastOn">Last evening.</param>
    /// <param name="Level">First level above <c>at_risk</c> that it reached, else <c>at_risk</c>.</param>
    /// <param name="Rule">The rule that raised it first.</param>
    public sealed record Alarm(string ChainId, string StoreId, string ProductId, DateOnly FirstOn, DateOnly LastOn, string Level,
        string Rule)
    {
        /// <summary>The first evening of each rule that raised or kept it.</summary>
        public IReadOnlyDictionary<string, DateOnly> Rules { get; init; } = new Dictionary<string, DateOnly> { [Rule] = FirstOn };

        /// <summary>What the alert said on its first evening, English.</summary>
        public string Evidence { get; init; } = "";
    }

    /// <summary>Locks known from the portals' item status: the first day of each spell within the dates.</summary>
    public static async Task<IReadOnlyList<KnownLock>> KnownLocksAsync(NpgsqlConnection connection, DateOnly from, DateOnly to) =>
    [
        .. (await connection.QueryAsync<(string Chain, string Store, string Product, DateTime On)>(
            """
            select chain_id, store_id, product_id, stated_on from (
                select chain_id, store_id, product_id, stated_on, status,
                    lag(status, 1, 'active') over (partition by chain_id, store_id, product_id order by stated_on) as status_before
                from core.item_status where superseded_at = 'infinity') as said
            where status <> 'active' and status_before = 'active' and stated_on between @from and @to
            order by chain_id, store_id, product_id, stated_on
            """, new { from, to })).Select(row => new KnownLock(row.Chain, row.Store, row.Product, DateOnly.FromDateTime(row.On))),
    ];

    /// <summary>Judges each evening from <paramref name="from"/> to <paramref name="to"/> and compares with the known locks.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="from">First business date judged.</param>
    /// <param name="known">The locks that really happened. Those before <paramref name="from"/> are no hits or misses; they only explain
    /// the alarms that they left standing.</param>
    /// <param name="countsTold">Whether a lock that the portal told (level <c>locked</c>) counts as found; not where the portal is the
    /// truth itself.</param>
    /// <param name="horizonDays">An alarm counts as a hit when the lock follows within these days, and as false when none does.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<BacktestResult> RunAsync(
        NpgsqlConnection connection, DateOnly from, DateOnly to, IReadOnlyList<KnownLock> known, bool countsTold, int horizonDays,
        CancellationToken ct = default)
    {
        var standing = new Dictionary<(string, string, string), Alarm>();
        var alarms = new List<Alarm>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            await using var transaction = await ReportClock.EndOf(day).BeginAsync(connection, ct);
            var alerts = await connection.QueryAsync<(string Chain, string Store, string Product, string Level, string Rule,
                string Evidence)>(
                new CommandDefinition(
                "select chain_id, store_id, product_id, level, rule, evidence_en from mart.sku_lock_alert where level <> 'locked' or @countsTold", new { countsTold },
                    transaction: transaction, commandTimeout: 0, cancellationToken: ct));
            var today = alerts.ToDictionary(alert => (alert.Chain, alert.Store, alert.Product), alert =>
                (alert.Level, alert.Rule, alert.Evidence));
            foreach (var gone in standing.Keys.Where(item => !today.ContainsKey(item)).ToList())
            {
                alarms.Add(standing[gone]);
                standing.Remove(gone);
            }

            foreach (var (item, (level, rule, evidence)) in today)
            {
                standing[item] = !standing.TryGetValue(item, out var before)
                    ? new Alarm(item.Item1, item.Item2, item.Item3, day, day, level, rule) { Evidence = evidence }
                    : before with
                    {
                        LastOn = day,
                        Level = before.Level == "at_risk" ? level : before.Level,
                        Rules = before.Rules.ContainsKey(rule) ? before.Rules
                        : new Dictionary<string, DateOnly>(before.Rules) { [rule] = day },
                    };
            }
        }

        alarms.AddRange(standing.Values);
        return BacktestResult.Compare(from, to, known, alarms, horizonDays);
    }
}

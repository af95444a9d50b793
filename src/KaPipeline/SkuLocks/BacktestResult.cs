namespace KaPipeline.SkuLocks;

/// <summary>What a back-test found.</summary>
/// <param name="From">First evening judged.</param>
/// <param name="To">Last evening judged.</param>
/// <param name="Hits">Known locks that an alarm was open for on their first day or had announced within the horizon, with the days of
/// warning.</param>
/// <param name="Misses">Known locks that no alarm announced.</param>
/// <param name="FalseAlarms">Alarms that no known lock followed within the horizon.</param>
/// <param name="Undecided">Alarms too young at the end of the test: their horizon reaches beyond it.</param>
public sealed record BacktestResult(
    DateOnly From,
    DateOnly To,
    IReadOnlyList<BacktestResult.Hit> Hits,
    IReadOnlyList<LockBacktest.KnownLock> Misses,
    IReadOnlyList<LockBacktest.Alarm> FalseAlarms,
    IReadOnlyList<LockBacktest.Alarm> Undecided)
{
    /// <summary>A known lock and the alarm that announced it.</summary>
    /// <param name="LeadDays">Days from the alarm's first evening to the lock's first day; 0 or negative: only found when it had
    /// happened.</param>
    public sealed record Hit(LockBacktest.KnownLock Lock, LockBacktest.Alarm Alarm, int LeadDays);

    /// <summary>Hits ÷ known locks; null when none is known.</summary>
    public decimal? Recall => Hits.Count + Misses.Count == 0 ? null : (decimal)Hits.Count / (Hits.Count + Misses.Count);

    /// <summary>Alarms that a lock followed ÷ alarms decided; null when none is.</summary>
    public decimal? Precision => RightAlarms + FalseAlarms.Count == 0 ? null : (decimal)RightAlarms / (RightAlarms + FalseAlarms.Count);

    /// <summary>Alarms that a lock followed within the horizon, or that were open or arose within it after its first day.</summary>
    public int RightAlarms { get; init; }

    /// <summary>Median days of warning over the hits; null without hits.</summary>
    public decimal? MedianLeadDays => MedianOf([.. Hits.Select(hit => hit.LeadDays).Order()]);

    /// <summary>What one rule did.</summary>
    /// <param name="Rule">The rule's word, as in <c>mart.sku_lock_alert.rule</c>.</param>
    /// <param name="Hits">Known locks whose alarm carried the rule.</param>
    /// <param name="Announced">Of these, before the first day of the lock.</param>
    /// <param name="FalseAlarms">Alarms that the rule raised first and that no lock followed.</param>
    /// <param name="MedianLeadDays">Median days from the rule's first evening to the lock, over those announced; null without any.</param>
    public sealed record RuleScore(string Rule, int Hits, int Announced, int FalseAlarms, decimal? MedianLeadDays);

    /// <summary>Each rule by itself, in order of its name. One lock can be announced by several rules.</summary>
    public IReadOnlyList<RuleScore> ByRule =>
    [
        .. Hits.SelectMany(hit => hit.Alarm.Rules.Keys).Concat(FalseAlarms.Select(alarm => alarm.Rule)).Distinct()
        .Order(StringComparer.Ordinal).Select(rule =>
        {
            var leads = Hits.Where(hit => hit.Alarm.Rules.ContainsKey(rule))
                .Select(hit => hit.Lock.LockedOn.DayNumber - hit.Alarm.Rules[rule].DayNumber).ToList();
            var ahead = leads.Where(days => days > 0).Order().ToList();
            return new RuleScore(rule, leads.Count, ahead.Count, FalseAlarms.Count(alarm => alarm.Rule == rule), MedianOf(ahead));
        }),
    ];

    internal static decimal? MedianOf(List<int> ordered) => ordered.Count == 0 ? null
        : (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2m;

    internal static BacktestResult Compare(
        DateOnly from, DateOnly to, IReadOnlyList<LockBacktest.KnownLock> known, IReadOnlyList<LockBacktest.Alarm> alarms, int horizonDays)
    {
        // An alarm that first rises within the horizon after the lock still found it, late: nobody had told us.
        bool Meets(LockBacktest.KnownLock one, LockBacktest.Alarm alarm) => alarm.LastOn >= one.LockedOn.AddDays(-horizonDays)
            && alarm.FirstOn <= one.LockedOn.AddDays(horizonDays);
        var byItem = alarms.ToLookup(alarm => (alarm.ChainId, alarm.StoreId, alarm.ProductId));
        var (hits, misses, met) = (new List<Hit>(), new List<LockBacktest.KnownLock>(), new HashSet<LockBacktest.Alarm>());
        foreach (var one in known)
        {
            var meeting = byItem[(one.ChainId, one.StoreId, one.ProductId)].Where(alarm => Meets(one, alarm))
                .OrderBy(alarm => alarm.FirstOn).ToList();
            // Every alarm about a lock is right, also one beside the first, and one that is open because of a lock from before the test.
            met.UnionWith(meeting);
            if (one.LockedOn < from || one.LockedOn > to)
            {
                continue;
            }

            if (meeting.Count == 0)
            {
                misses.Add(one);
            }
            else
            {
                hits.Add(new Hit(one, meeting[0], one.LockedOn.DayNumber - meeting[0].FirstOn.DayNumber));
            }
        }

        var rest = alarms.Where(alarm => !met.Contains(alarm)).OrderBy(alarm => alarm.FirstOn).ToList();
        return new(from, to, hits, misses,
            [.. rest.Where(alarm => alarm.FirstOn.AddDays(horizonDays) <= to)],
            [.. rest.Where(alarm => alarm.FirstOn.AddDays(horizonDays) > to)])
        { RightAlarms = met.Count };
    }
}

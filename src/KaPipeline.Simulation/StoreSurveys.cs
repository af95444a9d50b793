namespace KaPipeline.Simulation;

/// <summary>One thing that somebody wrote down of a store in a month.</summary>
internal sealed record SurveyLine(
    Store Store, DateOnly Month, string Kind, string Name, string ProductId, string Person, DateOnly HandedInOn, decimal? Price = null,
    decimal? Quantity = null, decimal? Sales = null, string Note = "");

/// <summary>One person's summary of a month's work.</summary>
internal sealed record SummaryLine(
    string Person, DateOnly Month, decimal Sales, decimal Received, string Competitors, string Summary, DateOnly HandedInOn);

/// <summary>Surveys of the month before by two representatives, of whom one is three days late, and of the last month by the first; and the
/// summaries of three supervisors, of whom one is a day late, and of the last month by the first.</summary>
internal static class StoreSurveys
{
    private const int DueDay = 5;

    public static IReadOnlyList<SurveyLine> Of(World world)
    {
        var pairs = world.Before is null ? [] : world.Stores.DistinctBy(store => store.City)
            .Select(store => (Store: store, Person: Person(world, store)))
            .Where(pair => pair.Person.Length > 0).Take(2).ToList();
        var month = new DateOnly(world.From.Year, world.From.Month, 1);
        return pairs.Count < 2 ? [] :
        [
            .. Lines(pairs[0].Store, pairs[0].Person, month.AddMonths(-1), month.AddDays(3)),
            .. Lines(pairs[1].Store, pairs[1].Person, month.AddMonths(-1), month.AddDays(DueDay + 2)),
            .. Lines(pairs[0].Store, pairs[0].Person, month, month.AddMonths(1).AddDays(2)),
        ];
    }

    public static IReadOnlyList<SummaryLine> Summaries(World world)
    {
        var month = new DateOnly(world.From.Year, world.From.Month, 1);
        return world.Before is null ? [] :
        [
            .. world.Responsibilities.Where(one => one.Role == "supervisor").Take(3).Select((one, n) => new SummaryLine(
                one.PersonId, month.AddMonths(-1), 300000m + (n * 1000), 280000m, "竞品端架特价", "完成月度对账，新品铺货跟进",
                month.AddDays(n == 2 ? DueDay : 2))),
            .. world.Responsibilities.Where(one => one.Role == "supervisor").Take(1).Select(one => new SummaryLine(
                one.PersonId, month, 280000m, 260000m, "竞品乙新品进店", "两次断货已补，促销按期恢复原价", month.AddMonths(1).AddDays(2))),
        ];
    }

    private static IEnumerable<SurveyLine> Lines(Store store, string person, DateOnly month, DateOnly handedIn) =>
    [
        new(store, month, "competitor", "竞品甲纯牛奶 250ml", "P001", person, handedIn, 2.5m, null, 4200m, "买十赠一"),
        new(store, month, "competitor", "竞品乙优酸乳 250ml", "P012", person, handedIn, 2.2m, null, 2600m),
        new(store, month, "promotion", "竞品甲端架特价", "", person, handedIn, Note: "月初两周"),
        new(store, month, "own_stock", "小纯", "P001", person, handedIn, null, 144m),
        new(store, month, "gift", "帆布袋", "", person, handedIn, null, 30m),
    ];

    private static string Person(World world, Store store) =>
        world.Responsibilities.Find(one => one.Role == "representative" && one.City == store.City && one.Region == store.Region)?.PersonId ?? "";
}

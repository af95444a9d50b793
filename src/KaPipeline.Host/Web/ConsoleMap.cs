using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Lists;

namespace KaPipeline.Host.Web;

/// <summary>Where each page stands in the navigation: groups, and the pages of each.</summary>
internal static class ConsoleMap
{
    /// <summary>A page in the navigation.</summary>
    /// <param name="Path">Its address.</param>
    /// <param name="Chinese">Its name.</param>
    /// <param name="English">The same.</param>
    /// <param name="Policy">Who may come.</param>
    internal sealed record Place(string Path, string Chinese, string English, string Policy = Policies.See);

    /// <summary>Pages of a group that belong together, under a heading of their own where a group has several.</summary>
    /// <param name="Chinese">The heading; empty: there is none.</param>
    /// <param name="English">The same.</param>
    /// <param name="Places">The pages, in order.</param>
    internal sealed record Part(string Chinese, string English, IReadOnlyList<Place> Places);

    /// <summary>A group, by its code in <see cref="Label.ListGroup"/>.</summary>
    internal sealed record Group(string Code, params IReadOnlyList<Part> Parts)
    {
        /// <summary>All its pages.</summary>
        public IEnumerable<Place> Places => Parts.SelectMany(part => part.Places);
    }

    /// <summary>All groups, in order.</summary>
    public static IReadOnlyList<Group> Groups { get; } =
    [
        new("today",
            new Part("", "",
            [
                new("/", "今天", "Today"), new("/my-day", "我的一天", "My day", Policies.Personal), .. Lists(BusinessLists.WorkList),
                new("/deliveries", "邮件", "Mails"),
            ])),
        new("sales",
            Of("业绩", "Results", "sales", "targets", "target-days", "dealers"),
            Of("排名", "Rankings", "items", "outlets", "areas", "improvement-plans"),
            Of("铺货", "Assortment", "distribution", "coverage", "missing-items", "new-products", "item-list", "fill-rate")),
        new("settlement",
            new Part("对账", "Statements",
            [
                new("/statements", "对账单", "Statements"), new("/cases", "索赔", "Cases"), .. Lists("differences", "deductions", "receivables"),
            ]),
            Of("合同与费用", "Contracts and fees", "fees", "contracts", "terms-changed", "rebates", "negotiation")),
        new("shelf",
            Of("锁码与库存", "Locks and stock", BusinessLists.Locks, BusinessLists.StockOuts, "freshness", "lots"),
            Of("订单与价格", "Orders and prices", "order-differences", "warehouse-legs", "warehouse-stock", "prices", "margins"),
            Of("促销", "Promotions", "promotions", "promotion-results", "special-fees"),
            Of("门店与考核", "Stores and penalties", "inspections", "inspection-findings", "surveys", "work-summaries", "exposures")),
        new("operations",
            new Part("运行", "Runs",
            [
                new("/now", "当前", "Now", Policies.Oversee), new("/runs", "运行", "Runs", Policies.Oversee),
                new("/failures", "失败", "Failures", Policies.Oversee),
                new("/hangfire", "Hangfire", "Hangfire", Policies.Monitor), new("/reruns", "重跑", "Reruns", Policies.Operate),
                new("/schedules", "计划", "Schedules", Policies.Oversee),
            ]),
            new Part("数据", "Data",
            [
                new("/arrivals", "到达", "Arrivals"), new("/profiles", "接入", "Onboard", Policies.Operate),
                new("/quarantine", "隔离", "Quarantine"), .. Lists("data-gaps", "master-data"),
            ]),
            new Part("记录与账号", "Records and accounts",
            [
                new("/audit", "审计", "Audit", Policies.Oversee), new("/accesses", "查看记录", "Who looked", Policies.Administer),
                new("/users", "账号", "Accounts", Policies.Administer),
            ])),
    ];

    /// <summary>The group that an address belongs to.</summary>
    public static Group Of(PathString path) => Groups.FirstOrDefault(group => group.Places.Any(place => IsHere(path, place.Path)))
        ?? Groups.First(group => group.Code == (path.Value!.Split('/')[1] switch
        {
            "improvement-plan" => "sales",
            "source" or "trace" or "notes" => "settlement",
            "orders" or "prices" or "locks" or "stores" or "products" => "shelf",
            "batches" or "held" or "master-data" or "files" => "operations",
            _ => "today",
        }));

    /// <summary>Whether an address is a page or stands below it.</summary>
    public static bool IsHere(PathString path, string place) => place == "/" ? path == "/" : path.StartsWithSegments(place);

    private static Part Of(string chinese, string english, params string[] names) => new(chinese, english, Lists(names));

    private static IReadOnlyList<Place> Lists(params string[] names) =>
    [
        .. names.Select(name => BusinessLists.Of(name)!).Select(list => new Place(list.Path,
            Label.ListTitle.Of(list.Name, Language.Chinese), Label.ListTitle.Opening(list.Name, Language.English),
            list.IsPersonal ? Policies.Personal : Policies.See)),
    ];
}

using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Digests;

/// <summary>A small world of facts for letters and workbooks that are made without a warehouse: three chains, two regions, eight
/// stores.</summary>
internal static class SampleWorld
{
    public static readonly WorkingCalendar Calendar = WorkingCalendar.Load(Path.Combine(Repository.Root, "config"));

    public static readonly DigestCalendar Digests =
        DigestSchedules.LoadCalendar(Path.Combine(Repository.Root, "config"), new TimeOnly(9, 20));

    public static readonly DateOnly Date = new(2026, 5, 20);

    public static readonly (string Chain, string Store, string Name, string Region, string City)[] Stores =
    [
        ("dingfeng", "0101", "鼎丰上海曹杨店", "上海", "上海"), ("dingfeng", "0102", "鼎丰南京新街口店", "江苏", "南京"),
            ("dingfeng", "0103", "鼎丰苏州观前店", "江苏", "苏州"),
        ("wanjia", "W1", "万嘉上海五角场店", "上海", "上海"), ("wanjia", "W2", "万嘉南京河西店", "江苏", "南京"),
        ("runda", "1023", "润达上海大宁店", "上海", "上海"), ("runda", "1024", "润达苏州木渎店", "江苏", "苏州"), ("runda", "1025", "润达无锡崇安店", "江苏", "无锡"),
    ];

    public static readonly Names Names = Names.Of(
        [("dingfeng", "鼎丰超市", "Dingfeng"), ("wanjia", "万嘉大卖场", "Wanjia"), ("runda", "润达超市", "Runda")],
        Stores.Select(store => (store.Chain, store.Store, store.Name, store.Region, store.City, EnglishOf(store.Name))),
        [
            ("P001", "原味优酸乳", "Yoghurt drink, plain", "6901234000016"), ("P002", "大纯", "Pure milk 1 l", "6901234000023"),
            ("P003", "巧克力", "Chocolate milk", null),
        ],
        [("E1", "陈平", "Chen Ping"), ("E2", "孙磊", "Sun Lei"), ("E3", "林敏", null)],
        places: [("上海", "Shanghai"), ("江苏", "Jiangsu"), ("南京", "Nanjing"), ("苏州", "Suzhou")]);

    // One store has no English name: its Chinese one stands.
    private static string? EnglishOf(string name) => name switch
    {
        "鼎丰上海曹杨店" => "Shanghai Caoyang",
        "鼎丰南京新街口店" => "Nanjing Xinjiekou",
        "鼎丰苏州观前店" => "Suzhou Guanqian",
        "万嘉上海五角场店" => "Shanghai Wujiaochang",
        "万嘉南京河西店" => "Nanjing Hexi",
        "润达上海大宁店" => "Shanghai Daning",
        "润达苏州木渎店" => "Suzhou Mudu",
        _ => null,
    };

    public static EditionFrame Frame(string digest = "daily", DateOnly? date = null, bool late = false,
        string console = "https://ka.example")
    {
        var slot = Digests.SlotOf(digest, date ?? Date);
        return new EditionFrame(digest, slot.BusinessDate, slot.From, slot.DueAt, late, slot.DueAt.AddMinutes(late ? 300 : 2),
            new ReportClock(slot.BusinessDate, slot.DueAt), Calendar, console);
    }

    public static Recipient Reader(Scope scope, string language = "zh-CN", string id = "E9") => new(id,
        new Mailbox("周晓东", "zhou@example.com"), language, ["supervisor"], scope);

    /// <summary>Things of every kind in every store; amounts differ by store.</summary>
    /// <summary>People of the master data in some roles alone, where letters to a few tell as much as letters to all.</summary>
    public static RecipientList RecipientsIn(params string[] roles)
    {
        var rules = RecipientRules.Load(Path.Combine(Repository.Root, "config"));
        foreach (var of in rules.Digests.Values)
        {
            of.RemoveAll(role => !roles.Contains(role));
        }

        return new RecipientList(rules);
    }

    public static List<OpenItem> OpenItems(int perStore = 1) =>
    [
        .. Stores.SelectMany((store, s) => Enumerable.Range(0, perStore).SelectMany(n => new[]
        {
            Thing(OpenItemKind.MoneyBreak, "price_difference", store, n, 2, 100 + s + n, "E3"),
                Thing(OpenItemKind.ServiceBreak, "not_delivered", store, n, 1, 50 + s, "E1"),
            Thing(OpenItemKind.Lock, n % 2 == 0 ? "suspected" : "locked", store, n, n % 2 == 0 ? 2 : 3, 1000, "E1"),
            Thing(OpenItemKind.Anomaly, "promotion_not_applied", store, n, 1, 20 + s, "E2"),
        })),
    ];

    public static List<StoreDay> Days(int back = 28) =>
    [
        .. Stores.SelectMany((store, s) => Enumerable.Range(0, back).Select(n => new StoreDay(
            Place(store), Date.AddDays(-n), 1, 12, 100, 1234.56m + s, 95 - (n % 7), 100, 95 - (n % 7), n % 3))),
    ];

    public static SourceFacts Sources(params SourceState[] states) => new(states, []);

    public static Place Place((string Chain, string Store, string Name, string Region, string City) store) => new(store.Chain, store.Region,
        store.City, store.Store);

    public static Addressee For(IDigestFacts facts, Recipient reader, IReadOnlyCollection<EarlierItem>? before = null,
        DateOnly? since = null) => new(
        reader, Language.Of(reader.Language),
        Changes.Of(new Scoped<OpenItemFacts>(facts.OpenItems, reader), before, since, new HashSet<(string, string)>(), Frame()));

    /// <summary>What stands, with its sums by place, as the warehouse would give them.</summary>
    public static OpenItemFacts Open(IReadOnlyList<OpenItem> items) => OpenItemFacts.None with
    {
        Items = items,
        Sums = [.. items.GroupBy(item => (item.Kind, item.Place)).Select(place => new OpenSum(
            place.Key.Kind, place.Key.Place, place.Count(), place.Count(item => item.Positive > 0), 0, 0, place.Sum(item => item.Positive),
            place.Sum(item => item.Negative)))],
    };

    private static OpenItem Thing(
        string kind, string rule, (string Chain, string Store, string Name, string Region, string City) store, int n, int severity,
        decimal amount, string owner) =>
        new(kind, $"{store.Chain}|{store.Store}|{rule}|{n}", Place(store), rule, severity, amount)
        {
            ProductId = $"P00{(n % 3) + 1}", OwnerId = owner, SinceOn = Date, DueOn = Date.AddDays(3), Positive = amount,
            Document = $"DZ-{n}",
            Evidence = "我方 96 / 对方 48", EvidenceEn = "ours 96 / theirs 48", Path = $"/statements/{store.Chain}/DZ-{n}",
        };
}

using KaPipeline.Digests.Budget;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Close;
using KaPipeline.Digests.Daily;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Digests.Plan;
using KaPipeline.Digests.Weekly;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Tests.Digests;

/// <summary>One test per rule that users of other reporting tools taught us; the numbers are those of the list of lessons. Rules 1 and 4
/// are proved over a socket in <c>Mail/PostmanTests</c>, 2 and 17 in <c>Host/Work/WatchJobTests</c>, 3 to 5 and 7 in
/// <see cref="DigestServiceTests"/>, 8 in <see cref="SampleMonthWorkbooksTests"/>, 21 in <c>Host/Work/DigestJobTests</c>.</summary>
public sealed class LessonsTests
{
    [Fact]
    public void Every_rule_about_reports_has_a_test_that_is_named_after_it()
    {
        var tests = typeof(LessonsTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FactAttribute), false)).Select(method => method.Name).ToList();

        Assert.All(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 21, 24 },
            rule => Assert.Contains(tests, name => name.StartsWith($"Lesson_{rule:00}_", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lesson_06_the_5th_the_15th_and_the_25th_shift_to_working_days_and_close_waits_for_its_month()
    {
        Assert.Equal(new DateOnly(2026, 5, 15), DigestDays.MonthlySendDay("budget", new(2026, 5, 1), SampleWorld.Calendar));
        Assert.True(SampleWorld.Calendar.IsWorkingDay(DigestDays.MonthlySendDay("plan", new(2026, 10, 1), SampleWorld.Calendar)));
        Assert.Equal(new DateOnly(2026, 10, 8), DigestDays.MonthlySendDay("close", new(2026, 10, 1), SampleWorld.Calendar));
    }

    [Fact]
    public void Lesson_07_the_business_zone_is_printed_and_the_date_is_an_argument()
    {
        var text = DocumentText.Of(Daily(Scope.All).Document);

        Assert.Contains("业务日期 2026-05-20（Asia/Shanghai）", text, StringComparison.Ordinal);
        Assert.Contains("2026-05-21 07:30 Asia/Shanghai", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_08_nothing_is_cut_without_its_count_its_sum_and_where_it_stands()
    {
        var text = DocumentText.Of(Daily(Scope.All, perStore: 10).Document);

        Assert.Contains("另有 68 项，可追回 7,", text, StringComparison.Ordinal);
        Assert.DoesNotContain("净额", text, StringComparison.Ordinal);
        Assert.Contains("https://ka.example/statements", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_09_the_digest_leads_with_what_is_new_cleared_and_worse()
    {
        var facts = Facts(SampleWorld.OpenItems());
        var known = facts.OpenItems.Items.Skip(1)
            .Select((item, i) =>
            new EarlierItem(item.Kind, item.Key, item.Place, item.Severity, i == 0 ? item.Amount - 1 : item.Amount, "旧项", "old line"))
            .Append(new EarlierItem(OpenItemKind.Lock, "gone", facts.OpenItems.Items[0].Place, 2, 500, "疑似锁码 大纯 鼎丰上海曹杨店",
            "Suspected lock, pure milk 1 l, 鼎丰上海曹杨店")).ToList();

        var changes = SampleWorld.For(facts, SampleWorld.Reader(Scope.All), known, SampleWorld.Date.AddDays(-1)).Changes;
        var letter = facts.Write(new Addressee(SampleWorld.Reader(Scope.All), Language.Chinese, changes));

        Assert.Single(changes.Became(ChangeKind.New));
        Assert.Single(changes.Became(ChangeKind.Worsened));
        Assert.Equal("gone", Assert.Single(changes.Cleared).ItemKey);
        var headings = letter.Document.Blocks.OfType<Heading>().Select(heading => heading.Text).ToList();
        Assert.Equal("变化", headings[0]);
        Assert.Contains("已消除：疑似锁码 大纯 鼎丰上海曹杨店", DocumentText.Of(letter.Document), StringComparison.Ordinal);
        var english = facts.Write(new Addressee(SampleWorld.Reader(Scope.All), Language.English, changes));
        Assert.Contains("Cleared: Suspected lock, pure milk 1 l, 鼎丰上海曹杨店", DocumentText.Of(english.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_09_what_comes_back_is_reopened_not_new()
    {
        var item = SampleWorld.OpenItems()[0];
        var changes = Changes.Of(Everything(item), [], SampleWorld.Date, new HashSet<(string, string)> { (item.Kind, item.Key) },
            SampleWorld.Frame());

        Assert.Equal(ChangeKind.Reopened, Assert.Single(changes.OpenItems).Kind);
    }

    [Fact]
    public void Lesson_10_no_exceptions_and_all_sources_complete_is_a_message_of_its_own()
    {
        var letter = Facts([]).Write(SampleWorld.For(Facts([]), SampleWorld.Reader(Scope.All)));

        Assert.Contains(letter.Document.Blocks, block => block is Notice { Tone: Tone.Good, Text: "没有异常，全部数据齐全。" });
        Assert.EndsWith(" · 没有异常，全部数据齐全", letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(letter.Document.Blocks, block => block is Heading { Text: "变化" });
    }

    [Fact]
    public void Lesson_10_broken_never_looks_like_empty()
    {
        var facts = Facts([], new SourceState("dingfeng", "orders", SampleWorld.Date, "missing", null, null));
        var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));

        Assert.StartsWith("【数据不全】", letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("没有异常", DocumentText.Of(letter.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_10_a_file_with_hardly_a_row_is_no_complete_source()
    {
        var facts = Facts([], new SourceState("dingfeng", "orders", SampleWorld.Date, "thin", null, "0 / 142"));
        var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));

        Assert.StartsWith("【数据不全】", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("缺 鼎丰超市 订单 05-20（0 / 142 行）", DocumentText.Of(letter.Document), StringComparison.Ordinal);
        Assert.DoesNotContain("数据齐全", DocumentText.Of(letter.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_10_a_month_of_which_nothing_is_known_has_no_exceptions_to_be_free_of()
    {
        var facts = new CloseFacts(
            SampleWorld.Frame("close", new DateOnly(2026, 5, 5)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(),
            new SalesFacts(new DateOnly(2026, 4, 1), [], [], new Dictionary<Place, decimal>()),
            new MoneyFacts([], [], [], new Dictionary<string, (string, decimal?, string, string)>()), PenaltyAndStaffingFacts.Of([], []));
        var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));

        Assert.Contains("本月没有数据", letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("没有异常", letter.Subject + DocumentText.Of(letter.Document), StringComparison.Ordinal);
        Assert.DoesNotContain("数据齐全", DocumentText.Of(letter.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_10_a_day_without_orders_and_receipts_says_so()
    {
        StoreDay Day(DateOnly day, long lines) => new(SampleWorld.Place(SampleWorld.Stores[0]), day, lines, lines, lines * 10, lines * 100,
            0, 0, 0, 0);
        IDigestFacts facts = Facts([]) with { Days = [Day(SampleWorld.Date.AddDays(-9), 4), Day(SampleWorld.Date, 0)] };
        var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));

        Assert.Contains("本期没有订单和送货数据", letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("没有异常", letter.Subject + DocumentText.Of(letter.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_10_a_week_without_orders_and_receipts_says_so()
    {
        StoreDay Day(DateOnly day, long lines) => new(SampleWorld.Place(SampleWorld.Stores[0]), day, lines, lines, lines * 10, lines * 100,
            0, 0, 0, 0);
        IDigestFacts Weekly(params StoreDay[] days) => new WeeklyFacts(
            SampleWorld.Frame("weekly", SampleWorld.Date), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(), days, [],
            new MoneyFacts([], [], [], new Dictionary<string, (string, decimal?, string, string)>()));
        string Said(IDigestFacts facts) => facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All))) is var letter ? letter.Subject
            + DocumentText.Of(letter.Document) : "";

        Assert.Contains("本周没有订单和送货数据", Said(Weekly(Day(SampleWorld.Date.AddDays(-9), 4), Day(SampleWorld.Date, 0))),
            StringComparison.Ordinal);
        Assert.DoesNotContain("没有订单和送货数据", Said(Weekly(Day(SampleWorld.Date.AddDays(-9), 4), Day(SampleWorld.Date, 3))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1000, false)]
    public void Lesson_10_a_budget_without_any_statement_says_so_and_takes_nothing_for_nought(int goods, bool isEmpty)
    {
        var facts = new BudgetFacts(
            SampleWorld.Frame("budget", new DateOnly(2026, 5, 14)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(),
            new FeeFacts(new DateOnly(2026, 5, 1), [], new Dictionary<string, (decimal, decimal)> { ["wanjia"] = (0, goods) }, [],
            new Dictionary<string, decimal>()));
        var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));
        var said = letter.Subject + DocumentText.Of(letter.Document);

        Assert.Equal(isEmpty, letter.Subject.Contains("没有数据", StringComparison.Ordinal));
        Assert.Equal(isEmpty, !said.Contains("没有异常", StringComparison.Ordinal));
        Assert.Equal(isEmpty, letter.Document.Blocks.OfType<Figures>()
            .Single().Items.Single(figure => figure.Label == "本月已扣").Value == Language.NoFigure);
    }

    [Fact]
    public void Lesson_10_tile_and_table_of_a_budget_say_the_same_of_a_chain_without_statements()
    {
        FeeFact Of(string chain) => new(chain, "monthly_rebate", "月返", "monthly rebate", "合同4.1 2%", null, 0m, 0m, 0m);
        var facts = new BudgetFacts(
            SampleWorld.Frame("budget", new DateOnly(2026, 5, 14)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(),
            new FeeFacts(new DateOnly(2026, 5, 1), [Of("wanjia"), Of("runda")],
                new Dictionary<string, (decimal, decimal)> { ["runda"] = (0, 1000) }, [], new Dictionary<string, decimal>()));
        string[] Said(Scope scope)
        {
            var blocks = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(scope))).Document.Blocks;
            return [blocks.OfType<Figures>().Single().Items.Single(figure => figure.Label == "本月已扣").Value,
                .. blocks.OfType<Grid>().First(grid => grid.Columns.Any(column => column.Header == "下月合同")).Rows
                    .Select(row => row.Cells[2].Text)];
        }

        Assert.Equal([Language.NoFigure, Language.NoFigure], Said(new Scope([new("wanjia", "", "", "")])));
        Assert.Equal(["0", "0.00"], Said(new Scope([new("runda", "", "", "")])));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1000, false)]
    public void Lesson_10_a_plan_of_a_month_without_deliveries_says_so(int amount, bool isEmpty)
    {
        var (month, place) = (new DateOnly(2026, 5, 1), SampleWorld.Place(SampleWorld.Stores[0]));
        SalesRow[] rows = amount == 0 ? [] : [new SalesRow(place, "P001", month, 10, amount)];
        var facts = new PlanFacts(
            SampleWorld.Frame("plan", new DateOnly(2026, 5, 24)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(),
            new TargetFacts(new DateOnly(2026, 6, 1), [], [], new Dictionary<Place, decimal>()),
            new SalesFacts(month, rows, [], new Dictionary<Place, decimal>()), []);
        var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All)));

        Assert.Equal(isEmpty, letter.Subject.Contains("本月没有数据", StringComparison.Ordinal));
        Assert.Equal(isEmpty, !(letter.Subject + DocumentText.Of(letter.Document)).Contains("没有异常", StringComparison.Ordinal));
    }

    [Fact]
    public void Lesson_21_a_late_source_marks_the_digest_partial_and_is_named()
    {
        var facts = Facts(SampleWorld.OpenItems(), new SourceState("runda", "deliveries", SampleWorld.Date, "missing", null, null));
        var everybody = DocumentText.Of(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All))).Document);
        var other = DocumentText.Of(
            facts.Write(SampleWorld.For(facts, SampleWorld.Reader(new Scope([new("wanjia", "", "", "")])))).Document);

        Assert.Contains("数据不全：缺 润达超市 送货 05-20", everybody, StringComparison.Ordinal);
        Assert.DoesNotContain("润达", other, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_on_which_one_feed_lacks_are_said_once()
    {
        var facts = Facts([], [.. Enumerable.Range(0, 4).Select(back =>
            new SourceState("runda", "deliveries", SampleWorld.Date.AddDays(-back), "missing", null, null))]);

        var chinese = DocumentText.Of(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All))).Document);
        var english = DocumentText.Of(facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All, "en"))).Document);

        Assert.Contains("缺 润达超市 送货 05-17 至 05-20 间 4 天。", chinese, StringComparison.Ordinal);
        Assert.Contains("Partial: Runda deliveries 17 May to 20 May (4 days) missing.", english, StringComparison.Ordinal);
    }

    [Fact]
    public void Lesson_09_a_lock_that_costs_more_each_day_is_news_when_its_date_passes_and_not_every_morning()
    {
        var locked = SampleWorld.OpenItems()
            .First(item => item.Kind == OpenItemKind.Lock) with
        { DueOn = new DateOnly(2026, 5, 18), Amount = 1050 };
        ChangeKind Kind(DateOnly since, int severity) => Assert.Single(Changes.Of(
            Everything(locked), [new EarlierItem(locked.Kind, locked.Key, locked.Place, severity, 1000, "", "")], since,
            new HashSet<(string, string)>(), SampleWorld.Frame()).OpenItems).Kind;

        Assert.Equal(ChangeKind.Worsened, Kind(new DateOnly(2026, 5, 18), locked.Severity));
        Assert.Equal(ChangeKind.Same, Kind(new DateOnly(2026, 5, 19), locked.Severity));
        Assert.Equal(ChangeKind.Worsened, Kind(new DateOnly(2026, 5, 19), locked.Severity - 1));
    }

    [Fact]
    public void Lesson_24_swapped_days_count_as_the_calendar_says()
    {
        Assert.True(DigestDays.GoesOn("daily", new DateOnly(2026, 5, 9), SampleWorld.Calendar));
        Assert.Equal(DayOfWeek.Saturday, new DateOnly(2026, 5, 9).DayOfWeek);
        Assert.False(DigestDays.GoesOn("daily", new DateOnly(2026, 5, 4), SampleWorld.Calendar));
        Assert.Equal(DayOfWeek.Monday, new DateOnly(2026, 5, 4).DayOfWeek);
    }

    [Fact]
    public void Lesson_24_a_year_without_calendar_is_an_error_not_a_guess() =>
        Assert.Throws<MissingCalendarYearException>(() => DigestDays.GoesOn("daily", new DateOnly(2044, 5, 5), SampleWorld.Calendar));

    private static Scoped<OpenItemFacts> Everything(params OpenItem[] items) => new(SampleWorld.Open(items),
        SampleWorld.Reader(Scope.All));

    private static Letter Daily(Scope scope, int perStore = 1)
    {
        var facts = Facts(SampleWorld.OpenItems(perStore));
        return facts.Write(SampleWorld.For(facts, SampleWorld.Reader(scope)));
    }

    internal static DailyFacts Facts(IReadOnlyList<OpenItem> standing, params SourceState[] states) =>
        new(SampleWorld.Frame(), SampleWorld.Names, SampleWorld.Open(standing), SampleWorld.Sources(states), SampleWorld.Days(),
        new HashSet<string>());
}

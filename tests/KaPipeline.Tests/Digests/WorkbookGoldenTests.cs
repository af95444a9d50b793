using System.Diagnostics;
using System.Globalization;
using KaPipeline.Digests.Budget;
using KaPipeline.Digests.Close;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Digests.Plan;
using KaPipeline.Mail;
using KaPipeline.Receivables;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

public sealed class WorkbookGoldenTests
{
    private static readonly DateOnly Month = new(2026, 5, 1);

    private static readonly string[] Names = ["close", "budget", "plan", "receivables"];

    public static TheoryData<string> Books => new(Names);

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_workbook_reads_as_reviewed(string name)
    {
        using var file = await SaveAsync(Order(name));

        Golden.Check($"Workbooks/{name}.txt", WorkbookText.Dump(file));
    }

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_workbook_is_valid_whole_and_as_fronts_alone(string name)
    {
        using var whole = await SaveAsync(Order(name));
        using var fronts = await SaveAsync(Order(name), "outbox");

        Assert.Equal([], WorkbookSchema.Faults(whole));
        Assert.Equal([], WorkbookSchema.Faults(fronts));
    }

    [Theory]
    [MemberData(nameof(Books))]
    public async Task Control_totals_tie_when_they_are_added_up_again_from_the_file(string name)
    {
        using var file = await SaveAsync(Order(name));
        var package = new ExcelPackage(file);
        var control = package.Workbook.Worksheets["控制合计 Control"];
        package.Workbook.Calculate();

        for (var row = 5; control.Cells[row + 1, 2].Value is not null; row++)
        {
            Assert.Equal(control.Cells[row, 2].GetValue<decimal>(), Math.Round(control.Cells[row, 3].GetValue<decimal>(), 2));
        }

        Assert.Equal(0m, package.Workbook.Names["control_difference"].GetValue<decimal>());
    }

    [Fact]
    public async Task A_month_of_which_nothing_is_known_has_no_figure_and_one_without_sales_has_nought()
    {
        using var file = await SaveAsync(Order("close"));
        var package = new ExcelPackage(file);

        Assert.Null(Line("销售 Sales", "万嘉大卖场").LastYear);
        Assert.Equal(0m, Line("门店 Outlets", "鼎丰苏州观前店").LastMonth);
        Assert.Null(Line("门店 Outlets", "万嘉上海五角场店").LastYear);

        (decimal? LastMonth, decimal? LastYear) Line(string sheet, string label)
        {
            var row = package.Workbook.Worksheets[sheet].Cells["A5:A20"].Single(cell => cell.Text == label).Start.Row;
            return (package.Workbook.Worksheets[sheet].Cells[row, 3].GetValue<decimal?>(), package.Workbook.Worksheets[sheet].Cells[row, 5]
                .GetValue<decimal?>());
        }
    }

    [Fact]
    public void A_letter_says_that_nothing_is_known_of_the_year_before()
    {
        var facts = Close();
        var text = DocumentText.Of(
            facts.Write(SampleWorld.For(facts, SampleWorld.Reader(new Scope([new("wanjia", "", "", "")])))).Document);

        Assert.Contains("去年同月没有数据", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_close_letter_totals_its_statements_by_what_counts_once()
    {
        var money = Money();
        var facts = Close() with
        {
            Money = money with
            {
                Statements =
                [
                    money.Statements[0] with { Counted = 361.03m, Positive = 400m, Negative = 38.97m },
                    money.Statements[1] with { Carried = 20m, Counted = 55.15m, Positive = 55.15m, PositiveCarried = 20m },
                ],
            },
        };
        var text = DocumentText.Of(facts.Write(Reader(facts)).Document);

        Assert.Contains("合计；对方应付 264,908.83；可追回 455.15", text, StringComparison.Ordinal);
        Assert.Contains("可能被追扣 38.97", text, StringComparison.Ordinal);
        Assert.DoesNotContain("416.18", text, StringComparison.Ordinal);
        Assert.DoesNotContain("11,416.18", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_too_big_for_a_mail_sends_its_front_sheets_and_says_where_the_rest_lies()
    {
        using var file = await SaveAsync(Order("close"), "完整工作簿在 outbox/2026-05-31");
        var package = new ExcelPackage(file);

        Assert.Null(package.Workbook.Worksheets["门店×单品 Store×SKU"]);
        Assert.Equal("完整工作簿在 outbox/2026-05-31", package.Workbook.Worksheets["说明 Note"].Cells["A1"].Value);
        Assert.All(package.Workbook.Worksheets, sheet => Assert.DoesNotContain(sheet.Cells, cell => cell.Formula.Length > 0));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task LibreOffice_recalculates_to_the_same_figures_and_opens_without_repair()
    {
        var folder = Directory.CreateTempSubdirectory("ka-recalculate-");
        foreach (var name in Names)
        {
            using var file = await SaveAsync(Order(name));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name + ".xlsx"), file.ToArray(), Stopping);
        }

        await RecalculateAsync(folder);

        foreach (var name in Names)
        {
            var ours = new ExcelPackage(new FileInfo(Path.Combine(folder.FullName, name + ".xlsx")));
            var theirs = new ExcelPackage(new FileInfo(Path.Combine(folder.FullName, "out", name + ".xlsx")));
            Assert.Equal(Figures(ours), Figures(theirs));
        }

        folder.Delete(recursive: true);
    }

    internal static async Task RecalculateAsync(DirectoryInfo folder)
    {
        // Asks LibreOffice to recalculate every file on loading, whoever wrote it.
        var profile = Directory.CreateDirectory(Path.Combine(folder.FullName, "profile", "user"));
        await File.WriteAllTextAsync(Path.Combine(profile.FullName, "registrymodifications.xcu"),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
            """);
        var start = new ProcessStartInfo("soffice") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { $"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", Path.Combine(folder.FullName, "out") }
            .Concat(Directory.GetFiles(folder.FullName, "*.xlsx")))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.EndAsync();
    }

    internal static List<string> Figures(ExcelPackage package) =>
    [
        .. package.Workbook.Worksheets.SelectMany(sheet => sheet.Cells.Where(cell => cell.Formula.Length > 0)
            .Select(cell =>
            $"{sheet.Name}!{cell.Address} = {Math.Round(cell.GetValue<decimal>(), 4).ToString("0.####", CultureInfo.InvariantCulture)}")),
    ];

    private static async Task<MemoryStream> SaveAsync(WorkbookOrder order, string? frontsOnly = null)
    {
        var file = new MemoryStream();
        await order.SaveAsync(null!, file, frontsOnly, Stopping);
        file.Position = 0;
        return file;
    }

    private static WorkbookOrder Order(string name) => name switch
    {
        "close" => Close().WorkbooksFor(Reader(Close()), CloseDigest.Workbook).Single(),
        "budget" => Budget().WorkbooksFor(Reader(Budget()), BudgetDigest.Workbook).Single(),
        "plan" => Plan().WorkbooksFor(Reader(Plan()), PlanDigest.Workbook).Single(),
        _ => ReceivablesWorkbook.Orders(
            SampleWorld.Frame("close", new(2026, 5, 31)), SampleWorld.Names, new Scoped<MoneyFacts>(Money(), SampleWorld.Reader(Scope.All)))
            .Single(),
    };

    private static Addressee Reader(IDigestFacts facts) => SampleWorld.For(facts, SampleWorld.Reader(Scope.All));

    // Nothing is known of Wanjia a year ago; Dingfeng traded last month, its store in Suzhou did not.
    private static bool IsSilent((string Chain, string Store, string, string, string) store, DateOnly month) =>
        (store.Chain == "wanjia" && month == Month.AddYears(-1)) || (store.Store == "0103" && month == Month.AddMonths(-1));

    private static SalesFacts Sales()
    {
        var rows = SampleWorld.Stores.SelectMany((store, s) => new[] { "P001", "P002", "P003" }
            .SelectMany((product, p) => new[] { Month, Month.AddMonths(-1), Month.AddYears(-1) }
            .Select((month, m) => new SalesRow(SampleWorld.Place(store), product, month, 100 + s, IsSilent(store, month) ? (decimal?)null
            : 1000.10m + (100 * s) + (10 * p) - (37 * m))))).ToList();
        return new SalesFacts(Month, rows, [], rows.Where(row => row.Month == Month).GroupBy(row => row.Place)
            .ToDictionary(store => store.Key, store => store.Sum(row => row.Amount ?? 0)));
    }

    private static MoneyFacts Money() => new(
        [
            new(new("dingfeng", "", "", ""), "100387", "DZ2605A", Month, new(2026, 5, 15), 137_167.01m, 130_805.98m, 6_361.03m,
                true) { Counted = 6_361.03m, Positive = 6_400.03m, Negative = 39.00m },
            new(new("runda", "", "", ""), "5076", "=cmd|' /c calc'!A1", Month, new(2026, 5, 15), 139_158.00m, 134_102.85m, 5_055.15m,
            false) { Counted = 55.15m, Positive = 55.15m },
        ],
        [new(new("dingfeng", "", "", ""), "deduction_not_in_contract", 3, -4_655.74m, 4_655.74m, 0, 0),
        new(new("runda", "", "", ""), "as_agreed", 2, -640m, 0, 0, 0)],
        [
            new(new("dingfeng", "", "", ""), "not_due", "waiting", "DZ2605A", "FP001", 130_805.98m, 30_000m, 100_805.98m, new(2026, 7, 10),
                null, "鼎丰_对账单.csv #3"),
            new(new("runda", "", "", ""), "1-30", "overdue", "RD2604B", "FP002", 50_000m, 0, 50_000m, new(2026, 5, 10), 21,
            "润达结算单.xlsx #4"),
        ],
        new Dictionary<string, (string, decimal?, string, string)>
        {
            ["dingfeng"] = ("A", 31.5m, "按期", "on time"),
            ["runda"] = ("B", null, "有逾期", "overdue")
        });

    private static CloseFacts Close() => new(
        SampleWorld.Frame("close", new(2026, 5, 31)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(), Sales(), Money(),
        PenaltyAndStaffingFacts.Of(
            [new("产品锁码", "item locked", "M6.1.7", "representative", "E1", null, 2000m, "2 × 1000.00 = 2000.00")],
            [new("promoter", SampleWorld.Place(SampleWorld.Stores[0]), null, null, 86_000m, 1, 2, "M3")]));

    private static BudgetFacts Budget() => new(
        SampleWorld.Frame("budget", new(2026, 5, 14)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(), new FeeFacts(
            Month,
            [
                new("dingfeng", "information_fee", "网络信息费", "information service fee", "合同3.1 320.00 / 每张对账单 statement", 640m, 320m, 640m,
                    2_880m),
                new("dingfeng", "poster_fee", "海报费", "poster fee", "", null, 500m, 0m, 500m),
                new("runda", "monthly_rebate", "月返", "monthly rebate", "合同4.1 2%", 2_680.05m, 2_680.05m, 2_512m, 12_000m),
            ],
            new Dictionary<string, (decimal, decimal)> { ["dingfeng"] = (137_167.01m, 130_000m), ["runda"] = (134_002.5m, 125_600m) },
            [new("dingfeng", "DI-202607-01", "poster", new(2026, 7, 18), new(2026, 7, 30), new(2026, 5, 19), null, 4)],
            new Dictionary<string, decimal> { ["dingfeng"] = 820m, ["runda"] = 2_680.05m }))
    { Rules = RuleWords.Of(UnusualRules.Shipped) };

    private static PlanFacts Plan()
    {
        var store = SampleWorld.Place(SampleWorld.Stores[0]);
        var days = Enumerable.Range(0, 30).SelectMany(d => new[] { "P001", "P002" }.Select((product, p) => new TargetDay(
            store, product, new DateOnly(2026, 6, 1).AddDays(d), ISOWeek.GetWeekOfYear(new DateTime(2026, 6, 1).AddDays(d)) is var week
            ? $"2026-W{week}" : "", 1000m + p))).ToList();
        return new PlanFacts(
            SampleWorld.Frame("plan", new(2026, 5, 24)), SampleWorld.Names, OpenItemFacts.None, SampleWorld.Sources(),
            new TargetFacts(new(2026, 6, 1), days, [], new Dictionary<Place, decimal> { [store] = days.Sum(day => day.Amount) }), Sales(),
            [new(new(2026, 6, 10), "dingfeng", "payment", "", new("dingfeng", "", "", ""), 1),
            new(new(2026, 6, 12), "dingfeng", "new_product", "P003", store, 1)]);
    }
}

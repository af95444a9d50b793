using KaPipeline.Tests.Infrastructure;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

/// <summary>The workbooks of the sample month, from files through the warehouse: read as reviewed, added up again, recalculated by
/// LibreOffice.</summary>
[Trait("Category", "Slow")]
public sealed partial class SampleMonthWorkbooksTests(SampleMonthWorkbooks month) : IClassFixture<SampleMonthWorkbooks>
{
    private const string Supply = "select sum(net_amount) from mart.supply_day where business_date between '2026-05-01' and '2026-05-31'";
    private const string Statements = "from mart.statement_reconciliation where period_to between '2026-05-01' and '2026-05-31'";
    private const string Open = "select sum(open_amount) from mart.receivable_ageing";
    private const string Taken =
        "select -sum(amount) from core.statement_line where kind = 'deduction' and statement_number in (select statement_number from core.statement where period_to between '2026-05-01' and '2026-05-20')";
    private const string Targets = "select sum(amount) from core.target where month = '2026-06-01'";
    private const string Breaks = "select sum(amount) from mart.reconciliation_break where family = 'money'";
    // A month's figures are judged on its last evening.
    private const string MonthEnd = "do $$ begin perform set_config('ka.as_of', '2026-05-31', true); end $$; ";

    private const string Gap = "select sum(";
    private const string OfDeliveries = ") from mart.open_difference where is_listed and family = 'delivery'";
    private const string OfPrices = ") from mart.open_difference where is_listed and family = 'price'";

    private const string Carried = Breaks + " and is_carried";

    // A month's second statement is its account's newest: what the first left open counts there.
    private const string Counted = Breaks + " and (kind not in ('settled_short', 'unsettled') or statement_number like '%B%')";

    public static TheoryData<string> Books => new(SampleMonthWorkbooks.Names);

    public static TheoryData<string> Papers => new(SampleMonthWorkbooks.Papers);

    /// <summary>Book, sheet, column header, and the warehouse's own sum.</summary>
    public static TheoryData<string, string, string, string> Columns => new()
    {
        { "close", "销售 Sales", "本月", Supply }, { "close", "单品 SKUs", "本月", Supply }, { "close", "门店 Outlets", "本月", Supply },
            { "close", "门店×单品 Store×SKU", "本月", Supply },
        { "close", "对账 Reconciliation", "差额", $"select sum(difference) {Statements}" }, { "close", "对账 Reconciliation", "计入合计", Counted },
        { "close", "对账 Reconciliation", "其中结转", Carried },
        { "close", "考核测算 Possible penalties", "金额", MonthEnd + "select sum(amount) from mart.exposure where month = '2026-05-01'" },
        { "close", "扣款 Deductions", "扣款", "select sum(stated_amount) from mart.deduction_review" },
        { "figures", "进销存 Stock", "进货额", Supply },
        { "figures", "进销存 Stock", "销售额", "select sum(amount) from core.sale where sold_on between '2026-05-01' and '2026-05-31'" },
        { "figures", "费用率 Fee ratio", "扣款", "select -sum(amount) from core.statement_line where kind = 'deduction'" },
        { "figures", "门店指标 Outlets", "缺必备品项", MonthEnd + "select count(*) from mart.assortment_gap" },
        { "figures", "新品 New products", "逾期未开通", MonthEnd + "select count(*) from mart.new_product_clock where state = 'late'" },
        { "daily", "先送 Deliver first", "未送金额", "select sum(open_amount) from mart.work_list" },
        { "daily", "断货与低库存 Stock", "建议金额", "select sum(suggested_amount) from mart.stock_cover where is_alert" },
        { "daily", "断货与低库存 Stock", "约少供金额", "select sum(lost_amount) from mart.stock_out where back_on is null" },
        { "daily", "送货差异 Deliveries", "缺货金额", Gap + "positive_amount" + OfDeliveries },
        { "daily", "锁码 SKU locks", "考核测算", "select sum(exposure_amount) from mart.sku_lock_alert" },
        { "daily", "价格异常 Prices", "价格偏低", Gap + "positive_amount" + OfPrices },
        { "daily", "价格异常 Prices", "价格偏高", Gap + "negative_amount" + OfPrices },
        { "budget", "费用 Fees", "本月已扣", Taken }, { "budget", "系统 Chains", "本月已扣", Taken },
        { "plan", "按周 Weeks", "目标", Targets }, { "plan", "按单品 SKUs", "下月目标", Targets }, { "plan", "按日 Days", "目标", Targets },
        { "plan", "明细 Day by item", "目标", Targets },
        { "items", "资料缺口 Data gaps", "供货额", "select sum(supply_amount) from mart.data_gap" },
        { "items", "门店品项 Stores", "在售", "select count(*) from mart.store_item where is_on_sale" },
        { "receivables", "账龄 Ageing", "未收合计", Open }, { "receivables", "明细 Claims", "未收", Open },
        { "reconciliation", "差异 Breaks", "差异金额", Breaks },
        { "reconciliation", "概览 Summary", "差异项合计", $"select sum(break_total) {Statements}" },
        { "reconciliation", "概览 Summary", "差额", $"select sum(difference) {Statements}" },
        { "reconciliation", "概览 Summary", "其中结转", Carried },
        { "reconciliation", "概览 Summary", "计入合计", Counted }, { "reconciliation", "差异 Breaks", "计入合计", Counted },
        { "reconciliation", "差异分类 By kind", "金额", Counted },
        { "reconciliation", "来源行 Source rows", "金额", "select sum(amount) from core.statement_line" },
    };

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_workbook_of_the_sample_month_reads_as_reviewed(string name) =>
        Golden.Check($"Workbooks/sample-month/{name}.txt", WorkbookText.Dump(await month.OpenAsync(name), rows: 14));

    [Theory]
    [MemberData(nameof(Papers))]
    public async Task A_paper_of_the_sample_month_reads_as_reviewed(string name) =>
        Golden.Check($"Workbooks/sample-month/{name}.txt", WorkbookText.Dump(await month.PaperAsync(name), rows: 14));

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_workbook_of_the_sample_month_is_valid(string name) =>
        Assert.Equal([], WorkbookSchema.Faults(await month.OpenAsync(name)));

    [Theory]
    [MemberData(nameof(Papers))]
    public async Task A_paper_of_the_sample_month_is_valid(string name) =>
        Assert.Equal([], WorkbookSchema.Faults(await month.PaperAsync(name)));

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Lesson_08_a_column_added_up_again_from_the_file_gives_the_warehouses_figure(string book, string sheet, string header,
        string sql)
    {
        var workbook = await month.ReadAsync(book);

        var sum = Sum(workbook.Worksheets[sheet], header);

        Assert.NotEqual(0m, sum);
        Assert.Equal(Math.Round(await month.AskAsync(book, sql), 2), sum);
    }

    [Theory]
    [MemberData(nameof(Books))]
    public async Task Lesson_08_every_sheet_ends_in_a_live_total_and_the_control_sheet_ties(string name)
    {
        var calculated = new ExcelPackage(await month.OpenAsync(name));
        calculated.Workbook.Calculate();

        Assert.All(calculated.Workbook.Worksheets, sheet => Assert.Contains(sheet.Cells, cell => cell.Formula.Length > 0));
        var control = calculated.Workbook.Worksheets["控制合计 Control"];
        for (var row = 5; control.Cells[row + 1, 2].Value is not null; row++)
        {
            Assert.Equal(control.Cells[row, 2].GetValue<decimal>(), Math.Round(control.Cells[row, 3].GetValue<decimal>(), 2));
        }

        Assert.Equal(0m, calculated.Workbook.Names["control_difference"].GetValue<decimal>());
    }

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_column_has_one_name_in_its_sheet_and_a_name_one_type_on_all(string name)
    {
        var workbook = await month.ReadAsync(name);
        var columns = workbook.Worksheets.Where(sheet => sheet.Name != "控制合计 Control").SelectMany(Heads).ToList();

        Assert.NotEmpty(columns);
        Assert.Empty(columns.GroupBy(column => (column.Sheet, column.Name)).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(columns.Where(column => column.Type is not null).GroupBy(column => column.Name)
            .Where(same => same.Select(column => column.Type).Distinct().Count() > 1)
            .Select(same => string.Join(", ", same)));
    }

    [Theory]
    [InlineData("close")]
    [InlineData("figures")]
    [InlineData("receivables")]
    public async Task What_finance_and_managers_print_fits_on_A4(string name)
    {
        var workbook = await month.ReadAsync(name);

        Assert.All(workbook.Worksheets, sheet => Assert.Equal(ePaperSize.A4, sheet.PrinterSettings.PaperSize));
    }

    [Theory]
    [MemberData(nameof(Books))]
    public async Task An_empty_row_stands_above_each_header(string name)
    {
        var workbook = await month.ReadAsync(name);

        Assert.All(workbook.Worksheets, sheet =>
            Assert.DoesNotContain(sheet.Cells, cell => cell.Start.Row == HeadRow(sheet) - 1 && cell.Value is not null));
    }

    /// <summary>One row of a statement's roundings for each sign, with how many there are.</summary>
    [Fact]
    public async Task Roundings_of_a_statement_stand_in_one_row_by_sign_with_their_count_and_sum()
    {
        var workbook = await month.ReadAsync("reconciliation");
        var sheet = workbook.Worksheets["差异 Breaks"];

        var rows = Enumerable.Range(6, sheet.Dimension.Rows - 5).Where(row => sheet.Cells[row, 4].Text == "尾差 rounding")
            .Select(row => (Statement: sheet.Cells[row, 3].Text, Amount: sheet.Cells[row, 5].GetValue<decimal>(),
                Count: sheet.Cells[row, 7].GetValue<decimal>())).ToList();

        const string Roundings = "from mart.reconciliation_break where kind = 'rounding_difference'";
        Assert.Equal(rows.Count, rows.Select(row => (row.Statement, row.Amount > 0)).Distinct().Count());
        Assert.Equal(await month.AskAsync("reconciliation", "select count(*) " + Roundings), rows.Sum(row => row.Count));
        Assert.Equal(await month.AskAsync("reconciliation", "select sum(amount) " + Roundings), rows.Sum(row => row.Amount));
        Assert.NotEqual(rows.Count, rows.Sum(row => row.Count));
    }

    [Fact]
    public async Task LibreOffice_opens_each_without_repair_and_recalculates_to_our_figures()
    {
        var folder = Directory.CreateTempSubdirectory("ka-sample-month-");
        var books = LongRun.Drawn(SampleMonthWorkbooks.Names, 3);
        foreach (var name in books)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name + ".xlsx"), (await month.OpenAsync(name)).ToArray(), Stopping);
        }

        await WorkbookGoldenTests.RecalculateAsync(folder);

        Assert.All(books, name =>
        {
            var ours = new ExcelPackage(new FileInfo(Path.Combine(folder.FullName, name + ".xlsx")));
            var theirs = new ExcelPackage(new FileInfo(Path.Combine(folder.FullName, "out", name + ".xlsx")));
            Assert.NotEmpty(WorkbookGoldenTests.Figures(ours));
            Assert.Equal(WorkbookGoldenTests.Figures(ours), WorkbookGoldenTests.Figures(theirs));
        });
        folder.Delete(recursive: true);
    }

    private static int HeadRow(ExcelWorksheet sheet) =>
        Enumerable.Range(1, 10).First(row => sheet.Cells[row, 1].Style.Fill.BackgroundColor.Rgb == "FF1F3A5F");

    private static IEnumerable<(string Sheet, string Name, string? Type)> Heads(ExcelWorksheet sheet)
    {
        var head = HeadRow(sheet);
        return Enumerable.Range(1, sheet.Dimension.Columns).Where(column => sheet.Cells[head, column].Value is not null)
            .Select(column => (sheet.Name, sheet.Cells[head, column].Text, TypeOf(sheet, head + 1, column)));
    }

    // Of the first cell that holds something; null where the column is empty.
    private static string? TypeOf(ExcelWorksheet sheet, int from, int column) =>
        Enumerable.Range(from, sheet.Dimension.Rows).Where(row => sheet.GetValue(row, column) is not null)
            .Select(row => sheet.Cells[row, column].Style.Numberformat.Format is "@" or "General" ? "text"
                : sheet.Cells[row, column].Style.Numberformat.Format is "yyyy-mm-dd" ? "date" : "number").FirstOrDefault();

    // Rows below the header up to the total, or to the end where the totals stand above.
    private static decimal Sum(ExcelWorksheet sheet, string header)
    {
        var head = Enumerable.Range(1, 8)
            .First(row => Enumerable.Range(1, sheet.Dimension.Columns).Any(column => IsHead(sheet, row, column, header)));
        var at = Enumerable.Range(1, sheet.Dimension.Columns).First(column => IsHead(sheet, head, column, header));
        var sum = 0m;
        for (var row = head + 1; row <= sheet.Dimension.Rows && sheet.GetValue(row, 1) is not (null or "合计 Total"); row++)
        {
            sum += Math.Round(sheet.GetValue<decimal>(row, at), 2);
        }

        return sum;
    }

    private static bool IsHead(ExcelWorksheet sheet, int row, int column, string header) =>
        sheet.Cells[row, column].Value is string text && text.StartsWith(header + "\n", StringComparison.Ordinal);
}

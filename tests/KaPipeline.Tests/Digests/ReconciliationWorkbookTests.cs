using System.Globalization;
using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Tests.Host.Work;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

/// <summary>Finance's workbook of one statement with a short line, another price, an unsettled delivery, and a fee outside the
/// contract.</summary>
public sealed class ReconciliationWorkbookTests : IAsyncLifetime
{
    private static readonly DateOnly Date = new(2026, 5, 20);
    private DigestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync(Date);
        await world.SqlAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state)
                select 'C', report, file_name, file_name, 1, 'test', '2026-05-04', '2026-05-04 08:00+08', '2026-05-04 08:00+08', '1', 'loaded'
                from (values (1, 'orders', 'C 订单.csv'), (2, 'deliveries', 'C 送货.csv'), (3, 'statements', '=C 对账单.csv')) as files (n, report, file_name) order by n;
            select pg_temp.ordered('O1', 'P', 100), pg_temp.delivered('D1', 'O1', 'P', 100), pg_temp.ordered('O2', 'Q', 40), pg_temp.delivered('D2', 'O2', 'Q', 40);
            select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 832.90);
            select pg_temp.settled('T1', 1, 'P', 90, 9, 810, note => 'D1', ordered => 'O1'), pg_temp.deducted('T1', 2, '=海报费', -50);
            """);
        await new MaterialisedSettlement(world.Jobs.Database).RefreshAsync();
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task It_reads_as_reviewed() => Golden.Check("Workbooks/reconciliation.txt", WorkbookText.Dump(await SaveAsync()));

    [Fact]
    public async Task It_is_valid() => Assert.Equal([], WorkbookSchema.Faults(await SaveAsync()));

    [Fact]
    public async Task Its_sheets_added_up_again_from_the_file_give_the_warehouses_figures()
    {
        var package = new ExcelPackage(await SaveAsync());

        Assert.Equal(await SumAsync("select sum(amount) from mart.reconciliation_break where statement_number = 'T1' and family = 'money'"),
            Column(package, "差异 Breaks", "差异金额"));
        Assert.Equal(await world.AskAsync<decimal>("select sum(amount) from core.statement_line where statement_number = 'T1'"),
            Column(package, "来源行 Source rows", "金额"));
        Assert.Equal(await SumAsync("select sum(difference) from mart.statement_reconciliation where statement_number = 'T1'"),
            Column(package, "差异 Breaks", "差异金额"));
        package.Workbook.Calculate();
        Assert.Equal(0m, package.Workbook.Names["control_difference"].GetValue<decimal>());
    }

    /// <summary>Of 100 the first statement settles 90: 10 stay open, and the second shows them again. Of 40 the first settles none and the
    /// second 5: 35 stay open.
    /// Each rest counts once, on the newest statement; a rest that the second had settled would count no more.</summary>
    [Fact]
    public async Task What_a_statement_carries_counts_once_in_every_total_over_several()
    {
        await SettleALittleAsync();
        var kept = await SumAsync(
            "select sum(amount) from mart.reconciliation_break where statement_number = 'T1' and family = 'money' and kind not in ('settled_short', 'unsettled')");

        var package = new ExcelPackage(await SaveAsync());
        package.Workbook.Calculate();

        var summary = package.Workbook.Worksheets["概览 Summary"];
        Assert.Equal((0m, kept), (summary.Cells["K8"].GetValue<decimal>(), summary.Cells["L8"].GetValue<decimal>()));
        Assert.Equal((109.00m, 109.00m + 131.82m), (summary.Cells["K9"].GetValue<decimal>(), summary.Cells["L9"].GetValue<decimal>()));
        Assert.Equal(kept + 109.00m + 131.82m, package.Workbook.Names["total_counted"].GetValue<decimal>());
        Assert.All(new[] { "E10", "G10", "I10", "J10", "K10" }, cell => Assert.Null(summary.Cells[cell].Value));
        Assert.Equal(kept + 109.00m + 131.82m, Column(package, "差异 Breaks", "计入合计"));
        var kinds = package.Workbook.Worksheets["差异分类 By kind"];
        Assert.Equal(kept + 109.00m + 131.82m, kinds.Cells["A5:A20"].Where(cell => cell.Text != "合计 Total")
            .Sum(cell => kinds.Cells[cell.Start.Row, 3].GetValue<decimal>()));
        Assert.Equal(0m, package.Workbook.Names["control_difference"].GetValue<decimal>());
    }

    [Fact]
    public async Task What_a_statement_carries_stands_once_in_a_letter_since_the_statement_that_left_it_open()
    {
        await SettleALittleAsync();
        await using var connection = await world.Jobs.Database.OpenConnectionAsync(Stopping);
        await using var transaction = await new ReportClock(Date, BusinessTime.At(Date.AddDays(1), new TimeOnly(7, 30)))
            .BeginAsync(connection, Stopping);

        var standing = (await OpenItemFacts.LoadAsync(connection, await Names.LoadAsync(connection, Stopping), ct: Stopping)).Items;

        Assert.Equal(
            [(131.82m, "T2"), (109.00m, "T2")],
            standing.Where(item => item.Key.StartsWith("C|rest|", StringComparison.Ordinal))
            .Select(item => (item.SignedAmount, item.Document)));
        Assert.Contains(standing, item => item.SignedAmount == 109.00m && item.SinceOn == new DateOnly(2026, 5, 15));
        Assert.DoesNotContain(standing, item => item.Rule is "settled_short" or "unsettled" && item.Document == "T1");
    }

    /// <summary>The contract allows 300.00 once a year. The first line takes it, the second again and without an invoice.</summary>
    [Fact]
    public async Task A_fee_taken_twice_names_the_line_before_and_a_missing_invoice_is_no_deduction_of_nought()
    {
        await world.SqlAsync(
            """
            select pg_temp.contract('K26'), pg_temp.term('K26', '1', 'poster', 'fixed', 300, per => 'year'), pg_temp.means('海报费', 'poster');
            select pg_temp.stated('T2', '2026-05-16', '2026-05-19', -600, arrived => '2026-05-20 08:00+08');
            select pg_temp.deducted('T2', 1, '海报费', -300.00, invoice => 'FP1'), pg_temp.deducted('T2', 2, '海报费', -300.00);
            """);

        var package = new ExcelPackage(await SaveAsync());

        string[] heads = ["行号", "对方扣款", "按合同", "差额", "涉及金额", "发票号", "先前对账单", "先前行号", "先前费用"];
        Assert.Equal(
            [
                "1 -300.00 -300.00 0.00 - FP1 - - -",
                "2 - - - 300.00 未附 missing - - -",
                "2 -300.00 0.00 300.00 300.00 - T2 1 海报费",
            ],
            Rows(package.Workbook.Worksheets["扣款 Deductions"], "对账单", "T2", heads).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_break_shows_its_case_and_who_works_on_it_until_when()
    {
        await world.SqlAsync(
            """
            insert into ops."case" (chain_id, claim_key, kinds, statement_number, found_on, dispute_until, opened_at, claimed_amount,
                at_stake_amount, owed_amount, state, state_since, owner)
            values ('C', 'delivery/D1/S1/O1/P', '{settled_short}', 'T1', '2026-05-18', '2026-06-08', '2026-05-18', 109, 0, 0, 'open',
                '2026-05-18', 'wang');
            insert into ops.case_appearance (case_id, statement_number, kind, claim_key, amount, at_stake_amount, is_carried, counts)
            select case_id, statement_number, kinds[1], claim_key, claimed_amount, 0, false, true from ops."case";
            """);

        var package = new ExcelPackage(await SaveAsync());

        string[] heads = ["案件状态", "负责人", "异议截止", "门店编码", "产品编码", "我方数量", "对方数量", "我方单价", "差异金额", "差异未税", "差异税额"];
        Assert.Equal(["待提交 open wang 2026-06-08 S1 P 100 90 - 109.00 100.00 9.00"],
            Rows(package.Workbook.Worksheets["差异 Breaks"], "差异类型", "少结 settled short", heads));
    }

    private async Task SettleALittleAsync()
    {
        await world.SqlAsync(
            """
            select pg_temp.stated('T2', '2026-05-16', '2026-05-19', 18.84, arrived => '2026-05-20 08:00+08');
            select pg_temp.settled('T2', 1, 'Q', 5, 3.3333, 18.84, note => 'D2', ordered => 'O2');
            """);
        await new MaterialisedSettlement(world.Jobs.Database).RefreshAsync();
    }

    [Fact]
    public async Task Each_source_row_names_its_file_and_row_and_a_name_that_looks_like_a_formula_is_text()
    {
        var package = new ExcelPackage(await SaveAsync());
        var sheet = package.Workbook.Worksheets["来源行 Source rows"];
        var (file, row) = (Find(sheet, "文件"), Find(sheet, "文件行\n"));

        for (var at = 6; sheet.Cells[at, 1].Value is not null; at++)
        {
            Assert.Equal("=C 对账单.csv", sheet.Cells[at, file].GetValue<string>());
            Assert.Equal("", sheet.Cells[at, file].Formula);
            Assert.InRange(sheet.Cells[at, row].GetValue<int>(), 101, 102);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task LibreOffice_recalculates_to_the_same_figures()
    {
        var folder = Directory.CreateTempSubdirectory("ka-recalculate-");
        var path = Path.Combine(folder.FullName, "reconciliation.xlsx");
        await File.WriteAllBytesAsync(path, (await SaveAsync()).ToArray(), Stopping);

        await WorkbookGoldenTests.RecalculateAsync(folder);

        var ours = new ExcelPackage(new FileInfo(path));
        var theirs = new ExcelPackage(new FileInfo(Path.Combine(folder.FullName, "out", "reconciliation.xlsx")));
        Assert.NotEmpty(WorkbookGoldenTests.Figures(ours));
        Assert.Equal(WorkbookGoldenTests.Figures(ours), WorkbookGoldenTests.Figures(theirs));
        folder.Delete(recursive: true);
    }

    private async Task<decimal> SumAsync(string sql)
    {
        await using var connection = await world.Jobs.Database.OpenConnectionAsync();
        await using var transaction = await new ReportClock(Date, BusinessTime.At(Date.AddDays(1), new TimeOnly(7, 30)))
            .BeginAsync(connection);
        return await connection.ExecuteScalarAsync<decimal>(sql);
    }

    private static int Find(ExcelWorksheet sheet, string header) =>
        Enumerable.Range(1, sheet.Dimension.Columns)
        .First(column => sheet.Cells[5, column].GetValue<string>()?.StartsWith(header, StringComparison.Ordinal) == true);

    // Cells as they are shown, a dash for each that is empty, of the rows that hold a value in a column.
    private static List<string> Rows(ExcelWorksheet sheet, string column, string value, string[] heads) =>
    [
        .. Enumerable.Range(6, sheet.Dimension.Rows - 5).Where(row => sheet.Cells[row, Find(sheet, column + "\n")].Text == value)
            .Select(row => string.Join(' ', heads.Select(head =>
                Shown(sheet.Cells[row, Find(sheet, head + "\n")]) is { Length: > 0 } text ? text : "-"))),
    ];

    // A cell's text follows the culture of who reads it.
    private static string Shown(ExcelRangeBase cell) => cell.Value is double or decimal
        ? cell.Text.Replace(NumberFormatInfo.CurrentInfo.NumberDecimalSeparator, ".", StringComparison.Ordinal) : cell.Text;

    private static decimal Column(ExcelPackage package, string name, string header)
    {
        var sheet = package.Workbook.Worksheets[name];
        var column = Find(sheet, header);
        var sum = 0m;
        for (var row = 6; sheet.Cells[row, 1].Value is not null; row++)
        {
            sum += Math.Round(sheet.Cells[row, column].GetValue<decimal>(), 2);
        }

        return sum;
    }

    private async Task<MemoryStream> SaveAsync()
    {
        await using var connection = await world.Jobs.Database.OpenConnectionAsync();
        var due = BusinessTime.At(Date.AddDays(1), new TimeOnly(7, 30));
        var frame = new EditionFrame("daily", Date, Date, due, false, due, new ReportClock(Date, due), SampleWorld.Calendar, "");
        await using var transaction = await frame.Clock.BeginAsync(connection);
        var names = await Names.LoadAsync(connection);
        var file = new MemoryStream();
        await ReconciliationAttachment.For(frame, names, SampleWorld.Reader(Scope.All), _ => true).Single()
            .SaveAsync(connection, file, null, Stopping);
        file.Position = 0;
        return file;
    }
}

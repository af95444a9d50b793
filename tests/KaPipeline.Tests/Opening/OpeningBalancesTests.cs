using Dapper;
using KaPipeline.Claims;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Opening;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Tests.Opening;

/// <summary>The workbooks of opening balances: as they are written, filled and loaded.</summary>
public sealed class OpeningBalancesTests : IAsyncLifetime
{
    private static readonly DateOnly Start = new(2026, 6, 1);
    private readonly string folder = Directory.CreateTempSubdirectory("ka-opening-test-").FullName;
    private TestWarehouse warehouse = null!;
    private NpgsqlConnection session = null!;
    private OpeningBalances balances = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync();
        await BusinessRulesSync.SyncAsync(session, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow());
        await session.ExecuteAsync(ViewCase.Prelude);
        await session.ExecuteAsync("select pg_temp.trade()");
        balances = new OpeningBalances(warehouse.DataSource, new FileArchive(Path.Combine(folder, "archive")), TimeProvider.System);
        OpeningTemplates.Write(folder);
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await warehouse.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Workbooks_as_written_and_filled_load_into_what_the_figures_read_with_file_and_row()
    {
        Fill("期初1_合同", ["C", "K26", null, 2026, "购销", Day(2025, 12, 20), Day(2026, 1, 1), Day(2026, 12, 31), "票到N天", 10, null, 3, 8, 15]);
        Fill("期初2_合同条款", ["C", "K26", "5", "第5条", "conditional_rebate", "年返", "有条件返利", "账扣", "货款减退货", "含税",
            null, null, "每年", 1, null, null, null, null, "true"]);
        Fill("期初3_返利档位", ["C", "K26", "5", 1000m, 2m]);
        Fill("期初4_对账单", ["C", "A", null, Day(2026, 4, 1), Day(2026, 4, 30), 1200m, -200m, null, null, 1000m, null]);
        Fill("期初5_发票", ["C", "I1", "A", Day(2026, 5, 3), 1000m, Day(2026, 5, 4), Day(2026, 5, 5)]);
        Fill("期初6_回款", ["C", "P1", "A", Day(2026, 5, 20), 250m]);
        Fill("期初7_索赔", ["C", "SP-1", "A", null, null, "S1", null, "海报费无发票", Day(2026, 5, 10), null, 80m, "已同意", 60m, "E001"]);
        Fill("期初8_销售", ["C", Day(2025, 6, 1), "S1", "P", 100m, 10m], ["C", Day(2025, 6, 1), "S1", "Q", 50m, null]);

        var outcome = await balances.LoadAsync([folder], Start, null, "高涛", Stopping);
        await SyncAsync();

        Assert.Empty(outcome.BadRows);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 2], outcome.Files.Select(file => file.RowsLoaded));
        await ClockAsync();
        Assert.Equal("A I1 750.00 True 期初4_对账单.xlsx 6", await session.QuerySingleAsync<string>(
            """
            select format('%s %s %s %s %s %s', statement_number, invoice_number, open_amount, case when is_opening then 'True' end, file_name, row_number)
            from mart.receivable_ageing join mart.source_file using (load_id)
            """));
        Assert.Equal("1000.00 1000.00 20.00", await session.QuerySingleAsync<string>(
            "select concat_ws(' ', sales_amount, opening_sales_amount, accrued_amount) from mart.rebate_accrual"));
        var claim = await session.QuerySingleAsync<(string State, decimal Claimed, decimal Agreed, string Owner, string Kinds)>(
            "select state, claimed_amount, agreed_amount, owner, array_to_string(kinds, ',') from ops.\"case\"");
        Assert.Equal(("agreed", 80m, 60m, "E001", "opening_balance"), claim);
        Assert.Equal("期初余额 opening balance: 期初7_索赔.xlsx, 第 6 行 row 6", await session.QuerySingleAsync<string>(
            "select note from ops.case_event where action = 'note'"));
        Assert.Equal(8, await session.QuerySingleAsync<int>(
            "select count(*)::int from ops.audit where who = '高涛' and action = 'load_opening'"));
    }

    [Fact]
    public async Task Check_names_each_fault_by_file_sheet_row_and_column_and_loads_nothing()
    {
        Fill("期初4_对账单", ["X", "A", null, Day(2026, 4, 1), Day(2026, 4, 30), 1m, 0m, null, null, 1m, null],
            ["C", "B", "C-9", Day(2026, 4, 1), Day(2026, 4, 30), 1m, 0m, null, null, 1m, null],
            ["C", "D", null, Day(2026, 5, 16), Day(2026, 6, 15), 1m, 0m, null, null, 1m, null],
            ["C", "E", null, Day(2026, 5, 1), Day(2026, 5, 15), 1m, 5m, null, null, 1m, null],
            ["C", "F", null, "五月", Day(2026, 5, 15), 1m, 0m, null, null, 1m, null],
            ["C", "G", null, Day(2026, 5, 1), Day(2026, 5, 15), 1m, 0m, null, null, 1m, null]);
        Fill("期初7_索赔", ["C", "1", null, null, null, "S9", null, "少结", Day(2026, 5, 10), null, 80m, null, null, null],
            ["C", "2", null, null, null, null, "R", "少结", Day(2026, 5, 10), null, 80m, "已同意", null, null]);
        Fill("期初8_销售", ["C", Day(2025, 6, 1), null, null, 100m, null], ["C", Day(2025, 6, 1), "S1", null, 50m, null]);

        var outcome = await balances.CheckAsync([.. Files("期初4", "期初7", "期初8")], Start, Stopping);

        Assert.Equal(
            [
                "期初4_对账单.xlsx 对账单!6 系统 Chain unknown_chain X", "期初4_对账单.xlsx 对账单!7 结算账户 Account unknown_account C-9",
                "期初4_对账单.xlsx 对账单!8 账期止 Period to after_start", "期初4_对账单.xlsx 对账单!9 含税退货 Returns opening_statement_returns_signed",
                "期初4_对账单.xlsx 对账单!10 账期起 Period from invalid_date 五月",
                "期初7_索赔.xlsx 索赔!6 门店编号 Store unknown_store S9", "期初7_索赔.xlsx 索赔!7 产品编号 Product unknown_product R",
                "期初8_销售.xlsx 销售!7 门店编号 Store mixed_detail",
            ],
            outcome.BadRows.Select(row =>
                $"{row.FileName} {row.Sheet}!{row.RowNumber} {row.ColumnName} {row.Rule} {(row.Rule.StartsWith("unknown", StringComparison.Ordinal) || row.Rule == "invalid_date" ? row.Found : "")}".TrimEnd()));
        Assert.All(outcome.Files, file => Assert.Equal(file.RowsIn, file.RowsLoaded + file.RowsQuarantined + file.RowsDuplicate));
        Assert.Equal([6, 2, 2], outcome.Files.Select(file => file.RowsIn));
        Assert.Equal(0, await session.QuerySingleAsync<int>(
            "select (select count(*) from ops.load) + (select count(*) from core.opening_statement) + (select count(*) from ops.quarantined_row)"));
    }

    [Fact]
    public async Task A_second_load_is_refused_and_a_replacement_with_a_reason_ends_what_the_first_said()
    {
        Fill("期初7_索赔", ["C", "1", "A", null, null, null, null, "少结", Day(2026, 5, 10), null, 80m, "已提交", null, null],
            ["C", "2", "B", null, null, null, null, "重复扣款", Day(2026, 5, 10), null, 40m, null, null, null]);
        await balances.LoadAsync(Files("期初7"), Start, null, "高涛", Stopping);
        await SyncAsync();
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() =>
            balances.LoadAsync(Files("期初7"), Start, null, "高涛", Stopping));

        // Claim 2 was settled already, claim 1 is 10.00 less; 3 was forgotten.
        Fill("期初7_索赔", ["C", "1", "A", null, null, null, null, "少结", Day(2026, 5, 10), null, 70m, "已提交", null, null],
            ["C", "3", "D", null, null, null, null, "未结", Day(2026, 5, 10), null, 15m, null, null, null]);
        await balances.LoadAsync(Files("期初7"), Start, "财务复核后更正", "高涛", Stopping);
        await SyncAsync();
        await ClockAsync();

        Assert.Contains("--replace --reason", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["opening/1 sent 70.00", "opening/2 cleared 0.00", "opening/3 open 15.00"], await session.QueryAsync<string>(
            "select concat_ws(' ', claim_key, state, claimed_amount) from ops.\"case\" order by claim_key"));
        Assert.Equal(["opening/1 70.00", "opening/3 15.00"], await session.QueryAsync<string>(
            "select claim_key || ' ' || amount from mart.opening_claim order by 1"));
        Assert.Equal("财务复核后更正", await session.QuerySingleAsync<string>(
            "select reason from ops.audit where action = 'replace_opening'"));
    }

    [Fact]
    public async Task What_the_portal_shows_of_a_claim_joins_its_case()
    {
        // The other workbooks stay as they were written: without a row.
        Fill("期初7_索赔", ["C", "1", null, "N1", null, null, "P", "少结 2 件", Day(2026, 5, 20), null, 20m, "已提交", null, null]);
        await balances.LoadAsync([folder], Start, null, "高涛", Stopping);
        await SyncAsync();
        await session.ExecuteAsync(
            """
            select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        await SyncAsync();
        await ClockAsync();

        Assert.Equal(["opening/1 sent 21.80 settled_short"], await session.QueryAsync<string>(
            "select concat_ws(' ', claim_key, state, claimed_amount, array_to_string(kinds, ',')) from ops.\"case\""));
        Assert.Equal(["settled_short 21.80 1"], await session.QueryAsync<string>(
            "select concat_ws(' ', rule, positive_amount, case_id) from mart.open_difference where family = 'statement'"));
    }

    private IEnumerable<string> Files(params string[] names) =>
        Directory.EnumerateFiles(folder, "*.xlsx").Order(StringComparer.Ordinal)
            .Where(path => names.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)));

    private static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);

    private void Fill(string name, params object?[][] rows)
    {
        var package = new ExcelPackage(new FileInfo(Path.Combine(folder, name + ".xlsx")));
        var sheet = package.Workbook.Worksheets.First();
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                sheet.Cells[6 + row, column + 1].Value = rows[row][column];
            }
        }

        package.Save();
    }

    private Task<CaseSync.Outcome> SyncAsync() => CaseSync.RunAsync(
        warehouse.DataSource, new ReportClock(new DateOnly(2026, 6, 10), TimeProvider.System.GetUtcNow()),
        TimeProvider.System.GetUtcNow(), Stopping);

    private Task<int> ClockAsync() => session.ExecuteAsync(
        "select set_config('ka.as_of', '2026-06-10', false), set_config('ka.known_at', (now() + interval '1 hour')::text, false), set_config('ka.knowledge', 'arrived', false)");
}

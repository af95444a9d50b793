using System.Globalization;
using Dapper;
using KaPipeline.Contracts;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Tests.Contracts;

public sealed class NegotiationPackTests
{
    // April's statement has no deduction, May's has one of 100; last year's contract holds until the new one is signed on 10 June.
    private const string Year =
        """
        select pg_temp.trade();
        select pg_temp.ordered('O1', 'P', 5, date '2026-04-20');
        select pg_temp.ordered('O2', 'P', 20, date '2026-05-04'); select pg_temp.delivered('D2', 'O2', 'P', 20, on_day => date '2026-05-06');
        select pg_temp.ordered('O3', 'P', 30, date '2026-05-12'); select pg_temp.delivered('D3', 'O3', 'P', 30, on_day => date '2026-05-14');
        select pg_temp.ordered('O4', 'P', 4, date '2026-05-12', printed => 0, free => true, store => 'S2'); select pg_temp.delivered('D4', 'O4', 'P', 4, on_day => date '2026-05-14', free => true, store => 'S2');
        insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price, arrived_at, recorded_at) values
            ('C', 'M1', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-18', 8.5, '-infinity', '-infinity'),
            ('C', 'M0', 'Q', '2026-04-22', '2026-04-25', '2026-04-22', '2026-04-25', 3.0, '-infinity', '-infinity');
        select pg_temp.stated('A', '2026-04-16', '2026-04-30', 500); select pg_temp.settled('A', 1, 'P', 50, 9.1743, 500, rate => 0.09);
        select pg_temp.stated('B', '2026-05-01', '2026-05-15', 900); select pg_temp.settled('B', 1, 'P', 100, 10, 1090, rate => 0.09);
        select pg_temp.settled('B', 2, 'P', -9, 10, -90, rate => 0.09, kind => 'return'); select pg_temp.deducted('B', 3, '年节费', -100);
        select pg_temp.contract('K25', '2025-01-01', '2025-12-31'); select pg_temp.term('K25', '1', 'information_fee', 'fixed', 300);
        select pg_temp.contract('K26', '2026-01-01', '2026-12-31', signed => '2026-06-10'); select pg_temp.term('K26', '1', 'annual_rebate', 'tiered_rebate', 0, per => 'year');
        insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
        select 'C', 'K26', '1', sales_from, pct, '-infinity', '-infinity' from (values (0, 1.0), (1000, 2.0), (2000, 3.0)) tier (sales_from, pct);
        """;

    [Fact]
    public async Task Proposed_term_is_held_against_all_settled_goods_of_the_year_also_of_months_without_a_fee()
    {
        using var pack = await PackAsync(new DateOnly(2026, 6, 30));
        var summary = pack.Workbook.Worksheets["概要 Summary"];

        Assert.Equal((1500.00m, 100.00m, 6.67m), (Value(summary, "对账单货款"), Value(summary, "扣费合计"), Value(summary, "费用率")));
        // 1,500 × 2 % + 60; 60 ÷ (6.67 % − 2 %); (1,500 − 100 + 60) ÷ (1 − 6.67 % − 2 %).
        Assert.Equal((90.00m, 1285.71m, 1598.54m), (Value(summary, "按本年至今"), Value(summary, "替代现有"), Value(summary, "另加于现有")));
    }

    [Fact]
    public async Task Promotion_is_measured_by_what_was_ordered_in_its_window_and_only_against_days_that_are_known()
    {
        using var pack = await PackAsync(new DateOnly(2026, 6, 30));
        var sheet = pack.Workbook.Worksheets["促销 Promotions"];

        // M0's four days before its window begin before the first order that is known. M1: 30 against 20 units, free goods left out.
        Assert.Equal(["M0", "Q", "0", "", "", "0.00", "0.00"], Cells(sheet, 5, 1, 2, 8, 9, 10, 11, 12));
        Assert.Equal(["M1", "P", "30", "20", "50", "255.00", "45.00"], Cells(sheet, 6, 1, 2, 8, 9, 10, 11, 12));
    }

    [Theory]
    [InlineData("2026-05-31", "K25", "固定费用 fixed fee", "300.00", "", "", "")]
    [InlineData("2026-06-30", "K26", "有条件返利 conditional rebate", "", "0.00", "是 yes", "")]
    public async Task Terms_are_those_of_the_signed_contract_and_last_years_until_then(string asOf, string contract, string kind,
        string amount, string tier, string reached, string accrued)
    {
        using var pack = await PackAsync(DateOnly.Parse(asOf, CultureInfo.InvariantCulture));
        Assert.Equal([contract, kind, amount, tier, reached, accrued],
            Cells(pack.Workbook.Worksheets["返利 Rebates"], 5, 1, 4, 7, 10, 13, 14));
    }

    [Fact]
    public async Task Rebate_accrues_on_the_tier_that_the_statements_have_reached()
    {
        using var pack = await PackAsync(new DateOnly(2026, 6, 30));
        var sheet = pack.Workbook.Worksheets["返利 Rebates"];
        Assert.Equal(["1,000.00", "1,500.00", "是 yes", "30.00"], Cells(sheet, 6, 10, 12, 13, 14));
        Assert.Equal(["2,000.00", "1,500.00", "否 no", ""], Cells(sheet, 7, 10, 12, 13, 14));
    }

    [Theory]
    [InlineData("2026-06-04")]
    [InlineData("2026-06-05")]
    public async Task Locks_and_disputes_stand_from_the_day_of_their_evidence_whenever_they_were_first_judged(string asOf)
    {
        // The portal has locked Q in S1 since 23 May, but alerts were first judged on 5 June; a break of statement B, which came on 17 May,
        // became a case that day.
        using var pack = await PackAsync(DateOnly.Parse(asOf, CultureInfo.InvariantCulture), """
            insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
            values ('C', 'S1', 'Q', '2026-05-23', 'locked', '-infinity', '-infinity');
            insert into core.sku_lock_judgement (as_of, recorded_at, alert_count) values ('2026-06-05', '2026-06-05', 1);
            insert into core.sku_lock_day (chain_id, as_of, store_id, product_id, level, since_on, cause, evidence, exposure_amount)
            values ('C', '2026-06-05', 'S1', 'Q', 'locked', '2026-05-23', 'unknown', 'x', 1000);
            insert into ops."case" (chain_id, claim_key, kinds, statement_number, found_on, opened_at, claimed_amount, at_stake_amount, state_since)
            values ('C', 'statement/B/1', '{price_difference}', 'B', '2026-06-05', '2026-06-05', 12.00, 0, '2026-06-05');
            """);

        Assert.Equal(["S1", "Q", "2026-05-23", "", "2026-05-23"], Cells(pack.Workbook.Worksheets["锁码 Locks"], 5, 1, 2, 4, 5, 6));
        Assert.Equal(["2026-05-17", "B", "待提交 open", "12.00", "0.00"], Cells(pack.Workbook.Worksheets["争议 Disputes"], 5, 2, 4, 5, 6, 7));
    }

    [Fact]
    public async Task What_is_ours_and_what_is_theirs_to_claim_stand_apart_and_are_never_netted()
    {
        // Of 50 P delivered in May, statement B settles 100 at 10.9 and takes back 9: theirs to claim. Its deduction is in no contract:
        // ours.
        using var pack = await PackAsync(new DateOnly(2026, 6, 30), """
            insert into ops."case" (chain_id, claim_key, kinds, statement_number, found_on, opened_at, claimed_amount, owed_amount, at_stake_amount, state_since)
            values ('C', 'statement/B/1', '{price_difference}', 'B', '2026-06-05', '2026-06-05', 12.00, 7.00, 0, '2026-06-05');
            """);
        var (summary, breaks) = (pack.Workbook.Worksheets["概要 Summary"], pack.Workbook.Worksheets["差异 Breaks"]);
        var money = Enumerable.Range(5, breaks.Dimension.Rows - 4)
            .Where(row => breaks.Cells[row, 2].Text.StartsWith("金额差异", StringComparison.Ordinal)).ToList();
        var kinds = money.Where(row => !breaks.Cells[row, 1].Text.StartsWith("小计", StringComparison.Ordinal)).ToList();
        var subtotal = money.Except(kinds).Single();

        var (claim, owed) = (Value(summary, "对账差异：可追回"), Value(summary, "对账差异：可能被追扣"));
        Assert.True(claim > 0 && owed > 0);
        Assert.Equal((claim, owed), (breaks.Cells[subtotal, 4].GetValue<decimal>(), breaks.Cells[subtotal, 5].GetValue<decimal>()));
        Assert.Equal((claim, owed),
            (kinds.Sum(row => breaks.Cells[row, 4].GetValue<decimal>()), kinds.Sum(row => breaks.Cells[row, 5].GetValue<decimal>())));
        Assert.Equal(["12.00", "7.00"], Cells(pack.Workbook.Worksheets["争议 Disputes"], 5, 6, 7));
    }

    private static async Task<ExcelPackage> PackAsync(DateOnly asOf, string more = "")
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await connection.OpenAsync();
        await KaPipeline.Rules.BusinessRulesSync.SyncAsync(connection,
            KaPipeline.Rules.BusinessRules.Load(Path.Combine(Repository.Root, "config")), DateTimeOffset.UnixEpoch);
        await connection.ExecuteAsync(ViewCase.Prelude + Year + more);
        var workbook = await NegotiationPack.BuildAsync(connection, "C", 2026, ReportClock.EndOf(asOf), 2m, 60m,
            new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
        using var file = new MemoryStream();
        await workbook.SaveAsync(file);
        return new ExcelPackage(file);
    }

    private static decimal Value(ExcelWorksheet sheet, string label) => Convert.ToDecimal(
        sheet.Cells[Enumerable.Range(1, 40).Single(row => sheet.Cells[row, 1].Text.StartsWith(label, StringComparison.Ordinal)), 2].Value,
        CultureInfo.InvariantCulture);

    // As a spreadsheet with decimal points shows them, whatever culture the run is pinned to.
    private static string[] Cells(ExcelWorksheet sheet, int row, params int[] columns)
    {
        var pinned = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return [.. columns.Select(column => sheet.Cells[row, column].Text)];
        }
        finally
        {
            CultureInfo.CurrentCulture = pinned;
        }
    }
}

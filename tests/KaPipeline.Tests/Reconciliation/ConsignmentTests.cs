using System.Globalization;
using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Reconciliation;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>A chain that pays for what its tills sold, from its files to the breaks: each planted difference is found, and nothing else.
/// 001011 costs 2.1300; 001033 costs 2.2755 and 2.3438 from 16 May; both at 9 % VAT.</summary>
[Trait("Category", "Slow")]
public sealed class ConsignmentTests
{
    // 1–15 May: 150 of 001011 sold in 0101, of which 145 are settled; 60 of 001033 in 0102; no 001022; 45 of 001011 in 0102 are left out.
    private const string First =
        """
        1,进货,,0101,001011,小纯,145,2.1300,9%,336.65,,,
        2,进货,,0102,001033,小高低,60,2.2755,9%,148.82,,,
        3,进货,,0101,001022,小高钙,6,2.3710,9%,15.51,,,

        """;

    // 16–31 May: 160, of which customers brought 2 back besides, and the 5 of before; 64 at the old price.
    private const string Second =
        """
        1,进货,,0101,001011,小纯,167,2.1300,9%,387.72,,,
        2,退货,,0101,001011,小纯,-2,2.1300,9%,-4.64,,,
        3,进货,,0102,001033,小高低,64,2.2755,9%,158.74,,,
        4,扣款,,,,,,,,-320.00,信息服务费,账扣,FP1

        """;

    [Fact]
    public async Task Each_difference_to_what_was_sold_is_found_and_deliveries_are_none()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await using var connection = await world.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var kept = new MaterialisedSettlement(world.Warehouse.DataSource);
        await LoadAsync("鼎丰_送货_20260504.csv", "鼎丰超市供应商送货签收明细\n供应商：100387,制表日期：2026-05-04\n"
            + "送货单号,单据类型,订单号,门店编号,门店名称,送货日期,签收日期,商品编码,商品名称,箱入数,送货数量,实收数量,单位\n"
            + "SH1,送货单,,0101,店,2026-05-04,2026-05-04,001011,小纯,24,240,240,盒\n合计,,,,,,,,,,240,240,\n");
        await LoadAsync("鼎丰_对账单_1.csv", Statement("DX1", "2026-05-01至2026-05-15", "2026-05-17", 500.98m, First));
        // Until the contract is known the goods are bought, and the statement leaves them out.
        Assert.Contains(await BreaksAsync(connection), row => row.StartsWith("DX1 unsettled SH1", StringComparison.Ordinal));

        await LoadAsync("鼎丰_销售库存_20260515.csv", Sales(1, 15));
        await LoadAsync("contracts_dx.csv",
            "chain_id,contract_id,contract_year,contract_type,signed_on,valid_from,valid_to,settlement_mode,term_days,payment_days,reconciliation_day,invoice_day,dispute_days\n"
            + "dingfeng,DX,2026,代销,2026-04-20,2026-05-01,2026-12-31,invoice_days,30,10,3,8,15\n");
        await LoadAsync("鼎丰_销售库存_20260531.csv", Sales(16, 31));
        await LoadAsync("鼎丰_对账单_2.csv", Statement("DX2", "2026-05-16至2026-05-31", "2026-06-02", 221.82m, Second));

        Assert.Equal(
            [
                "DX1 settled_over SOLD-20260501 0101 P002 -15.51",
                "DX1 settled_short SOLD-20260501 0101 P001 11.61",
                "DX1 unsettled SOLD-20260501 0102 P001 104.48",
                "DX2 price_difference SOLD-20260516 0102 P003 4.76",
                "DX2 unsettled SOLD-20260501 0102 P001 104.48 carried",
                "DX2 unsettled SOLD-20260516 0102 P001 111.44",
            ],
            await BreaksAsync(connection));

        // People read what it is in place of a note's number.
        Assert.Contains("代销 2026-05-01 起售出", await WorkbookAsync(connection, Language.Chinese), StringComparison.Ordinal);
        var english = await WorkbookAsync(connection, Language.English);
        Assert.Contains("sold on consignment from 2026-05-01", english, StringComparison.Ordinal);
        Assert.Equal(2, english.Split("= information service fee (信息服务费) |").Length - 1);

        // A day that comes again with 3 more in 0101: they are left open.
        await LoadAsync("鼎丰_销售库存_20260515b.csv", Sales(15, 15, more: 3));
        Assert.Contains("DX2 unsettled SOLD-20260501 0101 P001 6.96 carried", await BreaksAsync(connection));

        async Task LoadAsync(string name, string text)
        {
            var path = name.StartsWith("contracts", StringComparison.Ordinal) ? Master(world, name, text) : world.Write(name, text);
            var result = Assert.Single(await world.LoadAsync(path));
            Assert.Equal(0, result.RowsQuarantined);
            await kept.RefreshAsync(ct: Stopping);
            Assert.Equal("", await MaterialisedSettlementTests.DifferenceAsync(connection));
        }
    }

    private static string Master(IngestWorld world, string name, string text)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(world.Folder, "in", "master")).FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Statement(string number, string period, string on, decimal payable, string lines) => string.Create(
        CultureInfo.InvariantCulture,
        $"鼎丰超市供应商对账单\n对账单号,{number},供应商编码,100387\n结算周期,{period},账单日,{on}\n应结算总金额,{payable},应开票总金额,{payable}\n"
        + $"序号,单据类型,单据号,门店编号,商品编码,商品名称,数量,未税单价,税率,价税合计,费用项目,扣款方式,发票号\n{lines}合计,,,,,,,,,{payable},,,\n");

    private static string Sales(int from, int to, int more = 0) => "鼎丰超市销售库存日报\n门店编号,商品编码,商品名称,销售日期,销售数量,销售金额,零售价,期末库存\n"
        + string.Concat(Enumerable.Range(from, to - from + 1).Select(day =>
            $"0101,001011,小纯,2026-05-{day:00},{10 + more},29.00,2.90,100\n0102,001033,小高低,2026-05-{day:00},4,12.40,3.10,100\n"
            + $"0102,001011,小纯,2026-05-{day:00},3,8.70,2.90,100\n"));

    private static async Task<string> WorkbookAsync(NpgsqlConnection connection, Language language)
    {
        var clock = new ReportClock(new DateOnly(2026, 6, 5), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null));
        await using var transaction = await clock.BeginAsync(connection, Stopping);
        var frame = new EditionFrame("close", clock.AsOf, new DateOnly(2026, 5, 1), clock.KnownAt, false, clock.KnownAt, clock,
            SampleWorld.Calendar, "");
        var book = await ReconciliationWorkbook.LoadAsync(connection, frame, await Names.LoadAsync(connection, Stopping), language,
            ["dingfeng"], new DateOnly(2026, 5, 1), new DateOnly(2026, 6, 30), ct: Stopping);
        using var content = new MemoryStream();
        await book.SaveAsync(content, ct: Stopping);
        content.Position = 0;
        return WorkbookText.Dump(content);
    }

    private static async Task<List<string>> BreaksAsync(NpgsqlConnection connection)
    {
        await using var transaction = await new ReportClock(new DateOnly(2026, 6, 30), DateTimeOffset.Parse("2099-01-01T00:00:00Z", null))
            .BeginAsync(connection, Stopping);
        Assert.Empty(await connection.QueryAsync(SqlFiles.Read("checks/statement_identity.sql")));
        return [.. await connection.QueryAsync<string>(
            """
            select concat_ws(' ', statement_number, kind, delivery_number, store_id, product_id, amount, case when is_carried then 'carried' end)
            from mart.reconciliation_break where family = 'money' and fee_code is null
            order by statement_number, kind, delivery_number, store_id, product_id
            """)];
    }
}

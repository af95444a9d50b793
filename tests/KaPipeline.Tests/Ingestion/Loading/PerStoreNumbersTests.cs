using KaPipeline.Claims.Evidence;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Reconciliation;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>docs/quirks.md#what-a-row-says: order numbers are unique sometimes only with the store. Two stores with the same number stay
/// two orders to the end.</summary>
public sealed class PerStoreNumbersTests : IAsyncLifetime
{
    private const string Clock = "set ka.as_of = '2026-06-05'; set ka.known_at = '2099-01-01'; set ka.knowledge = 'arrived'; ";

    private const string InForce =
        "select concat_ws(' ', order_number, store_id, item_number, ordered_quantity::float8, case when is_cancelled then 'cancelled' end) "
        + "from core.order_line join core.chain_item using (chain_id, product_id) where chain_id = 'dianpu' and order_line.superseded_at = 'infinity'";

    private const string Profile = """
        chain: dianpu
        name: 店铺
        name_en: By store
        document_numbers: per_store
        accounts:
          - {supplier_code: "7", statement_basis: excluding}
        reports:
          orders:
            files: ["dp_orders_*.csv"]
            snapshot: window
            rows:
              - into: order_line
                fields: {order_number: 订单, store_id: 门店, supplier_code: {constant: "7"}, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量, unit_price: 单价}
          deliveries:
            files: ["dp_deliveries_*.csv"]
            rows:
              - into: delivery_line
                fields: {delivery_number: 收货单, order_number: 订单, store_id: 门店, supplier_code: {constant: "7"}, item_number: 货号, received_on: 日期, received_units: 数量}
          statements:
            files: ["dp_statement_*.csv"]
            rows:
              - into: statement
                fields: {statement_number: 对账单, supplier_code: {constant: "7"}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-31"}, stated_payable: 应付}
              - into: statement_line
                fields: {statement_number: 对账单, kind: {constant: goods}, delivery_number: 收货单, order_number: 订单, store_id: 门店, item_number: 货号, units: 数量, unit_price: 单价, vat_rate: {column: 税率, percent: true}, amount: 金额}
        """;

    private IngestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await IngestWorld.CreateAsync(withMasterData: true);
        await using (var connection = await world.Warehouse.DataSource.OpenConnectionAsync())
        {
            await WorkingCalendar.Load(Path.Combine(Infrastructure.Repository.Root, "config")).SyncAsync(connection);
        }

        await world.AddAsync("chains/dianpu.yaml", Profile);
        var products = await world.ListAsync("select distinct product_id from core.product where vat_rate = 0.09 order by 1 limit 2");
        await world.LoadAsync(
            world.Write("stores.csv",
            "chain_id,store_id,valid_from,valid_to,name,region,city,area_m2,checkouts,store_format,delivery_mode,dealer,warehouse\ndianpu,A,2026-01-01,,A,sh,sh,,,,direct,,\ndianpu,B,2026-01-01,,B,sh,sh,,,,direct,,\n"),
            world.Write("chain_items.csv",
            $"chain_id,item_number,product_id,pack_size,listed_on,delisted_on\ndianpu,x,{products[0]},,,\ndianpu,y,{products[1]},,,\n"));
        await LoadAsync("dp_orders_1.csv", 2,
            "订单,门店,货号,日期,数量,单价\n100,A,x,2026-05-01,10,2\n100,A,y,2026-05-01,4,2\n100,B,x,2026-05-01,30,3\n");
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_corrected_order_of_one_store_leaves_the_other_store_s_order_alone()
    {
        Assert.Equal(["100 A x 10", "100 A y 4", "100 B x 30"], await world.ListAsync(InForce));
        Assert.Equal(["100 A", "100 B"],
            await world.ListAsync("select number || ' ' || store_id from core.document where chain_id = 'dianpu'"));

        // The order of store A comes again without y; store B's with the same number is not spoken of, and its day lies outside the window.
        var corrected = await LoadAsync("dp_orders_2.csv", 4, "订单,门店,货号,日期,数量,单价\n100,A,x,2026-05-02,12,2\n");
        Assert.Equal((1, 1, 0), (corrected.RowsIn, corrected.RowsLoaded, corrected.RowsQuarantined));
        Assert.Equal(["100 A x 12", "100 B x 30"], await world.ListAsync(InForce));

        // A file of the day between, found late, takes its place in store A's history alone.
        await LoadAsync("dp_orders_3.csv", 3, "订单,门店,货号,日期,数量,单价\n100,A,x,2026-05-02,11,2\n100,A,y,2026-05-02,5,2\n");
        Assert.Equal(["100 A x 12", "100 B x 30"], await world.ListAsync(InForce));
        Assert.Equal(["x 10", "x 11", "x 12", "y 4", "y 5"], await world.ListAsync(
            "select concat_ws(' ', item_number, ordered_quantity::float8) from core.order_line join core.chain_item using (chain_id, product_id) where chain_id = 'dianpu' and store_id = 'A' and order_line.superseded_at <> '-infinity'"));
    }

    [Fact]
    public async Task An_order_missing_from_a_snapshot_is_cancelled_for_its_own_store()
    {
        // Delivered at B, listed at B: neither keeps store A's order of the same number alive.
        await LoadAsync("dp_deliveries_1.csv", 3, "收货单,订单,门店,货号,日期,数量\nR1,100,B,x,2026-05-03,30\n");
        await LoadAsync("dp_orders_2.csv", 4, "订单,门店,货号,日期,数量,单价\n100,B,x,2026-05-01,30,3\n");
        Assert.Equal(["100 A x 10 cancelled", "100 A y 4 cancelled", "100 B x 30"], await world.ListAsync(InForce));
    }

    [Fact]
    public async Task Each_store_s_order_is_reconciled_settled_and_proved_by_its_own_rows()
    {
        // Each store's receipt is number R1 as well. A gets 8 of 10, B all 30; the statement pays B one too few.
        await LoadAsync("dp_deliveries_1.csv", 3,
            "收货单,订单,门店,货号,日期,数量\nR1,100,A,x,2026-05-03,8\nR1,100,A,y,2026-05-03,4\nR1,100,B,x,2026-05-03,30\n");
        await LoadAsync("dp_statement_1.csv", 20,
            "对账单,收货单,订单,门店,货号,数量,单价,税率,金额,应付\nS1,R1,,A,x,8,2,9,17.44,120.99\nS1,,100,A,y,4,2,9,8.72,120.99\nS1,R1,,B,x,29,3,9,94.83,120.99\n");
        Assert.Empty(await world.QuarantinedRowsAsync());
        await new MaterialisedSettlement(world.Warehouse.DataSource).RefreshAsync(ct: Stopping);

        Assert.Equal(
            ["100 A 10 8 8", "100 A 4 4 4", "100 B 30 30 29"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', order_number, store_id, ordered_quantity::float8, received_quantity::float8, settled_quantity::float8) from mart.reconciliation_line where chain_id = 'dianpu'"));
        Assert.Equal(
            ["money settled_short B 1 3.27", "service short_delivered A 2 4.00"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', family, kind, store_id, quantity::float8, amount) from mart.reconciliation_break where chain_id = 'dianpu'"));
        Assert.Equal(
            ["S1 124.26 120.99 3.27 0.00"],
            await world.ListAsync(Clock
            + "select concat_ws(' ', statement_number, expected_goods, stated_payable, break_total, residual) from mart.statement_reconciliation where chain_id = 'dianpu'"));

        // The pack of store B's claim holds B's order, receipt and settlement line, none of A's.
        var claim = (await world.ListAsync(Clock
            + "select claim_key from mart.reconciliation_break where chain_id = 'dianpu' and family = 'money'")).Single();
        var facts = await EvidenceFacts.GatherAsync(
            world.Warehouse.DataSource, new EvidenceSubject("dianpu", 1, claim, "S1"),
            ReportClock.EndOf(new DateOnly(2026, 6, 5)) with { KnownAt = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            Stopping);
        Assert.All(facts.Rows.Where(row => row.Document is "100" or "R1"), row => Assert.Equal("B", row.StoreId));
        Assert.Equal(4, facts.Rows.Select(row => row.Role).Distinct()
            .Count(role => role.Contains('行', StringComparison.Ordinal) || role.Contains('头', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_settlement_line_without_its_store_says_nothing_and_is_quarantined()
    {
        var statement = await LoadAsync("dp_statement_1.csv", 20, "对账单,收货单,订单,门店,货号,数量,单价,税率,金额,应付\nS1,,100,,x,8,2,9,17.44,17.44\n");
        Assert.Equal((1, 1), (statement.RowsIn, statement.RowsQuarantined));
        Assert.Equal(["门店 unknown_store"],
            await world.ListAsync("select concat_ws(' ', column_name, rule) from ops.quarantined_row where document_number = 'S1'"));
    }

    [Fact]
    public async Task Numbers_cannot_become_unique_otherwise_once_documents_are_loaded()
    {
        var error = await Assert.ThrowsAsync<ProfileException>(() =>
            world.AddAsync("chains/dianpu.yaml", Profile.Replace("document_numbers: per_store\n", "", StringComparison.Ordinal)));
        Assert.Contains("dianpu.yaml: document_numbers: per_chain does not fit what is loaded; write document_numbers: per_store",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_whose_statements_name_no_store_is_refused()
    {
        var error = Assert.Throws<ProfileException>(() =>
            ProfileFile.Parse(Profile.Replace("order_number: 订单, store_id: 门店, item_number: 货号, units: 数量, unit_price: 单价, vat_rate",
            "order_number: 订单, item_number: 货号, units: 数量, unit_price: 单价, vat_rate", StringComparison.Ordinal), "dianpu.yaml"));
        Assert.Contains("dianpu.yaml:4: document_numbers: per_store needs \"store_id:\" in the statement_line of report statements",
            error.Message, StringComparison.Ordinal);
    }

    private Task<LoadResult> LoadAsync(string name, int day, string text) => world.LoadAsync(world.Write(name, text), day);
}

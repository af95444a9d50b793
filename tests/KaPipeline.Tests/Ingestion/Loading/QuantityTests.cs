namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>docs/quirks.md#what-a-row-says: whatever a document counts in, its lines meet in sales units.</summary>
public sealed class QuantityTests
{
    [Fact]
    public async Task Orders_in_cases_and_returns_in_units_meet_in_units_by_the_row_s_the_chain_s_and_our_pack_size()
    {
        await using var world = await LoadingWorld.CreateAsync();

        // P1: the row says 6 a case, we say 24. P2: the chain says 10, we say 12. Returns come in loose units; whole cases and units add
        // up.
        await world.LoadAsync("a", "2026-05-03 06",
        [
            ("order_line",
                """
                (load_id, row_number, order_number, store_id, item_number, supplier_code, ordered_on, requested_on, units, cases, row_pack_size, case_price) values
                (0, 3, 'D1', 'S1', '001', '1001', '2026-05-03', '2026-05-05', null, 4, 6, 12.60),
                (0, 4, 'D1', 'S1', '002', '1001', '2026-05-03', '2026-05-05', 3, 4, null, 25)
                """),
            ("delivery_line",
                """
                (load_id, row_number, delivery_number, store_id, order_number, item_number, supplier_code, kind, received_on, received_units) values
                (0, 5, 'R1', 'S1', '', '001', '1001', 'return', '2026-05-06', 5)
                """),
        ]);
        Assert.Equal(
            ["P1 24 6 2.1", "P2 43 10 2.5"],
            await world.ListAsync(
            "select concat_ws(' ', product_id, ordered_quantity::float8, pack_size, printed_price::float8) from core.order_line order by product_id"));
        Assert.Equal(["P1 return 5"],
            await world.ListAsync("select concat_ws(' ', product_id, kind, received_quantity::float8) from core.delivery_line"));
        // Noted where sizes that differ from ours are looked for.
        Assert.Equal(["delivery P1 24", "order P1 6", "order P2 10"],
            await world.ListAsync("select concat_ws(' ', document, product_id, pack_size) from core.used_pack_size order by 1"));
    }

    [Fact]
    public async Task Amounts_without_vat_become_amounts_with_the_tax_that_is_stated_else_by_the_rate()
    {
        await using var world = await LoadingWorld.CreateAsync();

        // 1.38 × 9 % is 0.1242: the statement's own tax, a cent off, holds where it states one.
        var merged = await world.LoadAsync("a", "2026-05-17 06",
        [
            ("statement",
                """
                (load_id, row_number, statement_number, supplier_code, period_from, period_to, stated_payable) values (0, 1, 'Z1', '1001', '2026-05-01', '2026-05-15', 5)
                """),
            ("statement_line",
                """
                (load_id, row_number, statement_number, line_number, kind, units, vat_rate, amount, net_amount, tax_amount) values
                (0, 2, 'Z1', 1, 'goods', 1, 0.09, null, 1.38, 0.13), (0, 3, 'Z1', 2, 'goods', 1, 0.09, null, 1.38, null),
                (0, 4, 'Z1', 3, 'goods', 1, 0.09, 1.52, 1.38, null), (0, 5, 'Z1', 4, 'goods', 1, null, null, 1.38, null)
                """),
        ]);
        Assert.Equal([(5, "tax_missing")], merged.Problems);
        Assert.Equal(["1.51", "1.50", "1.52"], await world.ListAsync("select amount::text from core.statement_line order by line_number"));
    }
}

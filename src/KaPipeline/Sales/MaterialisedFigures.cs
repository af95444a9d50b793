using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Sales;

/// <summary>Keeps what alerts and figures read every morning (<c>core.kept_fulfilment</c>, <c>kept_supply_line</c>, <c>kept_item</c>,
/// <c>kept_outlet_month</c>, <c>kept_product_month</c>, <c>kept_price_finding</c>, <c>kept_service_difference</c>) equal to what the plain
/// views say of all that is known now.</summary>
public sealed class MaterialisedFigures(NpgsqlDataSource database) : MaterialisedStore(database, Plan)
{
    // Few documents of a long history are looked up by key: the planner's default price of a random page would read whole tables instead.
    private static readonly RefreshPlan Plan = new(
        "figures", 5_242_031, "core.kept_figures_state", "set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)",
        "1_touched", "select (select count(*) from touched_order) + (select count(*) from touched_note), 0::bigint",
        [
            new("2_sources"), new("3_computed"), new("4_vanished", RefreshStep.Rows.Vanished), new("5_written", RefreshStep.Rows.Changed),
            new("6_sums", RefreshStep.Rows.Vanished), new("7_sums_written", RefreshStep.Rows.Changed),
        ],
        "8_state")
    {
        Counts = """
            select 0::bigint as documents, (select count(*) from fresh_fulfilment) + (select count(*) from fresh_supply)
                + (select count(*) from fresh_finding) + (select count(*) from fresh_difference) as computed,
                0::bigint as changed, 0::bigint as vanished
            """,
    };
}

using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Reconciliation;

/// <summary>Keeps <c>core.kept_settlement</c> equal to what <c>mart.computed_settlement</c> says of all that is known now
/// (docs/benchmarks.md#reconciliation).</summary>
public sealed class MaterialisedSettlement(NpgsqlDataSource database) : MaterialisedStore(database, Plan)
{
    private static readonly RefreshPlan Plan = new(
        "settlement", 5_242_012, "core.kept_state", ReportClock.Planning, "1_touched",
        "select (select count(*) from touched_order) + (select count(*) from touched_note), (select count(*) from touched_statement)",
        [new("3_sources"), new("4_computed"), new("5_written"), new("6_listed", IsAlways: true)], "7_state")
    {
        // Documents that share deliveries are settled together.
        Closure = "2_closure",
        // Looked up one by one, all documents of a chain would take longer than the view does.
        Fill = ("fill", """
            select (select count(*) from (select distinct chain_id, order_number, delivery_number from filled) as document) as documents,
                count(*) as computed, count(*) as changed, 0::bigint as vanished
            from filled
            """),
        Counts = """
            select 0::bigint as documents, (select count(*) from fresh) as computed, count(fresh_place) as changed,
                count(*) filter (where fresh_place is null) as vanished
            from different
            """,
    };
}

using Dapper;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Rows are resolved by master data as known when their file arrived. Master data that come later but belong before a file
/// (a correction with an earlier arrival) would have resolved its rows otherwise: such files are read again.</summary>
internal static class LateMasterData
{
    /// <summary>Loads whose rows some master data, loaded just now, would have resolved otherwise than the ones known when they were
    /// loaded.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="masterLoads">Loads that brought the master data.</param>
    /// <param name="ct">Cancels the question.</param>
    public static async Task<IReadOnlyList<long>> AffectedAsync(NpgsqlConnection connection, IReadOnlyCollection<long> masterLoads,
        CancellationToken ct) =>
    [
        .. await connection.QueryAsync<long>(new CommandDefinition(
            """
            with version as (
                select 'chain_item' as kind, chain_id, item_number as key, load_id, arrived_at, superseded_at, recorded_at, row(product_id, pack_size)::text as said
                from core.chain_item
                union all
                select 'store', chain_id, store_id || ' ' || valid_from, load_id, arrived_at, superseded_at, recorded_at, row(region, warehouse)::text
                from core.store
                union all
                select 'product', '', product_id || ' ' || valid_from, load_id, arrived_at, superseded_at, recorded_at, row(pack_size, unit_barcode, case_barcode)::text
                from core.product
            ),
            -- Only where something else was known before: what was unknown lies in quarantine and is replayed.
            corrected as (
                select v.*, not exists (
                    select from version e
                    where e.kind = v.kind and e.chain_id = v.chain_id and e.key = v.key and e.superseded_at <> '-infinity' and e.arrived_at < v.arrived_at) as is_first
                from version v
                where v.load_id = any (@masterLoads) and v.superseded_at <> '-infinity' and exists (
                    select from version o
                    where o.kind = v.kind and o.chain_id = v.chain_id and o.key = v.key and o.load_id is distinct from v.load_id
                      and o.recorded_at < v.recorded_at and o.said <> v.said)
            )
            select distinct l.load_id, l.arrived_at, l.sha256
            from ops.load l
            join corrected c on c.chain_id in ('', l.chain_id)
            where l.chain_id <> '' and l.state = 'loaded' and l.recorded_at < c.recorded_at
              and l.arrived_at < c.superseded_at and (l.arrived_at >= c.arrived_at or c.is_first)
            order by l.arrived_at, l.sha256
            """, new { masterLoads = masterLoads.ToArray() }, cancellationToken: ct)),
    ];
}

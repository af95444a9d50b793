using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.SkuLocks;

/// <summary>Which items of a chain come on an application to reopen them: the locked and the suspected, at the report's
/// clocks.</summary>
public static class ReopenableItems
{
    /// <summary>The items that an application can be written for, by store and product.</summary>
    /// <param name="connection">An open connection with a transaction begun by a <see cref="ReportClock"/>.</param>
    /// <param name="scope">Which of them.</param>
    public static async Task<IReadOnlyList<ReopenableItem>> LoadAsync(NpgsqlConnection connection, ReopeningScope scope) =>
    [
        .. await connection.QueryAsync<ReopenableItem>(
            """
            select chain.name as "ChainName", account.supplier_code as "SupplierCode", alert.store_id as "StoreId", store.store_name as "StoreName",
                store.region as "Region", store.city as "City", store.dealer as "Dealer", representative.name as "Representative",
                city_manager.name as "CityManager", region_manager.name as "RegionManager", sales_region_manager.name as "SalesRegionManager", supervisor.name as "Supervisor", alert.product_id as "ProductId", product.name as "ProductName",
                item.item_number as "ItemNumber", product.unit_barcode as "Barcode", alert.level as "Level", alert.since_on as "SinceOn",
                alert.last_ordered_on as "LastOrderedOn", alert.last_delivered_on as "LastDeliveredOn", alert.evidence as "Evidence",
                alert.cause as "Cause", alert.due_on as "DueOn", alert.late_days as "LateDays", alert.exposure_amount as "ExposureAmount", alert.clause as "Clause",
                alert.lock_amount as "LockAmount", alert.late_amount as "LateAmount", alert.portal_reason as "PortalReason",
                alert.application_prepared_on as "PreparedOn", alert.application_submitted_on as "SubmittedOn"
            from mart.sku_lock_alert as alert
            join core.chain as chain using (chain_id)
            left join mart.store_representative as store using (chain_id, store_id)
            left join (select chain_id, case when count(distinct supplier_code) = 1 then min(supplier_code) end as supplier_code
                from core.settlement_account where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                group by chain_id) as account using (chain_id)
            left join core.product as product on product.product_id = alert.product_id and core.as_of() between product.valid_from and product.valid_to
                and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            left join lateral (select string_agg(distinct item_number, ' / ') as item_number from core.chain_item as item
                where item.chain_id = alert.chain_id and item.product_id = alert.product_id and coalesce(item.delisted_on > core.as_of(), true)
                  and core.is_known(item.arrived_at, item.recorded_at, item.superseded_at, item.superseded_recorded_at)) as item on true
            left join core.person as representative on representative.person_id = store.representative_id
                and core.is_known(representative.arrived_at, representative.recorded_at, representative.superseded_at, representative.superseded_recorded_at)
            left join core.person as city_manager on city_manager.person_id = store.city_manager_id
                and core.is_known(city_manager.arrived_at, city_manager.recorded_at, city_manager.superseded_at, city_manager.superseded_recorded_at)
            left join core.person as region_manager on region_manager.person_id = store.region_manager_id
                and core.is_known(region_manager.arrived_at, region_manager.recorded_at, region_manager.superseded_at, region_manager.superseded_recorded_at)
            left join core.person as sales_region_manager on sales_region_manager.person_id = store.sales_region_manager_id
                and core.is_known(sales_region_manager.arrived_at, sales_region_manager.recorded_at, sales_region_manager.superseded_at, sales_region_manager.superseded_recorded_at)
            left join core.person as supervisor on supervisor.person_id = store.supervisor_id
                and core.is_known(supervisor.arrived_at, supervisor.recorded_at, supervisor.superseded_at, supervisor.superseded_recorded_at)
            where alert.chain_id = @ChainId and (@StoreId::text is null or alert.store_id = @StoreId) and (@ProductId::text is null or alert.product_id = @ProductId)
              and alert.level in ('locked', 'suspected')
            order by alert.store_id, alert.product_id
            """, scope),
    ];
}

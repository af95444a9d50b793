using Dapper;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>One order line to be delivered today or tomorrow (<c>mart.work_list</c>).</summary>
/// <param name="Place">The store.</param>
/// <param name="RepresentativeId">Whose list; null when nobody is named.</param>
/// <param name="StorePlace">Place of the store in the list.</param>
/// <param name="IsKeyStore">Whether it is a key store.</param>
/// <param name="LinePlace">Place of the line in its store.</param>
/// <param name="Due"><c>overdue</c>, <c>today</c> or <c>tomorrow</c>.</param>
/// <param name="RequestedOn">Day on which the chain wants it.</param>
/// <param name="OrderNumber">Order.</param>
/// <param name="Origin"><c>electronic</c> or <c>manual</c>.</param>
/// <param name="ProductId">Our product.</param>
/// <param name="IsFree">Whether it is free of charge.</param>
/// <param name="DeliveryMode"><c>direct</c> or <c>warehouse</c>.</param>
/// <param name="OpenQuantity">Sales units still to come.</param>
/// <param name="OpenCases">The same in cases; null where nobody knows the pack size.</param>
/// <param name="OpenAmount">The same in RMB without VAT; null without a price.</param>
/// <param name="Priority">1 first, 2 nearly locked, 3 the rest.</param>
/// <param name="IsBestSeller">Whether the store sells much of it.</param>
/// <param name="StockState"><c>out</c> or <c>below_safety</c>; null where it is neither.</param>
/// <param name="DaysOfCover">Days that the stock lasts; null likewise.</param>
/// <param name="InWarehouseQuantity">Sales units of it that the chain's warehouse has not sent on; null likewise, and without any.</param>
/// <param name="InWarehouseSince">Since when.</param>
/// <param name="PromotionId">Promotion; null without one.</param>
/// <param name="IsNearlyLocked">Whether one more failed delivery locks it.</param>
public sealed record WorkLine(
    Place Place, string? RepresentativeId, long StorePlace, bool IsKeyStore, long LinePlace, string Due, DateOnly RequestedOn,
    string OrderNumber, string Origin, string ProductId, bool IsFree, string DeliveryMode, decimal OpenQuantity, decimal? OpenCases,
    decimal? OpenAmount, int Priority, bool IsBestSeller, string? StockState,
    decimal? DaysOfCover, decimal? InWarehouseQuantity, DateOnly? InWarehouseSince, string? PromotionId, bool IsNearlyLocked)
{
    /// <summary>Whether it goes today: what was wanted before and can still come in time does, too.</summary>
    public bool IsToday => Due is not "tomorrow";

    /// <summary>Why the line goes first, in words; empty where nothing makes it.</summary>
    public string Why(Language language) => language.List(WorkReasons.Of(
        StockState, InWarehouseSince is not null, PromotionId is not null, IsBestSeller, IsNearlyLocked, language));
}

/// <summary>One item of one store that is out of stock or below its safety stock (<c>mart.stock_cover</c>).</summary>
/// <param name="Place">The store.</param>
/// <param name="ProductId">Our product.</param>
/// <param name="RepresentativeId">Who acts; null when nobody is named.</param>
/// <param name="State"><c>out</c> or <c>below_safety</c>.</param>
/// <param name="StockOn">Day of the count.</param>
/// <param name="StockQuantity">Sales units.</param>
/// <param name="DailyQuantity">Sales units sold a day.</param>
/// <param name="DaysOfCover">Days that the stock lasts.</param>
/// <param name="OnOrderQuantity">Sales units on their way.</param>
/// <param name="InWarehouseQuantity">Sales units that the chain's warehouse has for the store and has not sent on.</param>
/// <param name="InWarehouseSince">Since when; null without any.</param>
/// <param name="SuggestedCases">Cases to order; null where the portal blocks the item or nobody knows the pack size.</param>
/// <param name="SuggestedAmount">Their worth, RMB without VAT; null without a price.</param>
/// <param name="DailyAmount">RMB without VAT that a day without it costs us; null without a price.</param>
/// <param name="BlockedSince">Day since which the portal blocks it; null where it does not.</param>
/// <param name="OutSince">First evening of the stock-out that lasts; null where some is left.</param>
/// <param name="LostAmount">What it has cost us so far, RMB without VAT; null likewise.</param>
/// <param name="LockedOn">First day of the lock that it led to; null where none did.</param>
public sealed record StockAlert(
    Place Place, string ProductId, string? RepresentativeId, string State, DateOnly StockOn, decimal StockQuantity, decimal DailyQuantity,
    decimal? DaysOfCover, decimal OnOrderQuantity, decimal InWarehouseQuantity, DateOnly? InWarehouseSince, decimal? SuggestedCases,
    decimal? SuggestedAmount, decimal? DailyAmount, DateOnly? BlockedSince, DateOnly? OutSince, decimal? LostAmount, DateOnly? LockedOn);

/// <summary>One order of a store that lies in the chain's warehouse for long, or was lost on the way from it
/// (<c>mart.warehouse_leg</c>).</summary>
/// <param name="Place">The store.</param>
/// <param name="Warehouse">The warehouse that supplies it.</param>
/// <param name="OrderNumber">Order; empty for what came without one.</param>
/// <param name="ProductId">Our product.</param>
/// <param name="RepresentativeId">Who acts; null when nobody is named.</param>
/// <param name="ReceivedOn">Day on which the warehouse signed for it.</param>
/// <param name="ReceivedQuantity">Sales units that it signed for.</param>
/// <param name="WaitingQuantity">Sales units that lie there.</param>
/// <param name="WaitingDays">Days since they came; null without any.</param>
/// <param name="LostQuantity">Sales units sent on that did not reach the store.</param>
/// <param name="StockState">How the store's own stock of it stands; null where nobody says.</param>
public sealed record HeldUp(
    Place Place, string Warehouse, string OrderNumber, string ProductId, string? RepresentativeId, DateOnly ReceivedOn,
    decimal ReceivedQuantity, decimal WaitingQuantity, int? WaitingDays, decimal LostQuantity, string? StockState);

/// <summary>What the morning is about in stores: what to deliver first, what runs out, and what does not come on from warehouses.</summary>
/// <param name="Lines">Lines to deliver, in the order of the lists.</param>
/// <param name="Stock">Items out of stock or nearly, the dearest first.</param>
/// <param name="HeldUp">Orders that do not come on from a warehouse: first what the store is short of, then what lies longest.</param>
public sealed record WorkFacts(IReadOnlyList<WorkLine> Lines, IReadOnlyList<StockAlert> Stock, IReadOnlyList<HeldUp> HeldUp)
    : ICutToReader<WorkFacts>
{
    /// <summary>Nothing to deliver, nothing short.</summary>
    public static WorkFacts None { get; } = new([], [], []);

    private sealed record LineRow(
        string ChainId, string StoreId, string? RepresentativeId, long StorePlace, bool IsKeyStore, long LinePlace, string Due,
        DateOnly RequestedOn, string OrderNumber, string Origin, string ProductId, bool IsFree, string DeliveryMode, decimal OpenQuantity,
        decimal? OpenCases, decimal? OpenAmount, int Priority, bool IsBestSeller, string? StockState, decimal? DaysOfCover,
        decimal? InWarehouseQuantity, DateOnly? InWarehouseSince, string? PromotionId, bool IsNearlyLocked);

    private sealed record StockRow(
        string ChainId, string StoreId, string ProductId, string? RepresentativeId, string State, DateOnly StockOn, decimal StockQuantity,
        decimal DailyQuantity, decimal? DaysOfCover, decimal OnOrderQuantity, decimal InWarehouseQuantity, DateOnly? InWarehouseSince,
        decimal? SuggestedCases, decimal? SuggestedAmount, decimal? DailyAmount, DateOnly? BlockedSince, DateOnly? OutSince,
        decimal? LostAmount, DateOnly? LockedOn);

    private sealed record HeldUpRow(
        string ChainId, string StoreId, string Warehouse, string OrderNumber, string ProductId, string? RepresentativeId,
        DateOnly ReceivedOn, decimal ReceivedQuantity, decimal WaitingQuantity, int? WaitingDays, decimal LostQuantity, string? StockState);

    /// <summary>Reads them by the clocks of the connection's transaction.</summary>
    public static async Task<WorkFacts> LoadAsync(NpgsqlConnection connection, Names names, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var lines = await connection.QueryAsync<LineRow>(new CommandDefinition(
            """
            select chain_id, store_id, representative_id, store_place, is_key_store, line_place, due, requested_on, order_number, origin,
                   product_id, is_free, delivery_mode, open_quantity, open_cases, open_amount, priority, is_best_seller, stock_state, days_of_cover,
                   in_warehouse_quantity, in_warehouse_since, promotion_id, is_nearly_locked
            from mart.work_list
            order by representative_id nulls last, store_place, line_place
            """, commandTimeout: 0, cancellationToken: ct));
        var stock = await connection.QueryAsync<StockRow>(new CommandDefinition(
            """
            select cover.chain_id, cover.store_id, cover.product_id, cover.representative_id, cover.state, cover.stock_on, cover.stock_quantity,
                   cover.daily_quantity, cover.days_of_cover, cover.on_order_quantity, cover.in_warehouse_quantity, cover.in_warehouse_since,
                   cover.suggested_cases, cover.suggested_amount,
                   cover.daily_amount, cover.blocked_since, gone.out_since, gone.lost_amount, gone.locked_on
            from mart.stock_cover as cover
            left join (select * from mart.stock_out where back_on is null) as gone using (chain_id, store_id, product_id)
            where cover.is_alert
            order by cover.state desc, cover.daily_amount desc nulls last, cover.chain_id, cover.store_id, cover.product_id
            """, commandTimeout: 0, cancellationToken: ct));
        // In the order in which somebody calls the warehouse.
        var heldUp = await connection.QueryAsync<HeldUpRow>(new CommandDefinition(
            """
            select leg.chain_id, leg.store_id, leg.warehouse, leg.order_number, leg.product_id, store.representative_id, leg.received_on,
                   leg.received_quantity, leg.waiting_quantity, leg.waiting_days, leg.lost_quantity, cover.state as stock_state
            from mart.warehouse_leg as leg
            left join mart.store_representative as store using (chain_id, store_id)
            left join mart.stock_cover as cover using (chain_id, store_id, product_id)
            where leg.is_held_up
            order by cover.is_alert is not true, leg.waiting_days desc nulls last, leg.chain_id, leg.store_id, leg.order_number, leg.product_id
            """, commandTimeout: 0, cancellationToken: ct));
        return new WorkFacts(
            [.. lines.Select(row => new WorkLine(
                names.Place(row.ChainId, row.StoreId), row.RepresentativeId, row.StorePlace, row.IsKeyStore, row.LinePlace, row.Due,
                row.RequestedOn, row.OrderNumber, row.Origin, row.ProductId, row.IsFree, row.DeliveryMode, row.OpenQuantity,
                row.OpenCases, row.OpenAmount, row.Priority, row.IsBestSeller,
                row.StockState, row.DaysOfCover, row.InWarehouseQuantity, row.InWarehouseSince, row.PromotionId, row.IsNearlyLocked))],
            [.. stock.Select(row => new StockAlert(
                names.Place(row.ChainId, row.StoreId), row.ProductId, row.RepresentativeId, row.State, row.StockOn, row.StockQuantity,
                row.DailyQuantity, row.DaysOfCover, row.OnOrderQuantity, row.InWarehouseQuantity, row.InWarehouseSince, row.SuggestedCases,
                row.SuggestedAmount, row.DailyAmount, row.BlockedSince, row.OutSince, row.LostAmount, row.LockedOn))],
            [.. heldUp.Select(row => new HeldUp(
                names.Place(row.ChainId, row.StoreId), row.Warehouse, row.OrderNumber, row.ProductId, row.RepresentativeId, row.ReceivedOn,
                row.ReceivedQuantity, row.WaitingQuantity, row.WaitingDays, row.LostQuantity, row.StockState))]);
    }

    /// <inheritdoc/>
    public WorkFacts CutTo(Recipient reader) => new(
        [.. Lines.Where(line => line.Place.In(reader.Scope))], [.. Stock.Where(alert => alert.Place.In(reader.Scope))],
        [.. HeldUp.Where(one => one.Place.In(reader.Scope))]);
}

using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>Orders and deliveries of one store on one day.</summary>
/// <param name="Place">The store.</param>
/// <param name="OrderCount">Orders made.</param>
/// <param name="LineCount">Order lines made.</param>
/// <param name="OrderedQuantity">Sales units ordered.</param>
/// <param name="OrderedAmount">RMB ordered at agreed prices, VAT excluded.</param>
/// <param name="ReceivedQuantity">Sales units signed for on the day.</param>
/// <param name="DueQuantity">Sales units of the day's orders that are due.</param>
/// <param name="DueReceived">Sales units received for those.</param>
/// <param name="ShortLines">Lines of the day's orders that are due and short.</param>
public sealed record StoreDay(
    Place Place, DateOnly Day, long OrderCount, long LineCount, decimal OrderedQuantity, decimal OrderedAmount, decimal ReceivedQuantity,
    decimal DueQuantity, decimal DueReceived, long ShortLines);

/// <summary>Sums over store days; rates are null when there is nothing to divide by.</summary>
/// <param name="Days">The store days.</param>
public sealed record Flow(IReadOnlyCollection<StoreDay> Days)
{
    /// <summary>Orders.</summary>
    public long Orders => Days.Sum(day => day.OrderCount);

    /// <summary>Order lines.</summary>
    public long Lines => Days.Sum(day => day.LineCount);

    /// <summary>RMB, VAT excluded.</summary>
    public decimal Amount => Days.Sum(day => day.OrderedAmount);

    /// <summary>Sales units ordered.</summary>
    public decimal Ordered => Days.Sum(day => day.OrderedQuantity);

    /// <summary>Sales units received.</summary>
    public decimal Received => Days.Sum(day => day.ReceivedQuantity);

    /// <summary>Received ÷ ordered in the period, a fraction (M2), uncapped: receipts of earlier orders can make it more than 1.</summary>
    public decimal? FillRate => Ratio(Received, Ordered);

    /// <summary>Received ÷ ordered of what is due, a fraction.</summary>
    public decimal? DueFillRate => Ratio(Days.Sum(day => day.DueReceived), Days.Sum(day => day.DueQuantity));

    /// <summary>A quotient; null when there is nothing to divide by.</summary>
    public static decimal? Ratio(decimal part, decimal whole) => whole == 0 ? null : part / whole;
}

/// <summary>Reads orders and deliveries per store and day.</summary>
public static class OrderFacts
{
    private sealed record StoreDayRow(
        string ChainId, string StoreId, DateOnly BusinessDate, long OrderCount, long LineCount, decimal OrderedQuantity,
        decimal OrderedAmount,
        decimal ReceivedQuantity, decimal DueQuantity, decimal DueReceived, long ShortLines);

    /// <summary>Reads the days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static async Task<IReadOnlyList<StoreDay>> LoadAsync(NpgsqlConnection connection, Names names, DateOnly from, DateOnly to,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var rows = await connection.QueryAsync<StoreDayRow>(new CommandDefinition(
            """
            with worth as (
                select chain_id, store_id, ordered_on as business_date, count(distinct order_number) as order_count,
                       sum(ordered_quantity * agreed_price) as ordered_amount
                from mart.agreed_price as line
                where ordered_on between @from and @to and not (is_cancelled and not exists (
                    select from core.delivery_line as came
                    where came.kind = 'delivery' and greatest(came.shipped_quantity, came.received_quantity) > 0
                      and (came.chain_id, came.order_number, came.store_id, came.product_id, came.is_free)
                          = (line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free)
                      and core.is_known(came.arrived_at, came.recorded_at, came.superseded_at, came.superseded_recorded_at)))
                group by chain_id, store_id, ordered_on
            ), flow as (
                select chain_id, store_id, business_date, sum(order_line_count)::bigint as line_count, sum(ordered_quantity) as ordered_quantity,
                       sum(received_quantity) as received_quantity, sum(due_ordered_quantity) as due_quantity,
                       sum(due_received_quantity) as due_received, sum(short_line_count)::bigint as short_lines
                from mart.fill_rate
                where business_date between @from and @to
                group by chain_id, store_id, business_date
            )
            select chain_id, store_id, business_date, coalesce(order_count, 0) as order_count, coalesce(line_count, 0) as line_count,
                   coalesce(ordered_quantity, 0) as ordered_quantity, coalesce(ordered_amount, 0) as ordered_amount,
                   coalesce(received_quantity, 0) as received_quantity, coalesce(due_quantity, 0) as due_quantity,
                   coalesce(due_received, 0) as due_received, coalesce(short_lines, 0) as short_lines
            from flow full join worth using (chain_id, store_id, business_date)
            """, new { from, to }, commandTimeout: 0, cancellationToken: ct));
        return [.. rows.Select(row => new StoreDay(
            names.Place(row.ChainId, row.StoreId), row.BusinessDate, row.OrderCount, row.LineCount, row.OrderedQuantity, row.OrderedAmount,
            row.ReceivedQuantity, row.DueQuantity, row.DueReceived, row.ShortLines))];
    }
}

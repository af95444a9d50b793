using Dapper;
using KaPipeline.Simulation;
using KaPipeline.Simulation.Truth;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>One break by its keys, as the truth and the views both can tell it; amounts of one kind and keys add up.</summary>
internal sealed record Finding(
    string Chain, string Kind, string Statement, string Order, string Delivery, string Store, string Product, bool IsFree, bool IsCarried, string First, decimal Amount)
{
    /// <summary>What the simulator knows, without any SQL.</summary>
    public static List<Finding> OfTruth(World world) => Summed(
        ServiceTruth.Of(world).Concat(MoneyTruth.Of(world).Breaks).Select(one => Of(
            one.ChainId, one.Kind, one.StatementNumber, one.OrderNumber, one.DeliveryNumber, one.StoreId, one.ProductId, one.IsFree, one.IsCarried, one.FirstStatementNumber, one.Amount)));

    /// <summary>What the views find by the clock that is set, per chain.</summary>
    public static async Task<ILookup<string, Finding>> OfViewsAsync(NpgsqlConnection connection)
    {
        var rows = await connection.QueryAsync(
            """
            select chain_id, kind, coalesce(statement_number, '') as statement, order_number, coalesce(delivery_number, '') as delivery, store_id,
                coalesce(product_id, '') as product, is_free, is_carried, coalesce(first_statement_number, '') as first, amount
            from mart.reconciliation_break
            """, commandTimeout: 0);
        return rows.GroupBy(row => (string)row.chain_id)
            .SelectMany(chain => Summed(chain.Select(row => (Finding)Of(
                row.chain_id, row.kind, row.statement, row.order_number, row.delivery, row.store_id, row.product, row.is_free, row.is_carried, row.first, row.amount))))
            .ToLookup(one => one.Chain);
    }

    /// <summary>In what two lists differ, in words; empty when they say the same.</summary>
    public static string Difference(IEnumerable<Finding> truth, IEnumerable<Finding> found)
    {
        var (expected, actual) = (truth.ToHashSet(), found.ToHashSet());
        return string.Join('\n', expected.Except(actual).Select(one => $"missing {one}").Concat(actual.Except(expected).Select(one => $"not in truth {one}")).Order(StringComparer.Ordinal));
    }

    // A missing quantity is the order line's; which of its notes a view shows beside it is no part of the truth. Rounding is told
    // per line by the views and per delivery by the truth, and a receipt has no further keys.
    private static Finding Of(string chain, string kind, string statement, string order, string delivery, string store, string product, bool isFree, bool isCarried, string first, decimal amount) => kind is "receipt_amount_difference" or "duplicate_settlement"
        ? new(chain, kind, statement, "", delivery, store, "", false, false, "", amount)
        : new(chain, kind, statement, order, kind is "not_delivered" or "short_delivered" or "over_delivered" ? "" : delivery, store, product, isFree,
        kind == "unsettled" && isCarried, kind == "unsettled" ? first : "", amount);

    private static List<Finding> Summed(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(one => one with { Amount = 0 }).Select(group => group.Key with { Amount = group.Sum(one => one.Amount) }).Where(one => one.Amount != 0),
    ];
}

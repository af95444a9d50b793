using Dapper;
using KaPipeline.Simulation;
using KaPipeline.Simulation.Truth;
using Npgsql;

namespace KaPipeline.Tests.Reconciliation;

/// <summary>One break by its keys, as the truth and the views both can tell it; amounts of one kind and keys add up.</summary>
internal sealed record Finding(
    string Chain, string Kind, string Statement, string Order, string Delivery, string Store, string Product, bool IsFree, bool IsCarried,
    string First, decimal Amount)
{
    /// <summary>What the simulator knows, without any SQL.</summary>
    public static List<Finding> OfTruth(World world) => Summed(
        ServiceTruth.Of(world).Concat(MoneyTruth.Of(world).Breaks).Select(one => Of(
            one.ChainId, one.Kind, one.StatementNumber, one.OrderNumber, one.DeliveryNumber, one.StoreId, one.ProductId, one.IsFree,
            one.IsCarried, one.FirstStatementNumber, one.Amount, one.LineNumber, one.FeeCode))
            .Concat(world.Statements.Select(one =>
            Of(one.Chain.Id, "invoice_total_off", one.Number, "", "", "", "", false, false, "", one.InvoiceTotalOff, null, "")))
            .Concat(world.Chains.SelectMany(chain => OfFees(chain.Id, DeductionTruth.Of(world, chain.Id)))));

    private static IEnumerable<Finding> OfFees(string chain, (List<JudgedFee> Fees, List<JudgedFee> Changed) truth) =>
        truth.Fees.Where(fee => fee.AtStake != 0)
        .Select(fee => Of(chain, "deduction_without_invoice", fee.Statement.Number, "", "", "", "", false, false, "", fee.AtStake, fee.Line,
        fee.Fee))
            .Concat(truth.Changed.Select(fee => Of(chain, fee.Kind, fee.Statement.Number, "", "", "", "", false, false, "",
            fee.Expected - fee.Stated, fee.Line == 0 ? null : fee.Line, fee.Fee)));

    /// <summary>What the views find by the clock that is set, per chain.</summary>
    public static async Task<ILookup<string, Finding>> OfViewsAsync(NpgsqlConnection connection)
    {
        var rows = await connection.QueryAsync(
            """
            select chain_id, kind, coalesce(statement_number, '') as statement, order_number,
                -- A line without product is about what it names: a receipt or a whole order.
                coalesce((select l.delivery_number from core.statement_line l
                    where b.kind in ('receipt_amount_difference', 'duplicate_settlement') and l.chain_id = b.chain_id and l.statement_number = b.statement_number and l.line_number = b.line_number
                      and l.kind <> 'deduction' and l.product_id is null and l.superseded_at = 'infinity'), b.delivery_number, '') as delivery, store_id,
                coalesce(product_id, '') as product, is_free, is_carried, coalesce(first_statement_number, '') as first,
                case kind when 'deduction_without_invoice' then theirs else amount end as amount, line_number, coalesce(fee_code, '') as fee
            from mart.reconciliation_break b
            union all
            select chain_id, kind, statement_number, '', '', '', '', false, false, '', amount, line_number, coalesce(fee_code, '') from mart.deduction_terms_changed
            union all
            select chain_id, 'invoice_total_off', statement_number, '', '', '', '', false, false, '', invoice_total_off, null, '' from mart.statement_totals
            """, commandTimeout: 0);
        return rows.GroupBy(row => (string)row.chain_id)
            .SelectMany(chain => Summed(chain.Select(row => (Finding)Of(
                row.chain_id, row.kind, row.statement, row.order_number, row.delivery, row.store_id, row.product, row.is_free,
                row.is_carried, row.first, row.amount, row.line_number, row.fee))))
            .ToLookup(one => one.Chain);
    }

    /// <summary>In what two lists differ, in words; empty when they say the same.</summary>
    public static string Difference(IEnumerable<Finding> truth, IEnumerable<Finding> found)
    {
        var (expected, actual) = (truth.ToHashSet(), found.ToHashSet());
        return string.Join('\n', expected.Except(actual).Select(one => $"missing {one}")
            .Concat(actual.Except(expected).Select(one => $"not in truth {one}")).Order(StringComparer.Ordinal));
    }

    // A missing quantity is the order line's; which of its notes a view shows beside it is no part of the truth. Rounding is told
    // per line by the views and per delivery by the truth, and a receipt has no further keys.
    private static Finding Of(string chain, string kind, string statement, string order, string delivery, string store, string product,
        bool isFree, bool isCarried, string first, decimal amount, int? line, string fee) =>
        kind.StartsWith("deduction_", StringComparison.Ordinal)
        ? new(chain, kind, statement, "", FormattableString.Invariant($"{line ?? 0}"), "", fee, false, false, "", amount)
        : kind is "receipt_amount_difference" or "duplicate_settlement"
        ? new(chain, kind, statement, "", delivery, store, "", false, false, "", amount)
        : new(chain, kind, statement, order, kind is "not_delivered" or "short_delivered" or "over_delivered" ? "" : delivery, store,
        product, isFree,
        kind == "unsettled" && isCarried, kind == "unsettled" ? first : "", amount);

    private static List<Finding> Summed(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(one => one with { Amount = 0 }).Select(group => group.Key with { Amount = group.Sum(one => one.Amount) })
        .Where(one => one.Amount != 0),
    ];
}

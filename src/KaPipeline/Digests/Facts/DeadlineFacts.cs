using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>Something that is due on a day.</summary>
/// <param name="ChainId">Chain; empty: every chain.</param>
/// <param name="Kind">reconciliation, invoice, payment, promotion_filing, promotion_report, new_product.</param>
/// <param name="Detail">Promotion id, product id, or the statement or invoice.</param>
/// <param name="Place">Where it belongs.</param>
/// <param name="Count">How many stores or products it stands for.</param>
public sealed record Deadline(DateOnly On, string ChainId, string Kind, string Detail, Place Place, int Count)
{
    /// <summary>RMB that hang on it; null for a day of the contract on which no document is known to wait.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The first day on which it could have been done, where that was missed.</summary>
    public DateOnly? MissedOn { get; init; }
}

/// <summary>Reads what falls due in a range of days: the contracts' days of the month, promotions, new products.</summary>
public static class DeadlineFacts
{
    private sealed record ContractDay(DateOnly On, string ChainId, int? ReconciliationDay, int? InvoiceDay, string PaymentDays);

    private sealed record StepRow(string Kind, string ChainId, string? SettlementUnit, string StatementNumber, string? InvoiceNumber,
        DateOnly DueOn, DateOnly NextOn, decimal Amount);

    private sealed record DueRow(DateOnly On, string ChainId, string Kind, string Detail, string? StoreId, long Count);

    /// <summary>What is due from <paramref name="from"/> to <paramref name="to"/>, both included, soonest first.</summary>
    public static async Task<IReadOnlyList<Deadline>> LoadAsync(NpgsqlConnection connection, Names names, DateOnly from, DateOnly to,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Of each account the contract that holds on the day itself: a range may begin under one and end under the next.
        var days = await connection.QueryAsync<ContractDay>(new CommandDefinition(
            """
            select distinct day.on_day::date as "on", chain.chain_id, held.reconciliation_day, held.invoice_day, held.payment_days
            from core.chain
            left join core.settlement_account as account on account.chain_id = chain.chain_id
                and core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
            cross join generate_series(@from::timestamp, @to::timestamp, interval '1 day') as day (on_day)
            cross join lateral mart.contract_in_force(
                chain.chain_id, account.account_id, day.on_day::date, core.as_of(), core.known_at()) as held
            where held.place = 1
            """, new { from, to }, cancellationToken: ct));
        var rows = await connection.QueryAsync<DueRow>(new CommandDefinition(
            """
            select file_by as "on", chain_id, 'promotion_filing' as kind, promotion_id as detail, null::text as store_id, count(*) as count
            from mart.promotion_deadline where filed_on is null and file_by between @from and @to group by file_by, chain_id, promotion_id
            union all
            select report_by, chain_id, 'promotion_report', promotion_id, null, count(*)
            from mart.promotion_deadline where reported_on is null and report_by between @from and @to group by report_by, chain_id, promotion_id
            union all
            select due_on, chain_id, 'new_product', product_id, store_id, 1
            from mart.new_product_clock where state = 'running' and due_on between @from and @to
            """, new { from, to }, commandTimeout: 0, cancellationToken: ct));
        return [.. days.SelectMany(Due).Distinct()
            .Concat(await DocumentsAsync(connection, names, from, to, ct))
            .Concat(rows.Select(row =>
            new Deadline(row.On, row.ChainId, row.Kind, row.Detail, names.Place(row.ChainId, row.StoreId), (int)row.Count)))
            .OrderBy(due => due.On).ThenBy(due => due.Kind, StringComparer.Ordinal).ThenBy(due => due.ChainId, StringComparer.Ordinal)
            .ThenBy(due => due.Place.StoreId, StringComparer.Ordinal).ThenBy(due => due.Detail, StringComparer.Ordinal)];
    }

    /// <summary>The documents whose next step may happen from <paramref name="from"/> to <paramref name="to"/>, with their money.</summary>
    public static async Task<IReadOnlyList<Deadline>> DocumentsAsync(NpgsqlConnection connection, Names names, DateOnly from, DateOnly to,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var steps = await connection.QueryAsync<StepRow>(new CommandDefinition(
            $"""
            select kind, found.chain_id, settlement_unit, statement_number, invoice_number, due_on, next_on, amount
            from mart.receivable_next_step as found {MoneyFacts.Account}
            where next_on between @from and @to
            """, new { from, to }, commandTimeout: 0, cancellationToken: ct));
        return [.. steps.Select(step => new Deadline(step.NextOn, step.ChainId, step.Kind, step.InvoiceNumber ?? step.StatementNumber,
            names.Place(step.ChainId, null, step.SettlementUnit), 1)
        {
            Amount = step.Amount, MissedOn = step.DueOn < step.NextOn ? step.DueOn : null,
        })];
    }

    /// <summary>What concerns a reader: a store's and a document's in the scope; what concerns a whole chain (its payment day) whoever has
    /// any of its stores, unless documents say more of the same day.</summary>
    public static IReadOnlyList<Deadline> CutTo(this IReadOnlyList<Deadline> deadlines, Recipient reader, Names names)
    {
        List<Deadline> own = [.. deadlines.Where(due => due.Place.StoreId.Length > 0 || due.Amount is not null
            ? due.Place.In(reader.Scope) : names.Touches(reader.Scope, due.ChainId))];
        var told = own.Where(due => due.Amount is not null).Select(due => (due.On, due.ChainId, due.Kind)).ToHashSet();
        return own.FindAll(due => due.Amount is not null || !told.Contains((due.On, due.ChainId, due.Kind)));
    }

    // A day that a month does not have is its last.
    private static IEnumerable<Deadline> Due(ContractDay contract)
    {
        var on = contract.On;
        return contract.PaymentDays.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(day => (Kind: "payment", Day: int.Parse(day, System.Globalization.CultureInfo.InvariantCulture)))
            .Append((Kind: "reconciliation", Day: contract.ReconciliationDay ?? 0)).Append((Kind: "invoice", Day: contract.InvoiceDay ?? 0))
            .Where(due => due.Day > 0 && Math.Min(due.Day, DateTime.DaysInMonth(on.Year, on.Month)) == on.Day)
            .Select(due => new Deadline(on, contract.ChainId, due.Kind, "", new Place(contract.ChainId, "", "", ""), 1));
    }
}

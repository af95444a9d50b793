using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Claims.Evidence;

/// <summary>What a pack holds, asked for by two fixed clocks: the same clocks give the same rows forever.</summary>
/// <param name="Statements">Expected against stated of each statement that shows the claim.</param>
/// <param name="Breaks">The calculation.</param>
/// <param name="Rows">The rows of files behind it.</param>
/// <param name="Files">Those files.</param>
/// <param name="Claimed">RMB that the case claims at the clock; 0 for a statement.</param>
/// <param name="Steps">What passed between the two houses up to the clock; empty for a statement.</param>
/// <param name="Names">Names of chains, stores, products and fees.</param>
/// <param name="Items">Our product to the chain's number and the barcodes.</param>
public sealed record EvidenceFacts(
    IReadOnlyList<EvidenceStatement> Statements, IReadOnlyList<EvidenceBreak> Breaks, IReadOnlyList<EvidenceRow> Rows,
    IReadOnlyList<EvidenceFile> Files, decimal Claimed, IReadOnlyList<EvidenceStep> Steps, Names Names,
    IReadOnlyDictionary<string, EvidenceItem> Items)
{
    private sealed record ItemRow(string ProductId, string ItemNumber, string UnitBarcode, string CaseBarcode);

    static EvidenceFacts() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Gathers them.</summary>
    public static async Task<EvidenceFacts> GatherAsync(NpgsqlDataSource database, EvidenceSubject subject, ReportClock clock,
        CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await clock.BeginAsync(connection, ct);
        async Task<List<T>> AskAsync<T>(string sql, object arguments) =>
            [.. await connection.QueryAsync<T>(new CommandDefinition(sql, arguments, transaction, commandTimeout: 0,
            cancellationToken: ct))];

        var breaks = await AskAsync<EvidenceBreak>(SqlFiles.Read("claims/evidence/breaks.sql"), new
        {
            chain = subject.ChainId,
            claim_key = subject.ClaimKey,
            statement = subject.CaseId is null ? subject.StatementNumber : null,
        });
        string[] Distinct(Func<EvidenceBreak, string?> column) =>
            [.. breaks.Select(column).OfType<string>().Where(value => value.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        var shown = Distinct(one => one.StatementNumber).Append(subject.StatementNumber).Distinct().ToArray();

        // A share of a statement's goods is proved by all of its goods; a statement's own pack goes down to deliveries and orders.
        var wholes = subject.CaseId is null ? [subject.StatementNumber]
            : breaks.Where(one => one.Formula is not null && one.ClaimKey == subject.ClaimKey).Select(one => one.StatementNumber).Distinct()
            .ToArray();
        var rows = await AskAsync<EvidenceRow>(SqlFiles.Read("claims/evidence/rows.sql"), new
        {
            chain = subject.ChainId,
            statements = shown,
            deliveries = breaks.Select(one => one.DeliveryNumber ?? "").ToArray(),
            orders = breaks.Select(one => one.OrderNumber ?? "").ToArray(),
            stores = breaks.Select(one => one.StoreId ?? "").ToArray(),
            products = Distinct(one => one.ProductId),
            whole = wholes,
            deep = subject.CaseId is null ? wholes : [],
            lines = breaks.Where(one => one.LineNumber is not null).Select(one => $"{one.StatementNumber}/{one.LineNumber}").Distinct()
            .ToArray(),
            fees = Distinct(one => one.FeeCode),
        });
        var statements = await AskAsync<EvidenceStatement>(
            """
            select statement_number, period_from, period_to, expected_goods, expected_deductions, expected_payable, stated_payable, difference, break_total, residual
            from mart.statement_reconciliation where chain_id = @chain and statement_number = any (@shown) order by period_to, statement_number
            """, new { chain = subject.ChainId, shown });
        var files = await AskAsync<EvidenceFile>(
            """
            select load_id, chain_id, report, file_name, sha256, byte_count, arrived_at, recorded_at
            from ops.load where load_id = any (@loads) order by load_id
            """, new { loads = rows.Select(row => row.LoadId).Distinct().ToArray() });
        var moment = new { subject.CaseId, KnownAt = clock.KnownAt.UtcDateTime };
        var claimed = await AskAsync<decimal>(
            """
            select amount from ops.case_event
            where case_id = @CaseId and happened_at <= @KnownAt and action in ('open', 'adjust', 'reopen') and amount is not null
            order by event_id desc limit 1
            """, moment);

        // Who acted and approved, remarks, and that a claim was given up are ours alone.
        var steps = await AskAsync<EvidenceStep>(
            """
            select happened_at, action, amount from ops.case_event
            where case_id = @CaseId and happened_at <= @KnownAt and action in ('send', 'agree', 'refuse', 'credit', 'receive_invoice')
            order by event_id
            """, moment);
        var items = await AskAsync<ItemRow>(
            """
            select product.product_id, coalesce(item.item_number, '') as item_number, coalesce(unit_barcode, '') as unit_barcode, coalesce(case_barcode, '') as case_barcode
            from (
                select distinct on (product_id) product_id, unit_barcode, case_barcode from core.product
                where product_id = any (@products) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                order by product_id, (core.as_of() between valid_from and valid_to) desc, valid_from desc) as product
            left join lateral (
                select item_number from core.chain_item
                where chain_id = @chain and chain_item.product_id = product.product_id
                  and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
                order by listed_on desc nulls last, item_number limit 1) as item on true
            """, new { chain = subject.ChainId, products = rows.Select(row => row.ProductId).Concat(breaks.Select(one => one.ProductId)).OfType<string>().Distinct().ToArray() });
        return new EvidenceFacts(
            statements, breaks, rows, files, claimed.FirstOrDefault(), steps, await Names.LoadAsync(connection, ct),
            items.ToDictionary(item => item.ProductId, item => new EvidenceItem(item.ItemNumber, item.UnitBarcode, item.CaseBarcode)));
    }
}

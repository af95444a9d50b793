using Dapper;
using KaPipeline.Audit;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What a person may do about quarantined rows: release them, replay them, or correct their cause. What is added to master data
/// goes the way of all master data, as a file of its own that is archived and loaded, so that the warehouse can still be built again from
/// its files alone. Each entry of the audit is written in the transaction of what it tells of.</summary>
/// <param name="home">Where the files are written.</param>
public sealed class QuarantineOperations(NpgsqlDataSource database, Ingest ingest, KaHome home, TimeProvider clock)
{
    /// <summary>Columns of <c>stores.csv</c>, as a person fills them in.</summary>
    public static IReadOnlyList<string> StoreColumns { get; } =
    [
        "chain_id", "store_id", "valid_from", "valid_to", "name", "region", "city", "area_m2", "checkouts", "store_format", "delivery_mode",
            "dealer", "warehouse",
    ];

    /// <summary>Gives open rows up for good: they stay as they are, are counted as open no longer, and are never loaded.</summary>
    /// <param name="sheet">Sheet; null: any, as long as the row number is open on one alone.</param>
    /// <param name="rowNumber">Row; null: all open rows of the load, or of the sheet.</param>
    /// <param name="ct">Cancels the work; nothing is released then.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="OperationRefusedException">Nothing such is open, the row number is open on several sheets, or no reason is
    /// given.</exception>
    public async Task<int> ReleaseAsync(long loadId, string? sheet, int? rowNumber, string who, string reason,
        CancellationToken ct = default)
    {
        RequireReason(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var sheets = await CloseAsync(transaction, new { loadId, sheet, rowNumber, now, who, reason }, rowNumber, ct);
        var subject = string.Join(' ', new[] { $"{loadId}", rowNumber is null ? sheet : sheets[0], $"{rowNumber}" }
            .Where(part => !string.IsNullOrEmpty(part)));
        await AuditTrail.RecordAsync(transaction, now, who, "release_row", "quarantined_row", subject, reason, new { state = "open" },
            new { state = "released", rows = sheets.Count }, ct);
        await transaction.CommitAsync(ct);
        return sheets.Count;
    }

    /// <summary>How many rows <see cref="ReleaseAsync"/> would give up: found by doing it in a transaction that is rolled back.</summary>
    /// <exception cref="OperationRefusedException">As there.</exception>
    public async Task<int> CountToReleaseAsync(long loadId, string? sheet, int? rowNumber, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (now, who, reason) = (clock.GetUtcNow(), "", "dry run");
        return (await CloseAsync(transaction, new { loadId, sheet, rowNumber, now, who, reason }, rowNumber, ct)).Count;
    }

    /// <summary>Reads files with open rows again and takes in what is good now.</summary>
    /// <param name="chain">Only this chain; null for all.</param>
    /// <param name="rule">Only files with a row that broke this rule; null for any.</param>
    /// <param name="done">Told after each file.</param>
    /// <param name="ct">Stops between two files.</param>
    /// <returns>The loads that took rows in, and those that could not be read.</returns>
    /// <exception cref="OperationRefusedException">No reason is given.</exception>
    public async Task<IReadOnlyList<LoadResult>> ReplayAsync(
        string? chain, string? rule, string who, string reason, IProgress<Ingest.Replayed>? done = null, CancellationToken ct = default)
    {
        RequireReason(reason);
        var results = await ingest.Beside((transaction, load, token) => ReplayedAsync(transaction, load, who, reason, token))
            .ReplayAsync(chain, $"{who}: {reason}", rule is null ? null : [rule], done, ct);
        if (results.Count == 0)
        {
            // That it was tried and refused is all there is to keep.
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "replay_quarantine", "load", chain
                ?? "", reason, after: new { loads = 0 }, ct: ct);
            await transaction.CommitAsync(ct);
        }

        return results;
    }

    /// <summary>Maps a chain's item number to one of our products; the rows that waited for it are replayed.</summary>
    /// <returns>How many files took rows in.</returns>
    /// <exception cref="OperationRefusedException">A field is empty, chain or product does not exist, or the row was rejected.</exception>
    public async Task<int> MapItemAsync(string chain, string item, string product, string who, string reason,
        CancellationToken ct = default)
    {
        RequireReason(reason);
        (chain, item, product) = (chain.Trim(), item.Trim(), product.Trim());
        await RequireChainAsync(chain, ct);
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            if (product.Length > 0 && !await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from core.product where product_id = @product and superseded_at = 'infinity')", new { product },
                cancellationToken: ct)))
            {
                throw new OperationRefusedException(
                    Bilingual.Of($"没有产品 {product}：请先在 products.csv 中建立。", $"There is no product {product}: add it to products.csv first."));
            }
        }

        return await AddAsync(
            "chain_items.csv", new()
            {
                ["chain_id"] = chain, ["item_number"] = item, ["product_id"] = product, ["pack_size"] = "",
                ["listed_on"] = "", ["delisted_on"] = ""
            },
            ["chain_id", "item_number", "product_id"], "map_item", "chain_item", $"{chain} {item}", who, reason, ct);
    }

    /// <summary>Adds a store of a chain; the rows that waited for it are replayed.</summary>
    /// <param name="fields">Values of <see cref="StoreColumns"/>.</param>
    /// <param name="who">Who adds it.</param>
    /// <param name="ct">Stops before it is loaded.</param>
    /// <returns>How many files took rows in.</returns>
    /// <exception cref="OperationRefusedException">A field is empty, the chain does not exist, or the row was rejected.</exception>
    public async Task<int> AddStoreAsync(IReadOnlyDictionary<string, string> fields, string who, string reason,
        CancellationToken ct = default)
    {
        RequireReason(reason);
        var trimmed = StoreColumns.ToDictionary(column => column, column => fields.GetValueOrDefault(column, "").Trim());
        await RequireChainAsync(trimmed["chain_id"], ct);
        return await AddAsync(
            "stores.csv", trimmed, ["chain_id", "store_id", "valid_from", "name", "region", "city", "delivery_mode"],
            "add_store", "store", $"{trimmed["chain_id"]} {trimmed["store_id"]}", who, reason, ct);
    }

    // The sheets of the rows that were closed.
    private static async Task<IReadOnlyList<string>> CloseAsync(NpgsqlTransaction transaction, object rows, int? rowNumber,
        CancellationToken ct)
    {
        var sheets = (await transaction.Connection!.QueryAsync<string>(new CommandDefinition(
            """
            update ops.quarantined_row set state = 'released', closed_at = @now, closed_by = @who, closed_reason = @reason
            where load_id = @loadId and state = 'open' and (@rowNumber::int is null or row_number = @rowNumber) and (@sheet::text is null or sheet = @sheet)
            returning sheet
            """, rows, transaction, cancellationToken: ct))).AsList();
        if (sheets.Count == 0)
        {
            throw new OperationRefusedException(Bilingual.Of("没有这样的待处理行。", "There is no such open row."));
        }

        // The transaction is not committed: nothing was released.
        if (rowNumber is { } row && sheets.Count > 1)
        {
            throw new OperationRefusedException(
                Bilingual.Of(language => language.Say($"第 {row} 行在多个工作表中待处理，请指明工作表：", $"Row {row} is open on several sheets, name one: ")
                    + language.List(sheets.Order(StringComparer.Ordinal))));
        }

        return sheets;
    }

    private async Task<int> AddAsync(
        string fileName, Dictionary<string, string> fields, string[] needed, string action, string kind, string subject, string who,
        string reason, CancellationToken ct)
    {
        if (needed.FirstOrDefault(name => fields[name].Length == 0) is { } missing)
        {
            throw new OperationRefusedException(Bilingual.Of($"请填写 {missing}。", $"{missing} is needed."));
        }

        var now = clock.GetUtcNow();
        using var file = await EnteredFile.WriteAsync(home, now, fileName, [fields.Keys, fields.Values], ct);
        var recording =
            ingest.Beside((transaction, load, token) => load.ChainId.Length > 0 ? ReplayedAsync(transaction, load, who, reason, token)
            : load.RowsLoaded == 0 ? Task.CompletedTask
            : AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, action, kind, subject, reason, after: fields, ct: token));
        var results = await recording.RunAsync(recording.Find([file.Path]).Known, ct: ct);
        var own = results.FirstOrDefault(result => result.ChainId.Length == 0);
        return own is { RowsLoaded: > 0 } ? results.Count(result => result.ChainId.Length > 0)
            : throw new OperationRefusedException(
            Bilingual.Of(language => language.Say("没有生效：", "Nothing was changed: ") + (own?.Finding is { } finding ? Bilingual.In(finding, language)
                : own?.RowsQuarantined > 0 ? language.Say("内容不合规则，见隔离页。", "it breaks a rule; see the page Quarantine.")
                : language.Say("已有同样的记录。", "the same record exists already."))));
    }

    // The rows that the replay has closed say who brought it about, and why.
    private async Task ReplayedAsync(NpgsqlTransaction transaction, LoadResult load, string who, string reason, CancellationToken ct)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update ops.quarantined_row set closed_by = @who, closed_reason = @reason
            where load_id = @LoadId and state = 'replayed'
              and closed_at = (select max(closed_at) from ops.quarantined_row where load_id = @LoadId and state = 'replayed')
            """, new { load.LoadId, who, reason }, transaction, cancellationToken: ct));
        await AuditTrail.RecordAsync(
            transaction, clock.GetUtcNow(), who, "replay_quarantine", "load", $"{load.LoadId} {load.FileName}", reason,
            after: new { load.RowsLoaded, load.RowsQuarantined, load.RowsDuplicate }, ct: ct);
    }

    private async Task RequireChainAsync(string chain, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (chain.Length > 0 && !await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from core.chain where chain_id = @chain)", new { chain }, cancellationToken: ct)))
        {
            throw new OperationRefusedException(Bilingual.Of($"没有系统 {chain}。", $"There is no chain {chain} in config/chains."));
        }
    }

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }
    }
}

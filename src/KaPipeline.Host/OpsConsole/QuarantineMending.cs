using System.Globalization;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>Mends the cause of quarantined rows from the console and replays them. What is added to the master data goes the way of all
/// master data, as a file of its own that is archived and loaded, so that the warehouse can still be built again from its files alone.
/// Each entry of the audit is written in the transaction of the load it tells of.</summary>
internal sealed class QuarantineMending(Ingest ingest, KaHome home, TimeProvider clock)
{
    /// <summary>Reads the files of open rows again.</summary>
    /// <returns>How many files took rows in.</returns>
    public async Task<int> ReplayAsync(string? chain, string? rule, string who, string reason, CancellationToken ct) =>
        (await ingest.Beside((transaction, load, token) => ReplayedAsync(transaction, load, who, reason, token))
            .ReplayAsync(chain, $"{who}: {reason}", rule is null ? null : [rule], ct)).Count;

    /// <summary>Maps a chain's item number to one of our products; the rows that waited for it are replayed.</summary>
    /// <returns>How many files took rows in.</returns>
    /// <exception cref="ArgumentException">A field is empty, or the row was rejected; the message says why.</exception>
    public Task<int> MapItemAsync(string chain, string item, string product, string who, string reason, CancellationToken ct) => AddAsync(
        "chain_items.csv", new() { ["chain_id"] = chain, ["item_number"] = item, ["product_id"] = product, ["pack_size"] = "", ["listed_on"] = "", ["delisted_on"] = "" },
        ["chain_id", "item_number", "product_id"], "map_item", "chain_item", $"{chain} {item}", who, reason, ct);

    /// <summary>Adds a store of a chain; the rows that waited for it are replayed.</summary>
    /// <param name="fields">Columns of <c>stores.csv</c>.</param>
    /// <returns>How many files took rows in.</returns>
    /// <exception cref="ArgumentException">A field is empty, or the row was rejected; the message says why.</exception>
    public Task<int> AddStoreAsync(Dictionary<string, string> fields, string who, string reason, CancellationToken ct) => AddAsync(
        "stores.csv", fields, ["chain_id", "store_id", "valid_from", "name", "region", "city", "delivery_mode"], "add_store", "store", $"{fields["chain_id"]} {fields["store_id"]}", who, reason, ct);

    private async Task<int> AddAsync(
        string fileName, Dictionary<string, string> fields, string[] needed, string action, string kind, string subject, string who, string reason, CancellationToken ct)
    {
        if (needed.FirstOrDefault(name => string.IsNullOrWhiteSpace(fields[name])) is { } missing)
        {
            throw new ArgumentException($"请填写 {missing} ({missing} is needed).");
        }

        var now = clock.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(home.Root, "console", now.ToString("yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture)));
        var file = Path.Combine(folder.FullName, fileName);
        await File.WriteAllTextAsync(file, Line(fields.Keys) + Line(fields.Values.Select(value => value.Trim())), ct);
        var recording = ingest.Beside((transaction, load, token) => load.ChainId.Length > 0 ? ReplayedAsync(transaction, load, who, reason, token)
            : load.RowsLoaded == 0 ? Task.CompletedTask
            : AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, action, kind, subject, reason, after: fields, ct: token));
        var results = await recording.RunAsync(recording.Find([file]).Known, null, ct);
        var own = results.FirstOrDefault(result => result.ChainId.Length == 0);
        return own is { RowsLoaded: > 0 } ? results.Count(result => result.ChainId.Length > 0)
            : throw new ArgumentException($"没有生效:{own?.Finding ?? (own?.RowsQuarantined > 0 ? "内容不合规则,见隔离页 (it breaks a rule; see the quarantine page)" : "已有同样的记录 (the same is known already)")}");
    }

    private Task ReplayedAsync(NpgsqlTransaction transaction, LoadResult load, string who, string reason, CancellationToken ct) => AuditTrail.RecordAsync(
        transaction, clock.GetUtcNow(), who, "replay_quarantine", "load", $"{load.LoadId} {load.FileName}", reason,
        after: new { load.RowsLoaded, load.RowsQuarantined, load.RowsDuplicate }, ct: ct);

    private static string Line(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n";
}

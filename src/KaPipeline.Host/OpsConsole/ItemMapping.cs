using System.Globalization;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>Maps a chain's item number to one of our products from the console. It goes the way of all master data, as a file of its
/// own that is archived and loaded, so that the warehouse can still be built again from its files alone.</summary>
internal sealed class ItemMapping(Ingest ingest, NpgsqlDataSource database, KaHome home, TimeProvider clock)
{
    /// <summary>Adds the mapping; the rows that waited for it are replayed.</summary>
    /// <returns>How many files took rows in.</returns>
    /// <exception cref="ArgumentException">A field is empty, or the row was rejected; the message says why.</exception>
    public async Task<int> AddAsync(string chain, string item, string product, string who, string reason, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(chain) || string.IsNullOrWhiteSpace(item) || string.IsNullOrWhiteSpace(product))
        {
            throw new ArgumentException("请给出系统、货号和商品 (chain, item number and product are needed).");
        }

        var now = clock.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(home.Root, "console", now.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)));
        var file = Path.Combine(folder.FullName, "chain_items.csv");
        await File.WriteAllTextAsync(file, Line("chain_id", "item_number", "product_id", "pack_size", "listed_on", "delisted_on") + Line(chain.Trim(), item.Trim(), product.Trim(), "", "", ""), ct);
        var results = await ingest.RunAsync(ingest.Find([file]).Known, null, ct);
        var own = results.FirstOrDefault(result => result.ChainId.Length == 0);
        if (own is null || own.RowsLoaded == 0)
        {
            throw new ArgumentException($"没有生效:{own?.Finding ?? "该对应已存在 (that mapping is known already)"}");
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await AuditTrail.RecordAsync(transaction, now, who, "map_item", "chain_item", $"{chain} {item}", reason, after: new { product }, ct: ct);
        await transaction.CommitAsync(ct);
        return results.Count - 1;
    }

    private static string Line(params string[] cells)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write(string.Join(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        text.Write('\n');
        return text.ToString();
    }
}

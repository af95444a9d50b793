using Dapper;
using Npgsql;

namespace KaPipeline.Host.Demo;

/// <summary>What the samples say of themselves: the quarantined rows that a correct load must have, and nothing else.</summary>
internal static class SampleTruth
{
    /// <summary>Compares the open quarantined rows with <c>truth/quarantined.csv</c>.</summary>
    /// <returns>One line per row that is quarantined without being named, or named without being quarantined.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlDataSource database, string samples, DateTimeOffset arrivedBy,
        CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = (await connection.QueryAsync<(string ChainId, string File, string Sheet, int Row)>(new CommandDefinition(
            """
            select chain_id, file_name, sheet, row_number from ops.quarantined_row join ops.load using (load_id)
            where quarantined_row.state = 'open' and arrived_at <= @arrivedBy
            """, new { arrivedBy }, cancellationToken: ct)))
            .Select(row => $"{row.ChainId}/{row.File} {row.Sheet} row {row.Row}").ToHashSet(StringComparer.Ordinal);
        var loaded = (await connection.QueryAsync<string>(new CommandDefinition(
            "select chain_id || '/' || file_name from ops.load", cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        var named = (await File.ReadAllLinesAsync(Path.Combine(samples, "truth", "quarantined.csv"), ct)).Skip(1)
            .Select(line => line.Split(',')).Where(cells => loaded.Contains(cells[0]))
            .Select(cells => $"{cells[0]} {cells[1]} row {cells[2]}").ToHashSet(StringComparer.Ordinal);
        return
        [
            .. found.Except(named).Select(row => $"quarantined, but not named by the truth: {row}"),
            .. named.Except(found).Select(row => $"named by the truth, but not quarantined: {row}"),
        ];
    }
}

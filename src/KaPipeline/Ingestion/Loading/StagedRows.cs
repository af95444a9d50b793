using Dapper;
using KaPipeline.Ingestion.Profiles;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>The staged rows of one file, when only part of them is to be merged.</summary>
internal static class StagedRows
{
    /// <summary>Keeps the rows that are named, and with whole documents all rows of theirs; removes the others.</summary>
    public static async Task KeepDocumentsOfAsync(
        NpgsqlConnection connection, long loadId, IEnumerable<string> targets, IReadOnlyCollection<int> rows, bool isWhole,
        CancellationToken ct)
    {
        var known = targets.ToList();
        foreach (var target in known)
        {
            var number = StagingTable.ByName[target].DocumentNumber;
            var same = known.Where(other => StagingTable.ByName[other].DocumentKind == StagingTable.ByName[target].DocumentKind);
            var keeps = isWhole && number is not null
                ? $"{number} in ({string.Join(" union ", same.Select(other => $"select {number} from staging.{other} where load_id = @loadId and row_number = any (@rows)"))})"
                : "row_number = any (@rows)";
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from staging.{StagedMerge.StagingTableOf(target)} where load_id = @loadId and not ({keeps})",
                new { loadId, rows = rows.ToArray() }, cancellationToken: ct));
        }
    }

    /// <summary>The end of the period that a file of statements is about: its business date where the name has none.</summary>
    public static async Task<DateOnly?> PeriodEndAsync(NpgsqlConnection connection, long loadId, IEnumerable<string> targets,
        CancellationToken ct) =>
        targets.Contains("statement")
            ? await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
                "select max(period_to) from staging.statement where load_id = @loadId", new { loadId }, cancellationToken: ct)) is { } end
                ? DateOnly.FromDateTime(end) : null
            : null;

    /// <summary>Empties the staging tables of a file.</summary>
    public static async Task ClearAsync(NpgsqlConnection connection, long loadId, IEnumerable<string> targets, CancellationToken ct)
    {
        foreach (var table in targets.Select(StagedMerge.StagingTableOf).Distinct())
        {
            await connection.ExecuteAsync(new CommandDefinition($"delete from staging.{table} where load_id = @loadId", new { loadId },
                commandTimeout: 0, cancellationToken: ct));
        }
    }
}

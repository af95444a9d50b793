using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>The checks of <c>sql/checks</c>: each is a query that returns the bad rows.</summary>
public static class WarehouseChecks
{
    /// <summary>What one check found.</summary>
    /// <param name="Name">File name without ending.</param>
    /// <param name="Stops">Whether its severity is <c>stop</c>: figures must not go out.</param>
    /// <param name="BadRows">The rows, at most <see cref="RowLimit"/>, column by column.</param>
    /// <param name="BadRowCount">How many there are in all.</param>
    public sealed record Finding(string Name, bool Stops, IReadOnlyList<IDictionary<string, object?>> BadRows, long BadRowCount);

    /// <summary>How many bad rows are kept for showing.</summary>
    public const int RowLimit = 20;

    /// <summary>Runs every check by the given clock.</summary>
    /// <returns>One finding per check, in name order; clean checks have none in <see cref="Finding.BadRowCount"/>.</returns>
    public static async Task<IReadOnlyList<Finding>> RunAsync(NpgsqlDataSource database, ReportClock clock, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await clock.BeginAsync(connection, ct);
        var findings = new List<Finding>();
        foreach (var (name, text) in SqlFiles.Folder("checks"))
        {
            var rows = (await connection.QueryAsync(new CommandDefinition(text, transaction: transaction, commandTimeout: 0,
                cancellationToken: ct)))
                .Select(row => (IDictionary<string, object?>)row).ToList();
            findings.Add(new Finding(name, IsStop(name, text), [.. rows.Take(RowLimit)], rows.Count));
        }

        return findings;
    }

    private static bool IsStop(string name, string text) => text.Split('\n')[0].Trim() switch
    {
        "-- severity: stop" => true,
        "-- severity: warn" => false,
        var other => throw new InvalidOperationException(
            $"sql/checks/{name}.sql begins with \"{other}\"; its first line must be \"-- severity: stop\" or \"-- severity: warn\"."),
    };
}

using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>What loading a file would come to, found by loading it in a transaction that is rolled back.</summary>
/// <param name="Result">Counts as the ledger would state them.</param>
/// <param name="Quarantined">Rows set aside, by rule, with the first of them.</param>
/// <param name="Breaks">Breaks of the chain that would appear (+) or go (−), by kind.</param>
/// <param name="Statements">Statements that would change: number, expected and stated payable, residual.</param>
public sealed record TrialLoad(
    LoadResult Result, IReadOnlyList<TrialLoad.Rule> Quarantined, IReadOnlyList<TrialLoad.Kind> Breaks,
    IReadOnlyList<TrialLoad.Statement> Statements)
{
    // Seconds; every break of a chain is looked for twice.
    private const int LongestQuestion = 600;

    /// <summary>Rows that break one rule.</summary>
    public sealed record Rule(string Name, long Rows, string Sheet, int RowNumber, string? Column, string? Found, string? Expected);

    /// <summary>Change in the number and amount of one kind of break.</summary>
    public sealed record Kind(string Name, long Count, decimal Amount);

    /// <summary>One statement as it would be reconciled, RMB including VAT.</summary>
    public sealed record Statement(string Number, decimal? ExpectedPayable, decimal StatedPayable, decimal? BreakTotal, decimal? Residual);

    /// <summary>Tries a file; the warehouse stays as it is.</summary>
    /// <exception cref="NpgsqlException">The warehouse cannot be reached.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<TrialLoad> RunAsync(
        NpgsqlDataSource database, string path, ChainProfile profile, ReportProfile report, FileLimits limits, TimeProvider clock,
        CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("ka-trial-").FullName;
        try
        {
            var archive = new FileArchive(folder);
            var kept = await archive.KeepAsync(path, ct);
            var now = clock.GetUtcNow();
            var record = new LoadRecord
            {
                ChainId = profile.ChainId,
                Report = report.Name,
                FileName = $"{System.IO.Path.GetFileName(path)} (trial)",
                Sha256 = kept.Sha256,
                ByteCount = kept.ByteCount,
                Source = "trial",
                ArrivedAt = now,
                RecordedAt = now,
                ProfileVersion = profile.Version,
                BusinessDate = report.BusinessDate?.Find(System.IO.Path.GetFileName(path)),
            };
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await LoadLedger.LockAsync(connection, profile.ChainId, ct);
            await ProfileSync.SyncWithinAsync(connection, [profile], now, isTrial: true, ct);
            await new ReportClock(BusinessTime.Today(clock), now.AddSeconds(1)).ApplyAsync(connection, ct);
            await Statistics.RenewAsync(connection, ct);
            var before = await BreaksAsync(connection, profile.ChainId, ct);
            record.LoadId = await LoadLedger.OpenAsync(connection, record, ct);
            await new FileLoader(database, archive, clock)
                .ReadAndMergeAsync(new StagedFile(archive, transaction, record, new ReportReader(report, limits)), ct);
            await LoadLedger.CloseAsync(connection, record, ct);
            await Statistics.RenewWithinAsync(connection, record.RowsLoaded, ct);
            var after = await BreaksAsync(connection, profile.ChainId, ct);
            return new TrialLoad(record.Result(record.State), await RulesAsync(connection, record.LoadId, ct), Changes(before, after),
                await StatementsAsync(connection, record, ct));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<Kind> Changes(List<Kind> before, List<Kind> after) =>
    [
        .. before.Select(kind => kind with { Count = -kind.Count, Amount = -kind.Amount }).Concat(after)
            .GroupBy(kind => kind.Name, (name, kinds) => new { name, All = kinds.ToList() })
            .Select(group => new Kind(group.name, group.All.Sum(kind => kind.Count), group.All.Sum(kind => kind.Amount)))
            .Where(kind => kind.Count != 0 || kind.Amount != 0).OrderBy(kind => kind.Name, StringComparer.Ordinal),
    ];

    private static async Task<List<Kind>> BreaksAsync(NpgsqlConnection connection, string chain, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<Kind>(new CommandDefinition(
            "select kind as \"Name\", count(*) as \"Count\", coalesce(sum(amount), 0) as \"Amount\" from mart.reconciliation_break where chain_id = @chain group by kind",
            new { chain }, commandTimeout: LongestQuestion, cancellationToken: ct)),
    ];

    private static async Task<IReadOnlyList<Rule>> RulesAsync(NpgsqlConnection connection, long load, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<Rule>(new CommandDefinition(
            """
            select distinct on (rule) rule as "Name", count(*) over (partition by rule) as "Rows", sheet as "Sheet", row_number as "RowNumber",
                   column_name as "Column", found as "Found", expected as "Expected"
            from ops.quarantined_row where load_id = @load order by rule, sheet, row_number
            """, new { load }, cancellationToken: ct)),
    ];

    private static async Task<IReadOnlyList<Statement>> StatementsAsync(NpgsqlConnection connection, LoadRecord record,
        CancellationToken ct) =>
    [
        .. await connection.QueryAsync<Statement>(new CommandDefinition(
            """
            select statement_number as "Number", expected_payable as "ExpectedPayable", stated_payable as "StatedPayable",
                   break_total as "BreakTotal", residual as "Residual"
            from mart.statement_reconciliation where chain_id = @ChainId and load_id = @LoadId order by statement_number
            """, record, commandTimeout: LongestQuestion, cancellationToken: ct)),
    ];
}

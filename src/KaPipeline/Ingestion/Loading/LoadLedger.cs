using Dapper;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>The statements on <c>ops.load</c>.</summary>
internal static class LoadLedger
{
    private const string Columns =
        """
        load_id as LoadId, chain_id as ChainId, report as Report, file_name as FileName, sha256 as Sha256, byte_count as ByteCount, source as Source,
        business_date as BusinessDate, arrived_at as ArrivedAt, recorded_at as RecordedAt, profile_version as ProfileVersion, initcap(state) as State,
        rows_in as RowsIn, rows_loaded as RowsLoaded, rows_quarantined as RowsQuarantined, rows_duplicate as RowsDuplicate, finding as Finding
        """;

    /// <summary>Makes loads of one chain wait for each other, and all of them for the company's own master data, which they resolve
    /// against.</summary>
    public static Task LockAsync(NpgsqlConnection connection, string chainId, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
        chainId.Length == 0
            ? "select pg_advisory_xact_lock(5242010, 0)"
            : "select pg_advisory_xact_lock_shared(5242010, 0), pg_advisory_xact_lock(5242011, hashtext(@chainId))",
        new { chainId }, commandTimeout: 0, cancellationToken: ct));

    /// <summary>Loads of the same content as the same report.</summary>
    public static async Task<List<LoadRecord>> FindAsync(
        NpgsqlConnection connection, string chainId, string report, string sha256, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<LoadRecord>(new CommandDefinition(
            $"select {Columns} from ops.load where chain_id = @chainId and report = @report and sha256 = @sha256 order by arrived_at, load_id",
            new { chainId, report, sha256 }, cancellationToken: ct)),
    ];

    /// <summary>One load.</summary>
    public static Task<LoadRecord> GetAsync(NpgsqlConnection connection, long loadId, CancellationToken ct) =>
        connection.QuerySingleAsync<LoadRecord>(new CommandDefinition(
            $"select {Columns} from ops.load where load_id = @loadId", new { loadId }, cancellationToken: ct));

    /// <summary>The moment of the next record of a chain: now, but always after the one before, so that reprints can tell them
    /// apart.</summary>
    public static async Task<DateTimeOffset> NextRecordedAtAsync(NpgsqlConnection connection, string chainId, DateTimeOffset now,
        CancellationToken ct) =>
        await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition(
            "select greatest(@now, max(recorded_at) + interval '1 microsecond') from ops.load where chain_id = @chainId",
            new { now = now.UtcDateTime, chainId }, cancellationToken: ct));

    /// <summary>The thresholds by which files are judged, as the warehouse was told them last.</summary>
    /// <exception cref="InvalidDataException">One is missing: the settings were never mirrored.</exception>
    public static async Task<Rows.FileLimits> LimitsAsync(NpgsqlConnection connection, CancellationToken ct) => Rows.FileLimits.Of(
        (await connection.QueryAsync<(string Key, decimal Value)>(new CommandDefinition(
            "select rule_key, value from core.rule_setting where rule_key like 'file.%' and superseded_at = 'infinity'",
            cancellationToken: ct)))
        .ToDictionary(rule => rule.Key, rule => rule.Value));

    /// <summary>Enters a file.</summary>
    public static Task<long> OpenAsync(NpgsqlConnection connection, LoadRecord record, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            insert into ops.load (
                chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state, run_id)
            values (
                @ChainId, @Report, @FileName, @Sha256, @ByteCount, @Source, @BusinessDate, @ArrivedAt, @RecordedAt, @ProfileVersion, 'loaded',
                @RunId)
            returning load_id
            """, record, cancellationToken: ct));

    /// <summary>Keeps on which sheets its rows are.</summary>
    public static Task NoteSheetsAsync(NpgsqlConnection connection, long loadId, IReadOnlyList<Rows.SheetSpan> sheets,
        CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "insert into ops.load_sheet (load_id, sheet, is_head, row_from, row_to, row_offset) values (@loadId, @Sheet, @IsHead, @From, @To, @Offset) on conflict do nothing",
            sheets.Select(span => new { loadId, span.Sheet, span.IsHead, span.From, span.To, span.Offset }), cancellationToken: ct));

    /// <summary>Writes what became of it.</summary>
    public static Task CloseAsync(NpgsqlConnection connection, LoadRecord record, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
        """
        update ops.load
        set state = @State, rows_in = @RowsIn, rows_loaded = @RowsLoaded, rows_quarantined = @RowsQuarantined, rows_duplicate = @RowsDuplicate,
            finding = @Finding, profile_version = @ProfileVersion, business_date = @BusinessDate, contents = coalesce(@Contents::jsonb, contents),
            run_id = coalesce(@RunId, run_id)
        where load_id = @LoadId
        """,
        new
        {
            State = record.State.ToString().ToLowerInvariant(),
            record.RowsIn,
            record.RowsLoaded,
            record.RowsQuarantined,
            record.RowsDuplicate,
            record.Finding,
            record.ProfileVersion,
            record.BusinessDate,
            record.Contents,
            record.RunId,
            record.LoadId,
        }, cancellationToken: ct));

    /// <summary>A load turns out to have been a later copy of a file that comes only now: it becomes the duplicate, and what it said is
    /// said by the earlier one.</summary>
    public static Task YieldToAsync(NpgsqlConnection connection, LoadRecord later, LoadRecord earlier, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update ops.load_sighting set load_id = @earlier where load_id = @later;
            update ops.quarantined_row set state = 'replayed', closed_reason = format('same content arrived earlier as load %1$s ‖ 同样内容更早已到，加载号 %1$s', @earlier)
                where load_id = @later and state = 'open';
            update ops.load set state = 'duplicate', rows_duplicate = rows_in, rows_loaded = 0, rows_quarantined = 0,
                finding = '同内容文件先到 Same content arrived earlier as ' || @name || ', load ' || @earlier
                where load_id = @later
            """,
            new { later = later.LoadId, earlier = earlier.LoadId, name = earlier.FileName }, cancellationToken: ct));
}

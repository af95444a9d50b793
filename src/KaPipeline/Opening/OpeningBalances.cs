using Dapper;
using KaPipeline.Audit;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using Npgsql;

namespace KaPipeline.Opening;

/// <summary>Loads the workbooks of opening balances, all in one transaction, and checks them by loading them in one that is rolled back.
/// They are loaded once; loading one again is a replacement with a reason, which ends what the earlier one said.</summary>
/// <param name="database">The warehouse.</param>
/// <param name="archive">Where raw files are kept.</param>
/// <param name="clock">Time.</param>
public sealed class OpeningBalances(NpgsqlDataSource database, FileArchive archive, TimeProvider clock)
{
    /// <summary>A row that was set aside.</summary>
    public sealed record BadRow(
        string FileName, string Sheet, int RowNumber, string? ColumnName, string Rule, string? Found, string? Expected);

    /// <summary>What the files came to.</summary>
    /// <param name="Files">One result for each, in the order in which they are loaded.</param>
    /// <param name="BadRows">Rows that were set aside.</param>
    public sealed record Outcome(IReadOnlyList<LoadResult> Files, IReadOnlyList<BadRow> BadRows);

    private sealed record Earlier(long LoadId, string FileName, string Sha256, DateTime ArrivedAt, DateTime RecordedAt);

    /// <summary>Says what loading would come to; the warehouse stays as it is, also where opening balances were loaded before.</summary>
    /// <param name="paths">Workbooks, or folders of them.</param>
    /// <param name="start">Day on which the company starts: what stood at its first moment.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="InvalidDataException">A file is none of the workbooks that <see cref="OpeningTemplates"/> writes.</exception>
    public async Task<Outcome> CheckAsync(IEnumerable<string> paths, DateOnly start, CancellationToken ct = default)
    {
        var folder = Directory.CreateTempSubdirectory("ka-opening-").FullName;
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            return await LoadAsync(transaction, new FileArchive(folder), Find(paths), start, null, "check", ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Loads the workbooks, all or none.</summary>
    /// <param name="paths">Workbooks, or folders of them.</param>
    /// <param name="start">Day on which the company starts.</param>
    /// <param name="replacing">Why what was loaded before is replaced; null: nothing may have been.</param>
    /// <param name="who">Who loads them.</param>
    /// <param name="ct">Cancels; nothing is loaded then.</param>
    /// <exception cref="InvalidDataException">A file is none of the workbooks, was loaded before, or cannot be read.</exception>
    public async Task<Outcome> LoadAsync(
        IEnumerable<string> paths, DateOnly start, string? replacing, string who, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var files = Find(paths);
        foreach (var (path, report) in files)
        {
            if (replacing is null && await EarlierAsync(connection, report.Name, ct) is [.., var last])
            {
                throw new InvalidDataException(
                    $"{Path.GetFileName(path)}：此类期初余额已加载（{last.FileName}，加载号 {last.LoadId}），不会加载第二次；确需替换请加 --replace --reason "
                    + $"Opening balances of this kind were loaded from {last.FileName} (load {last.LoadId}) and are loaded once; "
                    + "to replace them, say --replace --reason TEXT.");
            }
        }

        var outcome = await LoadAsync(transaction, archive, files, start, replacing, who, ct);
        if (outcome.Files.FirstOrDefault(file => file.State is not (LoadState.Loaded or LoadState.Empty)) is { } unread)
        {
            throw new InvalidDataException($"{unread.FileName}：{unread.Finding}（没有加载任何文件 nothing was loaded）");
        }

        await transaction.CommitAsync(ct);
        await Statistics.RenewAsync(connection, ct);
        return outcome;
    }

    /// <summary>Whether any of these workbooks' kinds was loaded before.</summary>
    /// <param name="paths">Workbooks, or folders of them.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<bool> WereLoadedAsync(IEnumerable<string> paths, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var (_, report) in Find(paths))
        {
            if ((await EarlierAsync(connection, report.Name, ct)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<Outcome> LoadAsync(
        NpgsqlTransaction transaction, FileArchive keptIn, IReadOnlyList<(string Path, ReportProfile Report)> files, DateOnly start,
        string? replacing, string who, CancellationToken ct)
    {
        var connection = transaction.Connection!;
        await LoadLedger.LockAsync(connection, "", ct);
        var limits = await LoadLedger.LimitsAsync(connection, ct);
        var results = new List<LoadResult>();
        foreach (var (path, report) in files)
        {
            var kept = await keptIn.KeepAsync(path, ct);
            var earlier = await EarlierAsync(connection, report.Name, ct);
            var now = clock.GetUtcNow();
            var record = new LoadRecord
            {
                ChainId = "",
                Report = report.Name,
                FileName = Path.GetFileName(path),
                Sha256 = kept.Sha256,
                ByteCount = kept.ByteCount,
                Source = "opening",
                ArrivedAt = Moment(start, earlier),
                RecordedAt = await LoadLedger.NextRecordedAtAsync(connection, "", now, ct),
                ProfileVersion = OpeningProfile.Profile.Version,
                BusinessDate = start,
            };
            record.LoadId = await LoadLedger.OpenAsync(connection, record, ct);
            foreach (var before in earlier)
            {
                await EndAsync(transaction, before, record, replacing ?? "check", now, ct);
            }

            var reader = new ReportReader(report, limits) { IsBelieved = true };
            await new FileLoader(database, keptIn, clock).ReadAndMergeAsync(new StagedFile(keptIn, transaction, record, reader), ct);
            await LoadLedger.CloseAsync(connection, record, ct);
            results.Add(record.Result(record.State));
            await AuditTrail.RecordAsync(
                transaction, now, who, earlier.Count == 0 ? "load_opening" : "replace_opening", "load", $"{record.LoadId} {record.FileName}",
                replacing, earlier.Count == 0 ? null : new { loads = earlier.Select(load => $"{load.LoadId} {load.FileName}") },
                new { start, record.RowsIn, record.RowsLoaded, record.RowsQuarantined, record.RowsDuplicate }, ct);
        }

        var bad = await connection.QueryAsync<BadRow>(new CommandDefinition(
            """
            select file_name as "FileName", sheet as "Sheet", row_number as "RowNumber", column_name as "ColumnName", rule as "Rule",
                   found as "Found", expected as "Expected"
            from ops.quarantined_row join ops.load using (load_id)
            where load_id = any (@loads) order by load_id, sheet, row_number
            """, new { loads = results.Select(result => result.LoadId).ToArray() }, cancellationToken: ct));
        return new Outcome(results, [.. bad]);
    }

    // What stood at the day's first moment; each replacement a hair later, so that it is the newer one.
    private static DateTimeOffset Moment(DateOnly start, List<Earlier> earlier)
    {
        var first = BusinessTime.At(start, TimeOnly.MinValue);
        return earlier.Select(load => new DateTimeOffset(load.ArrivedAt, TimeSpan.Zero).AddTicks(TimeSpan.TicksPerMicrosecond))
            .Append(first).Max();
    }

    // All that an earlier file of the kind said ends with the new one, which says everything anew.
    private static Task<int> EndAsync(
        NpgsqlTransaction transaction, Earlier before, LoadRecord record, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var table = OpeningProfile.Find(record.Report)!.Rows[0].Into!.Name;
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            update core.{table} set superseded_at = @ArrivedAt, superseded_recorded_at = @RecordedAt, superseded_by = @LoadId
                where load_id = @before and superseded_at = 'infinity';
            update ops.quarantined_row set state = 'released', closed_at = @now, closed_reason = @reason
                where load_id = @before and state = 'open'
            """,
            new
            {
                record.LoadId,
                ArrivedAt = record.ArrivedAt.UtcDateTime,
                RecordedAt = record.RecordedAt.UtcDateTime,
                before = before.LoadId,
                now = now.UtcDateTime,
                reason,
            }, cancellationToken: ct));
    }

    // Workbooks without a row have said nothing.
    private static async Task<List<Earlier>> EarlierAsync(NpgsqlConnection connection, string report, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<Earlier>(new CommandDefinition(
            """
            select load_id as "LoadId", file_name as "FileName", sha256 as "Sha256", arrived_at as "ArrivedAt", recorded_at as "RecordedAt"
            from ops.load where chain_id = '' and report = @report and state = 'loaded' and rows_in > 0 order by load_id
            """, new { report }, cancellationToken: ct)),
    ];

    private static List<(string Path, ReportProfile Report)> Find(IEnumerable<string> paths)
    {
        var files = paths.SelectMany<string, string>(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "期初*").Order(StringComparer.Ordinal) : [path]).ToList();
        var reports = OpeningProfile.Profile.Reports.ToList();
        var found = files.Select(path => (Path: path, Report: reports.FirstOrDefault(report => report.Files.Any(pattern =>
            FileNamePattern.Matches(pattern, Path.GetFileName(path)))))).ToList();
        if (found.FirstOrDefault(file => file.Report is null).Path is { } stranger)
        {
            throw new InvalidDataException($"{Path.GetFileName(stranger)}：不是期初余额模板 is none of the workbooks of opening balances: "
                + string.Join("、", reports.Select(report => report.Files[0])));
        }

        if (found.GroupBy(file => file.Report!.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidDataException("同类期初余额有两个文件 two files of one kind: "
                + string.Join("、", twice.Select(file => Path.GetFileName(file.Path))));
        }

        if (found.Count == 0)
        {
            throw new InvalidDataException("没有找到期初余额文件（期初*.xlsx） no workbook of opening balances was found.");
        }

        return [.. found.Select(file => (file.Path, file.Report!)).OrderBy(file => reports.IndexOf(file.Item2))];
    }
}

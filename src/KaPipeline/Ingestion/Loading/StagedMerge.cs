using Dapper;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Takes the staged rows of one file into <c>core</c>: one merge per table, heads before lines, all in the caller's
/// transaction.</summary>
/// <param name="connection">The connection that staged the rows, with its transaction.</param>
/// <param name="context">What the file is.</param>
/// <param name="staged">Rows staged by target.</param>
/// <param name="quarantine">Sets rows aside; called before their table is merged.</param>
internal sealed class StagedMerge(
    NpgsqlConnection connection, MergeContext context, IReadOnlyDictionary<string, long> staged,
    Func<IReadOnlyList<ResolutionProblem>, CancellationToken, Task> quarantine)
{
    // A document's month is fixed by its head, and an order is there before what was delivered on it.
    private static readonly string[] First =
        ["product", "chain_item", "store", "statement", "statement_line", "order_line", "delivery_line"];

    private readonly List<long> toReadAgain = [];

    /// <summary>Loads to be read again afterwards.</summary>
    public IReadOnlyList<long> ToReadAgain => [.. toReadAgain.Distinct()];

    /// <summary>Rows set aside.</summary>
    public HashSet<int> Quarantined { get; } = [];

    /// <summary>How many rows of the file said something new.</summary>
    public long RowsChanged { get; private set; }

    /// <summary>Runs the merges.</summary>
    /// <param name="isRowEach">Whether each data row was staged exactly once, which makes counting cheap.</param>
    /// <param name="counted">Rows to count in <see cref="RowsChanged"/>; null for all.</param>
    /// <param name="ct">Cancels the work.</param>
    public async Task RunAsync(bool isRowEach, IReadOnlyCollection<int>? counted, CancellationToken ct)
    {
        var merges = new List<(string Target, VersionMerge Merge)>();
        foreach (var target in staged.Where(entry => entry.Value > 0).Select(entry => entry.Key).OrderBy(Rank)
            .ThenBy(target => target, StringComparer.Ordinal))
        {
            merges.Add((target, new VersionMerge(connection, context, await VersionedTable.ReadAsync(connection, target, ct))));
        }

        var looksUp = merges.Exists(entry => entry.Merge.LooksUp);
        if (looksUp)
        {
            await using var lookups = new NpgsqlCommand(Warehouse.SqlFiles.Read("merges/lookups.sql"), connection);
            lookups.Parameters.AddWithValue("chain", context.ChainId);
            lookups.Parameters.AddWithValue("arrived", NpgsqlTypes.NpgsqlDbType.TimestampTz, context.ArrivedAt.UtcDateTime);
            await lookups.ExecuteNonQueryAsync(ct);
        }

        RowsChanged = merges.Count == 1 && isRowEach && counted is null
            ? await RunOneAsync(merges[0].Target, merges[0].Merge, ct)
            : await RunAllAsync(merges, counted, ct);
        if (looksUp)
        {
            await connection.ExecuteAsync("drop table lookup_item, lookup_product, lookup_barcode, lookup_store, lookup_account");
        }
    }

    // The common and the large case: nothing is looked at twice unless a row is missing.
    private async Task<long> RunOneAsync(string target, VersionMerge merge, CancellationToken ct)
    {
        await CollectAsync(merge, ct);
        var kept = await merge.CountToMergeAsync(ct);
        if (kept + Quarantined.Count < staged[target])
        {
            await SetAsideAsync(await merge.ProblemsAsync(ct), ct);
        }

        await merge.ApplyAsync(ct);
        toReadAgain.AddRange(merge.ToReadAgain);
        var changed = await merge.CountChangedAsync(ct);
        await merge.ClearAsync(ct);
        return changed;
    }

    // A row that says several things is loaded with all of them or not at all.
    private async Task<long> RunAllAsync(
        List<(string Target, VersionMerge Merge)> merges, IReadOnlyCollection<int>? counted, CancellationToken ct)
    {
        // Twice: lines of a statement whose head is set aside have no statement.
        for (var found = -1; found < Quarantined.Count;)
        {
            found = Quarantined.Count;
            foreach (var (_, merge) in merges)
            {
                await SetAsideAsync(await merge.ProblemsAsync(ct), ct);
            }

            foreach (var (target, _) in merges.Where(_ => Quarantined.Count > found))
            {
                await connection.ExecuteAsync(
                    $"delete from staging.{StagingTableOf(target)} where load_id = @load and row_number = any (@rows)",
                    new { load = context.LoadId, rows = Quarantined.ToArray() });
            }
        }

        await connection.ExecuteAsync("create temp table row_outcome (row_number int, unit bigint, is_changed boolean) on commit drop");
        foreach (var (_, merge) in merges)
        {
            await CollectAsync(merge, ct);
            await merge.ApplyAsync(ct);
            toReadAgain.AddRange(merge.ToReadAgain);
            await merge.NoteOutcomeAsync(ct);
            await merge.ClearAsync(ct);
        }

        // A document that changed in its head or in one line has changed: all its rows count as loaded (docs/money.md#rows).
        return await connection.ExecuteScalarAsync<long>(
            """
            with document as (select unit, bool_or(is_changed) as is_changed from row_outcome group by unit)
            select count(distinct row_number) from row_outcome join document using (unit)
            where document.is_changed and (@counted::int[] is null or row_number = any (@counted));
            drop table row_outcome
            """, new { counted = counted?.ToArray() });
    }

    private async Task CollectAsync(VersionMerge merge, CancellationToken ct) => await SetAsideAsync(await merge.CollectAsync(ct), ct);

    private async Task SetAsideAsync(IReadOnlyList<ResolutionProblem> problems, CancellationToken ct)
    {
        var added = problems.Where(problem => Quarantined.Add(problem.RowNumber)).ToList();
        if (added.Count > 0)
        {
            await quarantine(added, ct);
        }
    }

    /// <summary>The staging table of a target.</summary>
    public static string StagingTableOf(string target) =>
        target is "order_line" or "delivery_line" or "statement" or "statement_line" ? target : "master_row";

    private static int Rank(string target) => Array.IndexOf(First, target) is var rank and >= 0 ? rank : First.Length;
}

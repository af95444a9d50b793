using Dapper;
using KaPipeline.Audit;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What a person may do about a file that is held for being implausible: let it in as it is, or give it up. Each with a name
/// and a reason, and its entry in the audit in the transaction of what it tells of.</summary>
public sealed class HeldFileOperations(NpgsqlDataSource database, Ingest ingest, TimeProvider clock)
{
    /// <summary>Loads the file as it is. Rows that break a rule are quarantined as always.</summary>
    /// <param name="loadId">Load of the file.</param>
    /// <param name="reason">Why it is believed.</param>
    /// <param name="ct">Cancels the work; the file is held then as before.</param>
    /// <returns>What loading it came to.</returns>
    /// <exception cref="OperationRefusedException">It is not held for being implausible, it still cannot be read, or no reason is
    /// given.</exception>
    public async Task<LoadResult> LetInAsync(long loadId, string who, string reason, CancellationToken ct = default)
    {
        RequireReason(reason);
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            await RequireHeldAsync(connection, loadId, ct);
        }

        var recording = ingest.Beside((transaction, load, token) => load.LoadId != loadId
            || load.State is not (LoadState.Loaded or LoadState.Duplicate) ? Task.CompletedTask
            : AuditTrail.RecordAsync(
                transaction, clock.GetUtcNow(), who, "let_in_file", "load", $"{load.LoadId} {load.FileName}", reason,
                new { state = "held" },
                new { load.RowsLoaded, load.RowsQuarantined, load.RowsDuplicate }, token));
        var results = await recording.LetInAsync(loadId, $"{who}: {reason}", ct);
        var result = results.FirstOrDefault(load => load.LoadId == loadId) ?? results[0];
        return result.State is LoadState.Loaded or LoadState.Duplicate ? result
            : throw new OperationRefusedException(Bilingual.Of(language => result.Finding is { } finding
                ? language.Say("没有加载：", "Not loaded: ") + Bilingual.In(finding, language)
                : language.Say("没有加载：此文件已有人处理。", "Not loaded: somebody has decided about this file already.")));
    }

    /// <summary>Gives the file up for good: nothing of it is loaded. Its replacement, a file of its own, is judged anew.</summary>
    /// <exception cref="OperationRefusedException">It is not held for being implausible, or no reason is given.</exception>
    public async Task GiveUpAsync(long loadId, string who, string reason, CancellationToken ct = default)
    {
        RequireReason(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var name = await RequireHeldAsync(connection, loadId, ct);
        var moved = await connection.ExecuteAsync(new CommandDefinition(
            "update ops.load set state = 'refused', finding = @finding where load_id = @loadId and state = 'held'",
            new { loadId, finding = $"已作废 given up: {who}: {reason}" }, transaction, cancellationToken: ct));
        if (moved == 0)
        {
            throw new OperationRefusedException(Bilingual.Of($"加载 {loadId} 已有人处理。", $"Load {loadId} no longer waits for a decision."));
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "give_up_file", "load", $"{loadId} {name}", reason,
            new { state = "held" }, new { state = "refused" }, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<string> RequireHeldAsync(NpgsqlConnection connection, long loadId, CancellationToken ct)
    {
        var load = await connection.QuerySingleOrDefaultAsync<(string State, string Name, bool IsImplausible)?>(new CommandDefinition(
            "select state, file_name, exists (select from ops.odd_content o where o.load_id = l.load_id) from ops.load l where load_id = @loadId",
            new { loadId }, cancellationToken: ct));
        return load switch
        {
            null => throw new OperationRefusedException(Bilingual.Of($"没有加载 {loadId}。", $"There is no load {loadId}.")),
            { State: not "held" } =>
            throw new OperationRefusedException(
            Bilingual.Of(
                $"加载 {loadId} 不在待处理之列：{Label.LoadState.Of(load.Value.State, Language.Chinese)}。",
                $"Load {loadId} does not wait for a decision: it is {Label.LoadState.Of(load.Value.State, Language.English)}.")),
            { IsImplausible: false } => throw new OperationRefusedException(
                Bilingual.Of(
                    $"加载 {loadId} 缺列，无法加载：请改正系统配置后重新加载。",
                    $"Load {loadId} lacks columns and cannot be loaded as it is: correct its profile and load the file again.")),
            _ => load.Value.Name,
        };
    }

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }
    }
}

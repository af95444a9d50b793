using System.Runtime.ExceptionServices;
using Dapper;
using KaPipeline.Claims;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Sales;
using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary>
/// <c>reconcile</c>: settles the touched documents of its chain and keeps its figures. The last of a date's chains then does what concerns
/// all of them: it records the locks, follows the claims and runs the warehouse's checks. A run without a chain does everything.
/// </summary>
internal sealed class ReconcileJob(NpgsqlDataSource database, WorkingCalendar calendar, BusinessRules rules, TimeProvider clock) : IJob
{
    // Of two chains that are done at the same moment, one sees that it is the last.
    private const int HandoverLock = 5_242_052;

    public string Name => "reconcile";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.StepAsync("mirror settings", (_, token) => MirrorAsync(run, token), ct);
        ExceptionDispatchInfo? failure = null;
        try
        {
            await run.StepAsync("settle touched documents", async (step, token) =>
            {
                var outcome = await new MaterialisedSettlement(database).RefreshAsync(Own(run), token);
                step.RowsOut = outcome.Changed + outcome.Vanished;
                step.Message = Bilingual.Of($"变动单据 {outcome.Documents} 张，改动 {outcome.Changed} 行，消失 {outcome.Vanished} 行",
                    $"{Language.Counted(outcome.Documents, "document")} touched, {Language.Counted(outcome.Changed, "row")} changed, {outcome.Vanished} vanished");
            }, ct);
            await run.StepAsync("keep figures", async (step, token) =>
            {
                var outcome = await new MaterialisedFigures(database).RefreshAsync(Own(run), token);
                step.RowsOut = outcome.Changed + outcome.Vanished;
                step.Message = Bilingual.Of($"变动单据 {outcome.Documents} 张，改动 {outcome.Changed} 行，消失 {outcome.Vanished} 行",
                    $"{Language.Counted(outcome.Documents, "document")} touched, {Language.Counted(outcome.Changed, "row")} changed, {outcome.Vanished} vanished");
            }, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && run.ChainId is not null)
        {
            // One chain's trouble does not keep the others from being followed: the views compute what is not kept.
            failure = ExceptionDispatchInfo.Capture(e);
        }

        var isLast = true;
        await run.StepAsync("hand over the chain", async (step, token) =>
        {
            isLast = await HandOverAsync(run, token);
            step.Message = isLast ? null : Bilingual.Of("锁码、索赔与检查等该日其他系统，或一次全部系统的运行",
                "locks, claims and checks wait for the other chains of the date, or for a run of all");
        }, ct);
        if (isLast)
        {
            await CloseAsync(run, ct);
        }

        failure?.Throw();
    }

    private static string[]? Own(RunContext run) => run.ChainId is { } chain ? [chain] : null;

    private async Task MirrorAsync(RunContext run, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>(
            "select @ChainId is null or exists (select from core.chain where chain_id = @ChainId)", new { run.ChainId }))
        {
            throw new PermanentJobException(
                "unknown_chain", Bilingual.Of($"没有系统「{run.ChainId}」。", $"There is no chain \"{run.ChainId}\"."));
        }

        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@SettingsLock)", new { SettingsSync.SettingsLock },
            cancellationToken: ct));
        try
        {
            await SettingsSync.SyncAsync(connection, calendar, rules, clock.GetUtcNow(), ct);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@SettingsLock)", new { SettingsSync.SettingsLock });
        }
    }

    /// <summary>Notes that this run has done its own chain.</summary>
    /// <returns>Whether it does the rest: no other chain of the date is still to be done. A run of one chain alone does it where nothing
    /// waits for the other chains.</returns>
    private async Task<bool> HandOverAsync(RunContext run, CancellationToken ct)
    {
        if (run.ChainId is null)
        {
            return true;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await new ReportClock(run.To, DateTimeOffset.MaxValue).ApplyAsync(connection, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select pg_advisory_xact_lock(@HandoverLock);
            insert into ops.chain_handover (run_id, handed_over_at) values (@RunId, @now)
            on conflict (run_id) do update set handed_over_at = excluded.handed_over_at;
            """, new { HandoverLock, run.RunId, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        var isLast = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select not exists (
                select from ops.run as other
                where other.job = @Name and other.date_to = @To and other.state in ('queued', 'running') and other.run_id <> @RunId
                  and not exists (select from ops.chain_handover as done where done.run_id = other.run_id))
                and (mart.is_settlement_kept() and mart.is_figures_kept() or exists (
                    select from ops.chain_handover join ops.run as other using (run_id)
                    where other.job = @Name and other.date_to = @To and other.chain_id <> @ChainId))
            """, new { Name, run.To, run.RunId, run.ChainId }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return isLast;
    }

    /// <summary>What concerns all chains, by what is known of all of them.</summary>
    private async Task CloseAsync(RunContext run, CancellationToken ct)
    {
        var moment = ReportClock.EndOf(run.To);
        await run.StepAsync("settle what came meanwhile", async (step, token) =>
        {
            if (run.ChainId is null)
            {
                return;
            }

            try
            {
                var chains = await database.ListAsync<string>(
                    """
                    select distinct chain_id from ops.chain_handover join ops.run using (run_id)
                    where job = @Name and date_to = @To and chain_id in (select chain_id from core.chain)
                    """, new { Name, run.To }, token);
                var settled = await new MaterialisedSettlement(database).RefreshAsync(chains, token);
                var figures = await new MaterialisedFigures(database).RefreshAsync(chains, token);
                step.RowsOut = settled.Changed + settled.Vanished + figures.Changed + figures.Vanished;
            }
            catch (PostgresException e)
            {
                // The run of the chain that is in trouble fails by itself; until it is put right, the views compute.
                step.Message = Bilingual.Of($"并非所有系统都已更新：{e.MessageText}", $"not all chains are refreshed: {e.MessageText}");
                run.Warn("并非所有系统都已更新", "Not all chains could be refreshed", e);
            }
        }, ct);
        await run.StepAsync("record locks", async (step, token) =>
        {
            await using var connection = await database.OpenConnectionAsync(token);
            step.RowsOut = await LockHistory.RecordAsync(connection, moment, clock.GetUtcNow(), token);
        }, ct);
        await run.StepAsync("follow claims", async (step, token) =>
        {
            var outcome = await CaseSync.RunAsync(database, moment, clock.GetUtcNow(), token);
            step.RowsOut = outcome.Opened + outcome.Cleared + outcome.Reopened + outcome.Credited + outcome.Adjusted;
            step.Message = Bilingual.Of(
                $"新建 {outcome.Opened}，消除 {outcome.Cleared}，重开 {outcome.Reopened}，到账 {outcome.Credited}，调整 {outcome.Adjusted}",
                $"{outcome.Opened} opened, {outcome.Cleared} cleared, {outcome.Reopened} reopened, {outcome.Credited} credited, {outcome.Adjusted} adjusted");
        }, ct);
        await run.StepAsync("keep judged breaks", async (step, token) => step.RowsOut = await KeptBreaks.KeepAsync(database, token), ct);
        await run.StepAsync("check the warehouse", async (step, token) =>
        {
            var findings = await WarehouseChecks.RunAsync(database, moment, token);
            foreach (var finding in findings.Where(finding => finding.BadRowCount > 0))
            {
                run.Warn($"检查 {finding.Name} 发现 {finding.BadRowCount} 行", $"Check {finding.Name} found {Language.Counted(finding.BadRowCount, "row")}");
            }

            var bad = findings.Count(finding => finding.BadRowCount > 0);
            step.Message = Bilingual.Of($"检查 {findings.Count} 项，{bad} 项有发现", $"{Language.Counted(findings.Count, "check")}, {bad} with findings");
            if (findings.FirstOrDefault(finding => finding.Stops && finding.BadRowCount > 0) is { } stop)
            {
                throw new PermanentJobException("check_stopped", Bilingual.Of(
                    $"检查 {stop.Name} 发现 {stop.BadRowCount} 行，数字不得发出。查看：ka check",
                    $"Check {stop.Name} found {Language.Counted(stop.BadRowCount, "row")}; figures must not go out. See them with: ka check"));
            }
        }, ct);
    }
}

using KaPipeline.FigureStore;
using KaPipeline.Jobs;
using KaPipeline.Reconciliation;
using KaPipeline.Rules;
using KaPipeline.Settlements;
using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>reconcile</c>: mirrors calendar and rules, settles touched documents, follows the claims, and runs the warehouse's checks.</summary>
internal sealed class ReconcileJob(NpgsqlDataSource database, KaHome home, TimeProvider clock) : IJob
{
    public string Name => "reconcile";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var moment = ReportClock.EndOf(run.To);
        await run.StepAsync("mirror settings", async (step, token) =>
        {
            await using var connection = await database.OpenConnectionAsync(token);
            await SettingsSync.SyncAsync(connection, home.Config, clock.GetUtcNow(), token);
        }, ct);
        await run.StepAsync("settle touched documents", async (step, token) =>
        {
            var outcome = await new KeptSettlement(database).RefreshAsync(token);
            step.RowsOut = outcome.Changed + outcome.Vanished;
            step.Says = $"{outcome.Documents} documents touched, {outcome.Changed} rows changed, {outcome.Vanished} vanished";
        }, ct);
        await run.StepAsync("keep figures", async (step, token) =>
        {
            var outcome = await new KeptFigures(database).RefreshAsync(token);
            step.RowsOut = outcome.Changed + outcome.Vanished;
            step.Says = $"{outcome.Documents} documents touched, {outcome.Changed} rows changed, {outcome.Vanished} vanished";
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
            step.Says = $"{outcome.Opened} opened, {outcome.Cleared} cleared, {outcome.Reopened} reopened, {outcome.Credited} credited, {outcome.Adjusted} adjusted";
        }, ct);
        await run.StepAsync("check the warehouse", async (step, token) =>
        {
            var findings = await WarehouseChecks.RunAsync(database, moment, token);
            foreach (var finding in findings.Where(finding => finding.BadRowCount > 0))
            {
                run.Log.LogWarning("Check {check} found {bad_rows} rows", finding.Name, finding.BadRowCount);
            }

            step.Says = $"{findings.Count} checks, {findings.Count(finding => finding.BadRowCount > 0)} with findings";
            if (findings.FirstOrDefault(finding => finding.Stops && finding.BadRowCount > 0) is { } stop)
            {
                throw new PermanentJobException("check_stopped", $"Check {stop.Name} found {stop.BadRowCount} rows; figures must not go out. See them with: ka check");
            }
        }, ct);
    }
}

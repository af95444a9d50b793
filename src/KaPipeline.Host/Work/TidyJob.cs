using KaPipeline.Host.Accounts;
using KaPipeline.Host.Hangfire;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>tidy</c>: looks at the archive's bytes in turns, and forgets runs past their keeping time, photographs and who looked at
/// them past theirs, failed jobs of Hangfire after a month, and nodes long gone. Loads, editions, cases and the audit are kept.</summary>
internal sealed class TidyJob(NpgsqlDataSource database, JobOptions options, ArchiveProof proof, TimeProvider clock) : IJob
{
    public string Name => "tidy";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await ForgetAsync(run, ct);
        await run.StepAsync("forget what is personal", async (step, token) =>
        {
            var now = clock.GetUtcNow();
            // That there was one, and its hash, stay with the line.
            step.RowsOut = await database.DoAsync(
                """
                delete from ops.work_photograph as photograph using ops.work_done as done
                where done.work_done_id = photograph.work_done_id and done.done_at < @before
                """, new { before = now.AddDays(-options.KeepPhotographDays) }, token);
            step.RowsOut += await database.DoAsync("delete from ops.personal_access where happened_at < @before",
                new { before = now.AddDays(-options.KeepAccessDays) }, token);
        }, ct);
        await run.StepAsync("look at the archive", async (step, token) =>
        {
            var (looked, flaws) = await proof.CheckInTurnAsync(token);
            step.RowsIn = looked;
            var names = flaws.Take(10).Select(flaw => flaw.FileName).ToList();
            step.Message = flaws.Count == 0 ? null : Bilingual.Of(language =>
                language.Say($"缺失或损坏 {flaws.Count} 个：", $"{flaws.Count} missing or damaged: ") + language.List(names));
        }, ct);
    }

    private Task ForgetAsync(RunContext run, CancellationToken ct) => run.StepAsync("forget old runs", async (step, token) =>
    {
        var before = clock.GetUtcNow().AddMonths(-options.KeepMonths);
        await database.DoAsync(
            "update ops.run set rerun_of = null where rerun_of in (select run_id from ops.run where finished_at < @before)", new { before },
            token);
        step.RowsOut = await database.DoAsync("delete from ops.run where finished_at < @before", new { before }, token);
        // Ended jobs of Hangfire go by themselves after a month, failed ones never. It compares the moment with the database's clock.
        await database.DoAsync(
            "update hangfire.job set expireat = now() where statename = 'Failed' and expireat is null and createdat < @shown",
            new { shown = clock.GetUtcNow() - HangfireStorage.Keeps }, token);
        await database.DoAsync(
            "delete from ops.run_batch as batch where requested_at < @before and not exists (select from ops.run where run.batch_id = batch.batch_id)", new { before }, token);
        // No session lasts longer than a day.
        await database.DoAsync("delete from ops.ended_session where ended_at < @gone", new { gone = clock.GetUtcNow().AddDays(-2) }, token);
        await SignInsPerAddress.ForgetAsync(database, token);
        await database.DoAsync("delete from ops.profile_sample where uploaded_at < @gone", new { gone = clock.GetUtcNow().AddMonths(-3) },
            token);
        await database.DoAsync("delete from ops.node where seen_at < now() - interval '7 days'", ct: token);
    }, ct);
}

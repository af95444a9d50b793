using KaPipeline.Digests.Editions;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>restate</c>: tells those who were sent a figure that a later file has changed: old, new, and the file.</summary>
internal sealed class RestateJob(NpgsqlDataSource database, RestatementService restatements, Func<Postman> postman, MailOptions mail) : IJob
{
    public string Name => "restate";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.StepAsync("settle touched documents", async (step, token) =>
        {
            var outcome = await new MaterialisedSettlement(database).RefreshAsync(ct: token);
            await KeptBreaks.KeepAsync(database, token);
            step.RowsOut = outcome.Changed + outcome.Vanished;
        }, ct);
        await run.StepAsync("write notices", async (step, token) =>
        {
            var made = await restatements.ProduceAsync(run.RunId, token);
            step.RowsOut = made?.Letters.Count ?? 0;
            step.Message = made is { } notice
                ? Bilingual.Of(
                    $"更正通知 {notice.EditionId}，{notice.Letters.Count} 封", $"edition {notice.EditionId}, {Language.Counted(notice.Letters.Count, "letter")}")
                : Bilingual.Of("已发数字没有变化", "no figure that was sent has changed");
        }, ct);
        await run.StepAsync("send", async (step, token) =>
        {
            foreach (var edition in await RestatementService.UnsentAsync(database, token))
            {
                MailSteps.Tell(run, step, await postman().DeliverToEndAsync(
                    edition, run.ScheduledFor is null ? TimeSpan.Zero : TimeSpan.FromMinutes(mail.WaitForServerMinutes),
                    run.ScheduledFor is null, token));
            }
        }, ct);
    }
}

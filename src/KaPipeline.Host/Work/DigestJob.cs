using KaPipeline.Digests.Editions;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary>One job per digest: waits for late sources until their time is over, makes the edition of its business date and sends
/// it.</summary>
internal sealed class DigestJob(
    string digest, DigestService digests, Func<Postman> postman, MailOptions mail, NpgsqlDataSource database, TimeProvider clock) : IJob
{
    public string Name => digest;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.StepAsync("wait for sources", (step, token) => WaitAsync(run, step, token), ct);
        await run.StepAsync("make the edition", async (step, token) =>
        {
            var (edition, letters) = await digests.ProduceAsync(
                new DigestRequest(digest, run.To, run.ScheduledFor is null ? $"{run.RequestedBy}: run {run.RunId}" : "schedule")
                {
                    RunId = run.RunId,
                    Suppressed = run.SendsMail ? null : "rerun without mail",
                }, token);
            step.RowsOut = letters.Count;
            step.Message = Bilingual.Of($"版本 {edition}，{letters.Count} 封", $"edition {edition}, {Language.Counted(letters.Count, "letter")}");
        }, ct);
        await run.StepAsync("send", async (step, token) =>
        {
            var edition = await EditionLedger.ExistingAsync(database, digest, run.To, token)
                ?? throw new PermanentJobException("edition_missing", Bilingual.Of(
                    $"没有可发的{Label.Digest.Of(digest, Language.Chinese)} {run.To:yyyy-MM-dd}；请从「制作报告」一步重跑。",
                    $"There is no edition of \"{digest}\" for {run.To:yyyy-MM-dd} to send; rerun it from \"make the edition\"."));
            if (edition.IsHeld)
            {
                step.Message = Bilingual.Of($"版本 {edition.Id} 已暂缓：没有发送", $"edition {edition.Id} is held: nothing was sent");
                return;
            }

            // Only what is due by its schedule waits for a server in trouble; a person hears of it at once.
            var patience = run.ScheduledFor is null ? TimeSpan.Zero : TimeSpan.FromMinutes(mail.WaitForServerMinutes);
            MailSteps.Tell(run, step, await postman().DeliverToEndAsync(edition.Id, patience, run.ScheduledFor is null, token));
        }, ct);
    }

    // Only what is due by its schedule waits; a person who asks for an edition gets it from what there is. Nor does one that is there
    // already.
    private async Task WaitAsync(RunContext run, RunStep step, CancellationToken ct)
    {
        var began = clock.GetUtcNow();
        var told = "";
        var isScheduled = run.ScheduledFor is not null && await EditionLedger.ExistingAsync(database, digest, run.To, ct) is null;
        while (isScheduled && await digests.Wait.AskAsync(digest, run.To, ct) is { GoesAt: null } answer)
        {
            var names = Bilingual.Of(language => language.List(answer.Lacking.Select(state =>
                $"{state.ChainId} {Label.Feed.Of(state.Report, language)} {state.BusinessDate:yyyy-MM-dd} {Label.FeedState.Of(state.State, language)}")));
            if (names != told)
            {
                told = names;
                run.Note(language => language.Say("等待 ", "Waiting for ") + Bilingual.In(told, language));
            }

            await Task.Delay(SourceWait.Look, clock, ct);
        }

        if (told.Length > 0)
        {
            // What came meanwhile was loaded, but this morning's reconciliation has run before it.
            await new MaterialisedSettlement(database).RefreshAsync(ct: ct);
            await KeptBreaks.KeepAsync(database, ct);
            var minutes = FormattableString.Invariant($"{(clock.GetUtcNow() - began).TotalMinutes:0}");
            step.Message = Bilingual.Of(language =>
                language.Say($"等了 {minutes} 分钟：", $"waited {minutes} min for ") + Bilingual.In(told, language));
        }
    }
}

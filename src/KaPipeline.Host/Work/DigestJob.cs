using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Reports.Editions;

namespace KaPipeline.Host.Work;

/// <summary>One job per digest: makes the edition of its business date and sends it.</summary>
internal sealed class DigestJob(string digest, DigestDesk desk, Func<Postman> postman) : IJob
{
    public string Name => digest;

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        long edition = 0;
        await run.StepAsync("make the edition", async (step, token) =>
        {
            (edition, var letters) = await desk.ProduceAsync(
                new DigestRequest(digest, run.To, run.ScheduledFor is null ? $"{run.RequestedBy}: run {run.RunId}" : "schedule")
                {
                    RunId = run.RunId,
                    Suppressed = run.SendsMail ? null : "rerun without mail",
                }, token);
            step.RowsOut = letters.Count;
            step.Says = $"edition {edition}, {letters.Count} letters";
        }, ct);
        await run.StepAsync("send", async (step, token) =>
        {
            var ended = await postman().DeliverAsync(edition, token);
            step.RowsOut = ended.Values.Sum();
            step.Says = string.Join(", ", ended.Select(state => $"{state.Value} {state.Key}"));
            if (ended.Keys.Any(state => state is DeliveryState.Refused or DeliveryState.InDoubt))
            {
                run.Log.LogWarning("Not all letters were accepted: {states}", step.Says);
            }
        }, ct);
    }
}

using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Reports.Design;
using KaPipeline.Reports.Editions;
using KaPipeline.Reports.Facts;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>watch</c>: reports what should have happened and did not, one alert per breach, closed when it recovers; mails operations
/// what is new; and tries again the mails that were put off.</summary>
internal sealed class WatchJob(
    NpgsqlDataSource database, WorkingCalendar calendar, IReadOnlyList<JobSchedule> schedules, MailOptions mail, Func<Postman> postman, TimeProvider clock) : IJob
{
    private static readonly HashSet<string> Digests = [.. DigestDesk.AllDigests.Select(digest => digest.Name)];

    public string Name => "watch";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = BusinessTime.DateOf(now);
        var watchdog = new Watchdog(database, mail.WaitForSourcesUntil, clock);
        await run.StepAsync("look for late sources", (step, token) =>
            WithCalendarAsync(step, () => FollowAsync(step, "feed_late", LateAsync(today, now, token), now, token)), ct);
        await run.StepAsync("send what was put off", async (step, token) =>
        {
            var ended = await postman().DeliverPutOffAsync(token);
            step.RowsOut = ended.Values.Sum();
        }, ct);
        await run.StepAsync("look for missing digests", (step, token) =>
            WithCalendarAsync(step, async () => await FollowAsync(step, "digest_missing", watchdog.MissingAsync(await PromisesAsync(now, token), token), now, token)), ct);
        await run.StepAsync("look for refused letters", (step, token) => FollowAsync(step, "delivery_refused", watchdog.EndedBadlyAsync(ct: token), now, token), ct);
        await run.StepAsync("tell operations", async (step, token) =>
        {
            step.RowsOut = await new OperationsMail(database, mail, clock).TellAsync(token);
            step.Says = mail.Operations.Count == 0 ? "Mail:Operations names nobody" : null;
        }, ct);
    }

    // What waits in the outbox and what operations must know goes out also where the year's calendar is missing; the schedules raise that alert.
    private static async Task WithCalendarAsync(RunStep step, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (MissingCalendarYearException e)
        {
            step.Says = e.Message;
        }
    }

    private async Task<IReadOnlyList<Breach>> LateAsync(DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var late = await database.ListAsync<Late>(new ReportClock(today, now),
            """
            select chain_id, coalesce(chain.name, chain_id) as name, coalesce(chain.name_en, chain_id) as name_en, report, business_date,
                to_char(expected_by at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as expected_by
            from mart.feed_arrival left join core.chain using (chain_id) where business_date > @today - 7 and state = 'missing'
            """, new { today }, ct);
        return
        [
            .. late.Select(feed => new Breach(
                $"{feed.ChainId} {feed.Report} {feed.BusinessDate:yyyy-MM-dd}",
                $"{feed.Name} {BreakWords.Of(feed.Report, Language.Chinese)} {feed.BusinessDate:yyyy-MM-dd}：应于 {feed.ExpectedBy} 前到达，未到。 "
                + $"{feed.NameEn} {BreakWords.Of(feed.Report, Language.English)} of {feed.BusinessDate:yyyy-MM-dd}: expected by {feed.ExpectedBy}, not there.")),
        ];
    }

    // Occurrences of the last week; of a schedule that is younger, those since its first run.
    private async Task<IReadOnlyList<Promise>> PromisesAsync(DateTimeOffset now, CancellationToken ct)
    {
        var promises = new List<Promise>();
        foreach (var schedule in schedules.Where(schedule => schedule.Enabled && Digests.Contains(schedule.Job)))
        {
            var known = await database.FirstAsync<Since>("select min(queued_at) as at from ops.run where schedule_name = @Name", new { schedule.Name }, ct);
            if (known?.At is { } first)
            {
                promises.AddRange(schedule.Occurrences(first > now.AddDays(-7) ? first.AddSeconds(-1) : now.AddDays(-7), now, calendar)
                    .Select(slot => new Promise(schedule.Job, BusinessTime.DateOf(slot).AddDays(schedule.DateOffset), slot)));
            }
        }

        return promises;
    }

    private async Task FollowAsync(RunStep step, string kind, Task<IReadOnlyList<Breach>> found, DateTimeOffset now, CancellationToken ct)
    {
        var breaches = await found;
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var breach in breaches)
        {
            await Alerts.OpenAsync(connection, kind, breach.Subject, breach.Says, now);
        }

        var open = await database.ListAsync<string>("select subject from ops.alert where kind = @kind and closed_at is null", new { kind }, ct);
        foreach (var recovered in open.Except(breaches.Select(breach => breach.Subject)))
        {
            await Alerts.CloseAsync(connection, kind, recovered, now);
        }

        step.RowsOut = breaches.Count;
    }

    private sealed record Late(string ChainId, string Name, string NameEn, string Report, DateOnly BusinessDate, string ExpectedBy);

    private sealed record Since
    {
        public DateTimeOffset? At { get; init; }
    }
}

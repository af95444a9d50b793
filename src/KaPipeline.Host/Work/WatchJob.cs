using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Reports.Editions;
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
        await run.StepAsync("look for late sources", (step, token) => FollowAsync(step, "feed_late", LateAsync(today, now, token), now, token), ct);
        await run.StepAsync("send what was put off", async (step, token) =>
        {
            var ended = await postman().DeliverPutOffAsync(token);
            step.RowsOut = ended.Values.Sum();
        }, ct);
        await run.StepAsync("look for missing digests", async (step, token) =>
            await FollowAsync(step, "digest_missing", watchdog.MissingAsync(await PromisesAsync(now, token), token), now, token), ct);
        await run.StepAsync("look for refused letters", (step, token) => FollowAsync(step, "delivery_refused", watchdog.EndedBadlyAsync(ct: token), now, token), ct);
        await run.StepAsync("tell operations", async (step, token) =>
        {
            step.RowsOut = await new OperationsMail(database, mail, clock).TellAsync(token);
            step.Says = mail.Operations.Count == 0 ? "Mail:Operations names nobody" : null;
        }, ct);
    }

    private async Task<IReadOnlyList<Breach>> LateAsync(DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var late = await database.ListAsync<Late>(new ReportClock(today, now),
            """
            select concat_ws(' ', chain_id, report, business_date) as subject,
                concat_ws(' ', chain_id, report, business_date, 'was expected by', to_char(expected_by at time zone 'Asia/Shanghai', 'MM-DD HH24:MI')) as says
            from mart.feed_arrival where business_date > @today - 7 and state = 'missing'
            """, new { today }, ct);
        return [.. late.Select(feed => new Breach(feed.Subject, feed.Says))];
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

    private sealed record Late
    {
        public string Subject { get; init; } = "";

        public string Says { get; init; } = "";
    }

    private sealed record Since
    {
        public DateTimeOffset? At { get; init; }
    }
}

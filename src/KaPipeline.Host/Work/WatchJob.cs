using KaPipeline.Jobs;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>watch</c>: reports what should have happened and did not, one alert per breach, closed when it recovers.</summary>
internal sealed class WatchJob(NpgsqlDataSource database, WorkingCalendar calendar, IReadOnlyList<JobSchedule> schedules, TimeProvider clock) : IJob
{
    private static readonly string[] Digests = ["daily", "weekly", "close", "budget", "plan"];

    public string Name => "watch";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = BusinessTime.DateOf(now);
        await run.StepAsync("look for late sources", (step, token) => FollowAsync(step, "feed_late",
            database.ListAsync<Breach>(new ReportClock(today, now),
                """
                select concat_ws(' ', chain_id, report, business_date) as subject,
                    concat_ws(' ', chain_id, report, business_date, 'was expected by', to_char(expected_by at time zone 'Asia/Shanghai', 'MM-DD HH24:MI')) as says
                from mart.feed_arrival where business_date > @today - 7 and state = 'missing'
                """, new { today }, token), now, token), ct);
        await run.StepAsync("look for missing digests", (step, token) => FollowAsync(step, "digest_missing", MissingDigestsAsync(now, token), now, token), ct);
        await run.StepAsync("look for refused letters", (step, token) => FollowAsync(step, "delivery_refused",
            database.ListAsync<Breach>(
                """
                select delivery_id::text as subject, concat_ws(' ', digest, business_date, recipient_name, state, words) as says
                from ops.delivery join ops.edition using (edition_id)
                where state in ('refused', 'in_doubt') and rendered_at > @now - interval '7 days'
                """, new { now }, token), now, token), ct);
    }

    private async Task<IReadOnlyList<Breach>> MissingDigestsAsync(DateTimeOffset now, CancellationToken ct)
    {
        var breaches = new List<Breach>();
        var made = (await database.ListAsync<string>("select digest || ' ' || business_date from ops.edition where produced_at > @since", new { since = now.AddDays(-10) }, ct)).ToHashSet();
        foreach (var schedule in schedules.Where(schedule => schedule.Enabled && Digests.Contains(schedule.Job)))
        {
            var known = await database.FirstAsync<Since>("select min(queued_at) as at from ops.run where schedule_name = @Name", new { schedule.Name }, ct);
            foreach (var slot in schedule.Occurrences(known?.At is { } first && first > now.AddDays(-7) ? first.AddSeconds(-1) : now.AddDays(-7), now.AddHours(-1), calendar))
            {
                var subject = $"{schedule.Job} {BusinessTime.DateOf(slot).AddDays(schedule.DateOffset):yyyy-MM-dd}";
                if (known?.At is not null && !made.Contains(subject))
                {
                    breaches.Add(new Breach { Subject = subject, Says = $"{subject} should have gone at {TimeZoneInfo.ConvertTime(slot, BusinessTime.Zone):MM-dd HH:mm} and has no edition" });
                }
            }
        }

        return breaches;
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

    private sealed record Breach
    {
        public string Subject { get; init; } = "";

        public string Says { get; init; } = "";
    }

    private sealed record Since
    {
        public DateTimeOffset? At { get; init; }
    }
}

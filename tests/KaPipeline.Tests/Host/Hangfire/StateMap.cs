using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>The map between the ledger's states and Hangfire's, written a second time: queued = Enqueued or Scheduled, running =
/// Processing, succeeded = Succeeded, failed = Failed, cancelled = Deleted; an attempt that was overcome = Deleted; one that failed and
/// whose next still waits = Failed.</summary>
internal static class StateMap
{
    private const string Broken =
        """
        select concat_ws(' ', 'run', run.run_id, run.job, run.state, 'attempt', run.attempt, 'jobs', jobs.states) as says
        from ops.run
        join lateral (
            select string_agg(attempt.attempt || '=' || coalesce(job.statename, 'none'), ',' order by attempt.attempt) as states,
                max(attempt.attempt) as newest,
                (array_agg(job.statename order by attempt.attempt desc))[1] as last_state,
                count(*) filter (where job.statename is distinct from 'Deleted') as not_deleted,
                count(*) filter (where job.statename = 'Failed' and attempt.attempt = run.attempt) as failed_before
            from ops.run_attempt as attempt left join hangfire.job on job.id::text = attempt.hangfire_job_id
            where attempt.run_id = run.run_id
        ) as jobs on true
        where case run.state
            when 'queued' then coalesce(jobs.newest, 0) <> run.attempt + 1 or jobs.last_state not in ('Enqueued', 'Scheduled') or jobs.not_deleted - jobs.failed_before <> 1
            when 'running' then jobs.newest <> run.attempt or jobs.last_state <> 'Processing' or jobs.not_deleted <> 1
            when 'succeeded' then jobs.last_state <> 'Succeeded' or jobs.not_deleted <> 1
            when 'failed' then jobs.last_state <> 'Failed' or jobs.not_deleted <> 1
            else jobs.not_deleted <> 0
        end
        union all
        select concat_ws(' ', 'job', job.id, job.statename, 'of no attempt')
        from hangfire.job
        where job.invocationdata->>'Method' = 'Execute' and job.invocationdata->>'Type' like '%RunJob%' and job.statename <> 'Deleted'
            and not exists (select from ops.run_attempt where hangfire_job_id = job.id::text)
        """;

    /// <summary>What does not agree now.</summary>
    public static Task<IReadOnlyList<string>> BrokenAsync(NpgsqlDataSource database) => database.ListAsync<string>(Broken);

    /// <summary>Waits until ledger and Hangfire agree, for two minutes at most, and says what does not.</summary>
    public static async Task AgreesAsync(NpgsqlDataSource database, int seconds = 120)
    {
        IReadOnlyList<string> broken = [];
        try
        {
            await RehearsalNodes.UntilAsync(async () => (broken = await BrokenAsync(database)).Count == 0, seconds);
        }
        catch (Xunit.Sdk.FailException)
        {
            Assert.Fail(string.Join('\n', broken));
        }
    }
}

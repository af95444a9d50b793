using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>The processes of <c>ka serve</c> that are alive, those without a Hangfire server as well.</summary>
public static class NodeRegister
{
    /// <summary>Says that a node is alive.</summary>
    /// <param name="worker">Machine and process.</param>
    public static Task SignInAsync(
        NpgsqlDataSource database, string worker, bool runsJobs, bool servesWeb, string version, TimeProvider clock, CancellationToken ct) =>
        database.DoAsync(
            """
            insert into ops.node as kept (worker, started_at, seen_at, runs_jobs, serves_web, version)
            values (@worker, @now, @now, @runsJobs, @servesWeb, @version)
            on conflict (worker) do update set seen_at = excluded.seen_at
            """, new { worker, now = clock.GetUtcNow(), runsJobs, servesWeb, version }, ct);
}

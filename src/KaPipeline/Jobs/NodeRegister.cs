using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>The processes of <c>ka serve</c> that are alive, those without a Hangfire server as well.</summary>
public static class NodeRegister
{
    /// <summary>Says that a node is alive, by the database's clock.</summary>
    /// <param name="worker">Machine and process.</param>
    public static Task SignInAsync(
        NpgsqlDataSource database, string worker, bool runsJobs, bool servesWeb, string version, CancellationToken ct) =>
        database.DoAsync(
            """
            insert into ops.node as kept (worker, started_at, seen_at, runs_jobs, serves_web, version)
            values (@worker, now(), now(), @runsJobs, @servesWeb, @version)
            on conflict (worker) do update set seen_at = excluded.seen_at
            """, new { worker, runsJobs, servesWeb, version }, ct);

    /// <summary>Says what of the configuration on disk a node does not follow.</summary>
    /// <param name="says">In words; null where it follows all.</param>
    public static Task SayOfConfigAsync(NpgsqlDataSource database, string worker, string? says, CancellationToken ct) =>
        database.DoAsync(
            "update ops.node set config_says = @says where worker = @worker and config_says is distinct from @says",
            new { worker, says }, ct);

    /// <summary>The living nodes that do not follow the whole configuration, each with what it says.</summary>
    public static Task<IReadOnlyList<(string Worker, string Message)>> NotFollowingAsync(NpgsqlDataSource database, CancellationToken ct) =>
        database.ListAsync<(string, string)>(
            "select worker, config_says from ops.node where config_says is not null and seen_at > now() - interval '1 minute' order by worker", ct: ct);
}

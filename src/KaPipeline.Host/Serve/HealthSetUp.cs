using Dapper;
using KaPipeline.Host.Warehouse;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace KaPipeline.Host.Serve;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: database, its schema, the configuration of the nodes,
/// scheduler, clock, sending, who is told, late feeds, missing digests, calendar year. Says which is unwell and what to do, and no more: it
/// is open to anybody.</summary>
internal static class HealthSetUp
{
    public static void AddKaHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .Add(Check("database", async (provider, ct) =>
            {
                // As pages do: by the report's clock, through a language that the server loads, and a view.
                var today = ReportClock.EndOf(BusinessTime.Today(provider.GetRequiredService<TimeProvider>()));
                await using var connection = await provider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);
                await using var transaction = await today.BeginAsync(connection, ct);
                await connection.ExecuteAsync(new CommandDefinition(
                    "do $$ begin perform from mart.feed_arrival limit 0; end $$", cancellationToken: ct));
                return HealthCheckResult.Healthy();
            }))
            .Add(Check("schema", async (provider, ct) =>
            {
                try
                {
                    return await ReadyWarehouse.MissingAsync(provider.GetRequiredService<NpgsqlDataSource>(), ct) is { Count: > 0 } missing
                        ? HealthCheckResult.Unhealthy(ReadyWarehouse.Older(missing)) : HealthCheckResult.Healthy();
                }
                catch (NewerDatabaseException e)
                {
                    return HealthCheckResult.Unhealthy(e.Message);
                }
            }))
            .Add(Check("config", async (provider, ct) =>
                (await NodeRegister.NotFollowingAsync(provider.GetRequiredService<NpgsqlDataSource>(), ct)).Count > 0
                    ? HealthCheckResult.Degraded("a changed file of config is not in use, or a restart is due: see ka doctor")
                    : HealthCheckResult.Healthy()))
            .Add(Check("scheduler", async (provider, ct) =>
                await provider.GetRequiredService<NpgsqlDataSource>().FirstAsync<bool>(
                    "select exists (select from ops.node where runs_jobs and seen_at > now() - interval '1 minute')", ct: ct)
                    ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no node runs jobs")))
            .Add(Check("clock", (provider, ct) => NoAlertAsync(provider, "clock_off", ct)))
            .Add(Check("sending", (provider, ct) => NoAlertAsync(provider, SendingGate.Kind, ct)))
            .Add(Check("told", (provider, _) => Task.FromResult(
                provider.GetRequiredService<MailOptions>().Operations.Count > 0 ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Degraded("alerts are reported to nobody: name addresses in Mail:Operations"))))
            .Add(Check("late_feeds", (provider, ct) => NoAlertAsync(provider, "feed_late", ct)))
            .Add(Check("missing_digests", (provider, ct) => NoAlertAsync(provider, "digest_missing", ct)))
            .Add(Check("calendar_year", (provider, _) =>
            {
                var today = BusinessTime.Today(provider.GetRequiredService<TimeProvider>());
                var calendar = provider.GetRequiredService<WorkingCalendar>();
                return Task.FromResult(calendar.LastDay < today ? HealthCheckResult.Unhealthy("this year's calendar is missing")
                    : calendar.MissesNextYear(today) ? HealthCheckResult.Degraded("next year's calendar is missing")
                    : calendar.Doubt(today) is { } doubt
                        ? HealthCheckResult.Degraded(Bilingual.In(doubt, Language.English))
                    : HealthCheckResult.Healthy());
            }));
    }

    public static void MapKaHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
                // Words of ours alone: what an exception says is for the log.
                says = report.Entries.Where(entry =>
                    entry.Value is { Status: not HealthStatus.Healthy, Exception: null, Description: not null })
                    .ToDictionary(entry => entry.Key, entry => entry.Value.Description),
            }),
        }).AllowAnonymous();
    }

    private static HealthCheckRegistration Check(string name, Func<IServiceProvider, CancellationToken, Task<HealthCheckResult>> look) =>
        new(name, provider => new Look(provider, look), HealthStatus.Unhealthy, null, TimeSpan.FromSeconds(10));

    private static async Task<HealthCheckResult> NoAlertAsync(IServiceProvider provider, string kind, CancellationToken ct) =>
        await provider.GetRequiredService<NpgsqlDataSource>()
        .FirstAsync<bool>("select exists (select from ops.alert where kind = @kind and closed_at is null)", new { kind }, ct)
            ? HealthCheckResult.Degraded(kind) : HealthCheckResult.Healthy();

    private sealed class Look(IServiceProvider provider, Func<IServiceProvider, CancellationToken, Task<HealthCheckResult>> look)
        : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            look(provider, cancellationToken);
    }
}

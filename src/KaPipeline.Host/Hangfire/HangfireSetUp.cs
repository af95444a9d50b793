using Hangfire;
using Hangfire.AspNetCore;
using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Hangfire in a process of ours: client, storage and sweeper everywhere; servers where jobs run.</summary>
public static class HangfireSetUp
{
    /// <summary>Seconds between two signs of life of a Hangfire server.</summary>
    public const int ServerHeartbeatSeconds = 15;

    /// <summary>Adds storage, client and sweeper. Needs a database, a clock, and the jobs.</summary>
    public static IServiceCollection AddKaHangfire(this IServiceCollection services)
    {
        // Registered here, so that several hosts of one process do not share Hangfire's static ones.
        services.AddSingleton(provider => HangfireStorage.Create(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new HangfireLog(provider.GetRequiredService<ILoggerFactory>())));
        services.AddSingleton<RunQueue>();
        services.AddSingleton<JobAgreement>();
        services.AddTransient<RecurringEntries>();
        services.AddSingleton<Sweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
        return services;
    }

    /// <summary>Adds the two servers: one for scheduled work, one for reruns, each with workers of its own.</summary>
    public static IServiceCollection AddKaHangfireServers(this IServiceCollection services, JobOptions options)
    {
        services.AddHangfireServer(server => Set(server, RunQueue.Morning, options.Workers));
        services.AddHangfireServer(server => Set(server, RunQueue.Backfill, options.BackfillWorkers));
        return services;
    }

    private static void Set(BackgroundJobServerOptions server, string queue, int workers)
    {
        server.ServerName = $"{Environment.MachineName}:{queue}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        server.HeartbeatInterval = TimeSpan.FromSeconds(ServerHeartbeatSeconds);
        // A Delete of a running job is noticed after at most this.
        server.CancellationCheckInterval = TimeSpan.FromSeconds(2);
        // Work is handed back as soon as the host stops; the rest of the time is for writing that down.
        server.StopTimeout = TimeSpan.Zero;
        server.ShutdownTimeout = TimeSpan.FromSeconds(20);
    }
}

using KaPipeline.Jobs;
using Npgsql;
using Quartz;

namespace KaPipeline.Host.Scheduling;

/// <summary>Quartz.NET with its clustered PostgreSQL store, in the schema <c>quartz</c>.</summary>
internal static class QuartzSetUp
{
    // A scheduler with a name keeps what is its own, the clock above all, out of the container that everything else reads.
    internal const string Name = "ka";

    public static IServiceCollection AddKaScheduler(this IServiceCollection services, JobOptions options)
    {
        services.AddSingleton<IJobScheduler, QuartzScheduler>();
        services.AddQuartz(Name, quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.GenerateInstanceId = true;
                scheduler.DefaultTimeZone = BusinessTime.Zone;
                // Work is handed back through the ledger when the host stops.
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            // Its own timers need a clock that runs; what is due is judged by the ledger's.
            quartz.UseTimeProvider(TimeProvider.System);
            quartz.UseDefaultThreadPool(options.Workers + 2);
            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(tables => tables.TablePrefix = "quartz.qrtz_");
                store.UsePostgres(source => source.DataSourceFactory = provider => provider.GetRequiredService<NpgsqlDataSource>());
                store.ProvisionSchema();
                store.UseSystemTextJsonSerializer();
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(3));
            });
        });
        services.AddQuartzHostedService(Name, hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }
}

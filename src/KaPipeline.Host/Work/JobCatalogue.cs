using KaPipeline.Digests.Calendar;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Reports.Editions;
using KaPipeline.Reports.Restatement;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary>The jobs of the product, each made from the parts that do its work.</summary>
internal static class JobCatalogue
{
    /// <summary>The names of all jobs, as schedules and the command line say them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["collect", "load", "reconcile", .. DigestDays.Digests, "restate", "watch", "tidy", "rehearse"];

    public static IServiceCollection AddKaJobs(this IServiceCollection services, KaHome home, JobOptions options)
    {
        services.AddSingleton(home);
        services.AddSingleton(options);
        services.AddSingleton(_ => WorkingCalendar.Load(home.Config));
        services.AddSingleton(_ => SchedulesFile.Read(home.Config, Names));
        services.AddSingleton(_ => ProfileCatalog.Load(home.Config));
        services.AddSingleton(new FileArchive(home.Archive));
        services.AddSingleton<ArchiveProof>();
        services.AddSingleton<Ingest>();
        services.AddSingleton(MailSettings.Load(home));
        services.AddSingleton(provider => new DigestCalendar(
            provider.GetRequiredService<WorkingCalendar>(), provider.GetRequiredService<IReadOnlyList<JobSchedule>>().SendTimes(),
            provider.GetRequiredService<MailOptions>().WaitForSourcesUntil));
        services.AddSingleton(_ => new RecipientList(RecipientRules.Load(home.Config)));
        services.AddSingleton(provider => new DigestDesk(
            provider.GetRequiredService<NpgsqlDataSource>(), DigestDesk.AllDigests, provider.GetRequiredService<RecipientList>(),
            provider.GetRequiredService<DigestCalendar>(), provider.GetRequiredService<MailOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RestatementDesk(
            provider.GetRequiredService<NpgsqlDataSource>(), DigestDesk.AllDigests, provider.GetRequiredService<RecipientList>(),
            provider.GetRequiredService<DigestCalendar>(), provider.GetRequiredService<MailOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<MailServerLedger>();
        services.AddSingleton(provider => provider.GetRequiredService<MailOptions>().CreateTransport(provider.GetRequiredService<TimeProvider>()));
        services.AddTransient<Postman>();
        services.AddSingleton<Func<Postman>>(provider => provider.GetRequiredService<Postman>);

        services.AddSingleton(_ => SourceCatalog.Load(home.Config));
        services.AddSingleton(provider => new Collector(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<Ingest>(), Path.Combine(home.Root, "incoming"),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJob, CollectJob>();
        services.AddSingleton<IJob, LoadJob>();
        services.AddSingleton<IJob, ReconcileJob>();
        services.AddSingleton<IJob, RestateJob>();
        services.AddSingleton<IJob, WatchJob>();
        services.AddSingleton<IJob, TidyJob>();
        services.AddSingleton<IJob, RehearseJob>();
        foreach (var digest in DigestDays.Digests)
        {
            services.AddSingleton<IJob>(provider => ActivatorUtilities.CreateInstance<DigestJob>(provider, digest));
        }

        services.AddSingleton<ScheduleBook>();
        services.AddSingleton<Reruns>();
        services.AddSingleton<RunOperations>();
        services.AddSingleton<ScheduleOperations>();
        services.AddSingleton<Planner>();
        services.AddSingleton(provider => new Dispatcher(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetServices<IJob>(), options, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(), WorkerName.Own));
        return services;
    }
}

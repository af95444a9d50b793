using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Editions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Operations;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary>The jobs of the product, each made from the parts that do its work.</summary>
internal static class JobCatalogue
{
    /// <summary>The names of all jobs, as schedules and the command line say them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["collect", "load", "reconcile", .. DigestDays.Digests, "restate", "watch", "tidy", "rehearse"];

    public static IServiceCollection AddKaJobs(this IServiceCollection services, KaHome home, JobOptions options)
    {
        services.AddSingleton(home);
        services.AddSingleton(options);
        services.AddSingleton(_ => ProfileCatalog.Load(home.Config));
        services.AddSingleton(provider => new RunningConfig(home.Config, Names, provider.GetRequiredService<ProfileCatalog>()));

        // Asked for each time it is needed, so that it is that of the newest look at the files; whoever is made from it is made anew
        // likewise.
        services.AddTransient(provider => provider.GetRequiredService<RunningConfig>().Now.Calendar);
        services.AddTransient(provider => provider.GetRequiredService<RunningConfig>().Now.Schedules);
        services.AddTransient(provider => provider.GetRequiredService<RunningConfig>().Now.Sources);
        services.AddTransient(provider => provider.GetRequiredService<RunningConfig>().Now.Rules);
        services.AddTransient(provider => new RecipientList(provider.GetRequiredService<RunningConfig>().Now.Recipients));
        services.AddSingleton(new FileArchive(home.Archive));
        services.AddSingleton<ArchiveProof>();
        services.AddSingleton<Ingest>();
        services.AddSingleton(MailSettings.Load(home));
        services.AddTransient(provider => new DigestCalendar(
            provider.GetRequiredService<WorkingCalendar>(), provider.GetRequiredService<IReadOnlyList<JobSchedule>>().SendTimes(),
            provider.GetRequiredService<MailOptions>().WaitForSourcesUntil));
        services.AddTransient(provider => new DigestService(
            provider.GetRequiredService<NpgsqlDataSource>(), DigestService.AllDigests, provider.GetRequiredService<RecipientList>(),
            provider.GetRequiredService<DigestCalendar>(), provider.GetRequiredService<MailOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddTransient(provider => new RestatementService(
            provider.GetRequiredService<NpgsqlDataSource>(), DigestService.AllDigests, provider.GetRequiredService<RecipientList>(),
            provider.GetRequiredService<DigestCalendar>(), provider.GetRequiredService<MailOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<MailOptions>()
            .CreateTransport(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DatabaseClock(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>(), options.ClockTolerance));
        services.AddSingleton(provider => new SendingGate(
            provider.GetRequiredService<NpgsqlDataSource>(), home.SendMark, provider.GetRequiredService<DatabaseClock>()));
        services.AddTransient(MakePostman);
        services.AddSingleton<Func<Postman>>(provider => provider.GetRequiredService<Postman>);

        services.AddSingleton(provider => new Collector(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<Ingest>(), Path.Combine(home.Root, "incoming"),
            provider.GetRequiredService<TimeProvider>()));
        services.AddTransient<IJob, CollectJob>();
        services.AddTransient<IJob, LoadJob>();
        services.AddTransient<IJob, ReconcileJob>();
        services.AddTransient<IJob, RestateJob>();
        services.AddTransient<IJob, WatchJob>();
        services.AddTransient<IJob, TidyJob>();
        services.AddTransient<IJob, RehearseJob>();
        foreach (var digest in DigestDays.Digests)
        {
            services.AddTransient<IJob>(provider => ActivatorUtilities.CreateInstance<DigestJob>(provider, digest));
        }

        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<Reruns>();
        services.AddSingleton<RunOperations>();
        services.AddTransient<ScheduleOperations>();
        services.AddTransient<Planner>();
        services.AddTransient(provider => new Dispatcher(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetServices<IJob>(), options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(), WorkerName.Own));
        return services;
    }

    // What nodes compare, such as the lease of a mail, goes by the database's clock.
    private static Postman MakePostman(IServiceProvider provider)
    {
        var (database, clock) = (provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<DatabaseClock>());
        return new Postman(
            new MailLedger(database, clock), new MailServerLedger(database, clock), provider.GetRequiredService<IMailTransport>(),
            provider.GetRequiredService<SendingGate>(), provider.GetRequiredService<MailOptions>(),
            provider.GetRequiredService<RunningConfig>().Now.Recipients.Robots, clock);
    }
}

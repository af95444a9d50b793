using System.ComponentModel.DataAnnotations;
using KaPipeline.Claims;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Hangfire;
using KaPipeline.Host.Hangfire.Dashboard;
using KaPipeline.Host.Web;
using KaPipeline.Host.Web.Pages;
using KaPipeline.Host.Web.SignIn;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Scopes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Serve;

/// <summary>Puts one <c>ka serve</c> process together.</summary>
internal static class ServeHost
{
    /// <summary>The process, not yet started.</summary>
    /// <param name="standby">Where the console reads while it is fresh enough; null: where it writes.</param>
    /// <exception cref="InvalidOperationException">An endpoint names no policy; the message lists it.</exception>
    /// <exception cref="ValidationException">A setting is out of its range.</exception>
    public static WebApplication Build(ServeOptions serve, KaHome home, NpgsqlDataSource database, TimeProvider clock,
        NpgsqlDataSource? standby = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = home.Installation,
            ApplicationName = typeof(ServeHost).Assembly.GetName().Name
        });
        var console = Listen(builder, serve, home);
        var jobs = Section<JobOptions>(builder.Configuration, "Jobs");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
        });
        builder.Logging.ClearProviders().AddJsonConsole(json => json.IncludeScopes = true)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Hangfire", LogLevel.Warning)
            // A start that fails is told by the verb, in one sentence.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));

        var services = builder.Services;
        services.AddSingleton(serve);
        services.AddSingleton(clock);
        services.AddSingleton(database);
        // The ledger goes by the database's clock all the while.
        jobs.ClockMinutes = serve.IsDemo ? int.MaxValue : jobs.ClockMinutes;
        services.AddKaJobs(home, jobs);
        if (serve.IsDemo)
        {
            services.AddSingleton<IReadOnlyList<JobSchedule>>(
                [.. SchedulesFile.Read(home.Config).Select(schedule => schedule with { Enabled = false })]);
        }

        services.AddHostedService<ConfigWatch>();
        services.AddKaHealth();
        builder.AddKaTelemetry();
        builder.Host.UseSystemd();
        services.AddKaFrontDoor(console, Urls(serve, console));
        services.AddKaSignIn(console, context =>
            DashboardPages.IsCommand(context.Request) ? DashboardPages.RefuseAsync(context) : ErrorPage.DenyAsync(context));
        services.AddKaHangfire();
        services.AddKaDashboard();
        if (serve.RunsJobs)
        {
            services.AddKaHangfireServers(jobs);
        }

        services.AddHttpContextAccessor();
        services.AddScoped(SignedInRows.Of);
        services.AddScoped<Func<SeenRows>>(provider => provider.GetRequiredService<SeenRows>);
        services.AddScoped<ConsoleNames>();
        services.AddSingleton<MailOperations>();
        services.AddSingleton<SendingOperations>();
        services.AddSingleton<QuarantineOperations>();
        services.AddSingleton<HeldFileOperations>();
        services.AddSingleton<ProfileOperations>();
        services.AddScoped<ReconciliationDownload>();
        services.AddScoped<ReopeningDownload>();
        services.AddScoped<NegotiationDownload>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<AlertOperations>();
        services.AddSingleton<CommentStore>();
        services.AddSingleton<WorkDoneStore>();
        services.AddSingleton<Lists.ExposureDecisions>();
        services.AddSingleton<Items.ImprovementPlanEntry>();
        services.AddSingleton<Claims.Evidence.EvidenceService>();
        services.AddSingleton(VisibleHtml.Encoder);
        services.AddRazorComponents();

        var app = builder.Build();
        app.UseExceptionHandler(ErrorPage.Options());
        app.UseKaFrontDoor(console, Urls(serve, console));
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode == StatusCodes.Status404NotFound
            ? ErrorPage.MissAsync(context.HttpContext) : Task.CompletedTask);
        app.UseKaTelemetry();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(AskedValues.CheckCharactersAsync);
        app.UseKaFormTokens();
        if (standby is not null)
        {
            app.UseReadingServer(new StandbyReads(database, standby));
        }

        app.MapKaHealth();
        if (serve.ServesWeb)
        {
            app.MapAssets();
            app.MapAccounts(console);
            app.MapRunActions();
            app.MapQuarantine();
            app.MapHeldFiles();
            app.MapLists();
            app.MapCases();
            app.MapLocks();
            app.MapExposures();
            app.MapImprovementPlans();
            app.MapDiscussions();
            app.MapAlerts();
            app.MapWorkList();
            app.MapMails();
            app.MapDownloads();
            app.MapProfileActions();
            app.MapKaDashboard();
            app.MapRazorComponents<App>().Add(PolicyOfTheFrameworksOwn);
        }

        RequirePolicies(app);
        return app;
    }

    /// <summary>Reads the settings, and has the process listen where they or the command line say.</summary>
    /// <exception cref="ValidationException">A setting is out of its range.</exception>
    internal static ConsoleOptions Listen(WebApplicationBuilder builder, ServeOptions serve, KaHome home)
    {
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonFile(Path.Combine(home.Config, "appsettings.json")).AddEnvironmentVariables("KA_");
        var console = Section<ConsoleOptions>(builder.Configuration, "Console");
        builder.WebHost.UseUrls(Urls(serve, console));
        return console;
    }

    /// <summary>Where the process listens: as the command line says, else the environment (<c>KA_Console__Urls</c>, which is part of the
    /// settings here, before what every ASP.NET program heeds), else the settings.</summary>
    /// <exception cref="UsageException">One is no address.</exception>
    internal static string[] Urls(ServeOptions serve, ConsoleOptions console)
    {
        static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } said ? said : null;
        var usual = Named("KA_Console__Urls") is null ? Named("ASPNETCORE_URLS") ?? Named("DOTNET_URLS") : null;
        var urls = (serve.Urls ?? usual ?? console.Urls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return urls.Length > 0 && Array.Find(urls, url => !ConsoleOptions.IsAddress(url)) is not { } wrong ? urls
            : throw new UsageException(Bilingual.Of(
                $"无法监听「{string.Join(';', urls)}」：请写成 http://127.0.0.1:5080 这样的地址，多个用分号隔开。",
                $"Cannot listen on \"{string.Join(';', urls)}\": write an address such as http://127.0.0.1:5080, several with semicolons between."));
    }

    /// <summary>Address under which a browser of this machine reaches the process: the first that it listens on.</summary>
    /// <exception cref="UsageException">One is no address.</exception>
    internal static string Address(ServeOptions serve, KaHome home)
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(home.Config, "appsettings.json")).AddEnvironmentVariables("KA_")
            .Build();
        var first = BindingAddress.Parse(Urls(serve, settings.GetSection("Console").Get<ConsoleOptions>() ?? new ConsoleOptions())[0]);
        var host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : first.Host;
        return $"{first.Scheme}://{host}:{first.Port}";
    }

    /// <summary>The framework adds an endpoint of its own beside the pages; each page names its policy itself.</summary>
    private static void PolicyOfTheFrameworksOwn(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
        {
            endpoint.Metadata.Add(new AuthorizeAttribute(Policies.See));
        }
    }

    /// <summary>Every endpoint names a policy, or says that anybody may come; else the process does not start.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    internal static void RequirePolicies(IEndpointRouteBuilder routes)
    {
        var open = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                && !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => !string.IsNullOrEmpty(rule.Policy)))
            .Select(endpoint => endpoint.DisplayName).ToList();
        if (open.Count > 0)
        {
            throw new InvalidOperationException($"These endpoints name no policy: {string.Join(", ", open)}");
        }
    }

    private static T Section<T>(ConfigurationManager configuration, string name)
        where T : new()
    {
        var options = configuration.GetSection(name).Get<T>() ?? new T();
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }
}

using Hangfire;
using Hangfire.Dashboard;
using Hangfire.PostgreSql;
using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Host.Hangfire;

/// <summary>Hangfire with PostgreSQL storage in the schema <c>hangfire</c>, and its dashboard.</summary>
public static class HangfireSetUp
{
    private const string Schema = "hangfire";

    /// <summary>Adds the scheduler, and a server with as many workers as the node has places.</summary>
    public static IServiceCollection AddKaHangfire(this IServiceCollection services, JobOptions options)
    {
        services.AddSingleton<IJobScheduler, HangfireScheduler>();
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                storage => storage.UseConnectionFactory(new Connections(provider.GetRequiredService<NpgsqlDataSource>())),
                new PostgreSqlStorageOptions
                {
                    SchemaName = Schema,
                    PrepareSchemaIfNecessary = true,
                    QueuePollInterval = TimeSpan.FromSeconds(3),
                    // A job that runs long stays invisible to others while its process lives.
                    UseSlidingInvisibilityTimeout = true,
                }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = options.Workers + 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
        return services;
    }

    /// <summary>Maps the dashboard at <c>/hangfire</c> behind a policy of the console; who may not operate sees it read-only.</summary>
    /// <param name="seePolicy">Policy for looking.</param>
    /// <param name="operatorRoles">Roles that may also act.</param>
    public static void MapKaHangfire(this IEndpointRouteBuilder routes, string seePolicy, IReadOnlyCollection<string> operatorRoles)
    {
        var dashboard = routes.MapHangfireDashboardWithAuthorizationPolicy(seePolicy, "/" + Schema, new DashboardOptions
        {
            DashboardTitle = "KaPipeline",
            AppPath = "/",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = context => !operatorRoles.Any(context.GetHttpContext().User.IsInRole),
        });
        // The dashboard's pages carry inline styles and one inline script, which the console's own policy forbids.
        dashboard.Add(endpoint =>
        {
            var pages = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers.ContentSecurityPolicy =
                    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
                return pages(context);
            };
        });
    }

    private sealed class Connections(NpgsqlDataSource database) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => database.CreateConnection();
    }
}

using System.Collections;
using System.Security.Cryptography;
using System.Text;
using KaPipeline.Jobs;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KaPipeline.Host.Serve;

/// <summary>What a node tells a monitoring system (docs/operations.md, section 6). Both ways are closed until somebody opens them:
/// Prometheus asks at <c>/metrics</c> with the token of <c>KA_METRICS_TOKEN</c>; OTLP goes where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>
/// says, with the other variables of OpenTelemetry.</summary>
internal static class Telemetry
{
    public const string Path = "/metrics";

    private static string? Token => Environment.GetEnvironmentVariable("KA_METRICS_TOKEN") is { Length: > 0 } token ? token : null;

    private static bool SendsOtlp => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    public static void AddKaTelemetry(this WebApplicationBuilder builder)
    {
        if (Token is null && !SendsOtlp)
        {
            return;
        }

        // The settings know only variables of ours: those of OpenTelemetry are theirs.
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
            .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal)));
        builder.Services.AddHostedService<LedgerMeters>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ka-pipeline", serviceInstanceId: WorkerName.Own))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(JobMeters.Name, LedgerMeters.Name, "Npgsql").AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
                if (Token is not null)
                {
                    metrics.AddPrometheusExporter();
                }

                if (SendsOtlp)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (SendsOtlp)
        {
            telemetry.WithTracing(traces =>
                traces.AddSource(JobMeters.Name).AddNpgsql().AddAspNetCoreInstrumentation().AddOtlpExporter());
        }
    }

    public static void UseKaTelemetry(this WebApplication app)
    {
        if (Token is not { } token)
        {
            return;
        }

        app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path == Path && Knows(context, token));
        app.Use((context, next) =>
        {
            if (context.Request.Path != Path)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        });
    }

    private static bool Knows(HttpContext context, string token) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString())),
        SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));
}

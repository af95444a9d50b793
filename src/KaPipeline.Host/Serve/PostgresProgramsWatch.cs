using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Serve;

/// <summary>Looks each minute whether the system's updates replaced PostgreSQL beneath the embedded server, and restarts it then: work
/// under way goes on as after any restart of a server.</summary>
internal static class PostgresProgramsWatch
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>Looks until it is stopped; a look that fails is told, and the next one comes.</summary>
    public static async Task RunAsync(WarehouseConnection warehouse, ILogger log, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Look);
        try
        {
            while (warehouse.IsEmbedded && await timer.WaitForNextTickAsync(ct))
            {
                await LookAsync(warehouse, log, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private static async Task LookAsync(WarehouseConnection warehouse, ILogger log, CancellationToken ct)
    {
        try
        {
            if (await warehouse.FollowProgramsAsync(ct) is { } done && log.IsEnabled(LogLevel.Warning))
            {
                log.LogWarning("{Done}", Bilingual.In(done, Language.English));
            }
        }
        catch (Exception e) when (e is WarehouseUnavailableException or NpgsqlException or IOException)
        {
            log.LogError(e, "The embedded server could not follow the programs of this machine");
        }
    }
}

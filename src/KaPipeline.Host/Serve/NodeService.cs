using KaPipeline.Jobs;
using Npgsql;

namespace KaPipeline.Host.Serve;

/// <summary>The node's own loop: brings the schedules in line, hands them to the scheduler, and looks for work until the host stops.</summary>
internal sealed class NodeService(IServiceProvider services, ServeOptions options, NpgsqlDataSource database, TimeProvider clock, ILogger<NodeService> log) : BackgroundService
{
    private static readonly string Version = typeof(NodeService).Assembly.GetName().Version!.ToString(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.RunsJobs)
        {
            await AppearAsync(stoppingToken);
            return;
        }

        var schedules = services.GetRequiredService<IReadOnlyList<JobSchedule>>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await services.GetRequiredService<ScheduleBook>().SyncAsync(schedules, stoppingToken);
                await services.GetRequiredService<IJobScheduler>().ApplyAsync(schedules, stoppingToken);
                break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Schedules could not be applied; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }

        await services.GetRequiredService<JobNode>().RunAsync(options.ServesWeb, Version, stoppingToken);
    }

    private async Task AppearAsync(CancellationToken ct)
    {
        var worker = $"{Environment.MachineName}/{Environment.ProcessId}";
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await JobNode.SignInAsync(database, worker, false, options.ServesWeb, Version, clock, ct);
                await Task.Delay(TimeSpan.FromSeconds(15), clock, ct);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                log.LogWarning(e, "The database does not answer");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, ct);
            }
        }
    }
}

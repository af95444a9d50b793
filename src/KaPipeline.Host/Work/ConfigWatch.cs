using KaPipeline.Jobs;
using KaPipeline.Operations;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary>Has a node follow <c>config/</c>: what changed is taken over, what is not followed is beside the node.</summary>
internal sealed class ConfigWatch(RunningConfig config, NpgsqlDataSource database, JobOptions options, TimeProvider clock,
    ILogger<ConfigWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var before = config.Message;
                if (await config.LookAsync(database, WorkerName.Own, clock, stoppingToken) is { Count: > 0 } taken)
                {
                    log.LogInformation("Taken over from config: {files}", string.Join(", ", taken));
                }

                if (config.Message is { } says && says != before)
                {
                    log.LogWarning("{says}", says);
                }

                await NodeRegister.SayOfConfigAsync(database, WorkerName.Own, config.Message, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: a node would stop with this loop.
                log.LogWarning(e, "A look at config failed; the next comes in a few seconds");
            }

            await Task.Delay(TimeSpan.FromSeconds(options.SweepSeconds), clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Ingestion.Sources;

/// <summary>The job <c>collect</c>: pulls what is new from the sources of a chain, or of all, and loads it.</summary>
/// <param name="sources">From <see cref="SourceCatalog"/>.</param>
/// <param name="collector">Does the work.</param>
public sealed class CollectJob(IReadOnlyList<SourceOptions> sources, Collector collector) : IJob
{
    /// <inheritdoc/>
    public string Name => "collect";

    /// <inheritdoc/>
    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var failures = new List<SourceException>();
        foreach (var source in sources.Where(source => run.ChainId is null || source.Chain.Length == 0 || source.Chain == run.ChainId))
        {
            await run.StepAsync($"collect {source.Name}", async (step, token) =>
            {
                var outcome = await collector.RunAsync(source, run.From.AddDays(-source.LookBackDays), run.To, token);
                step.RowsIn = outcome.Results.Sum(result => result.RowsIn);
                step.RowsOut = outcome.Results.Sum(result => result.RowsLoaded);
                step.Says = $"{outcome.Listed} listed, {outcome.Results.Count(result => result.State != LoadState.Known)} new, {outcome.Errors.Count} failed";
                foreach (var error in outcome.Errors)
                {
                    run.Log.LogWarning(error, "{Message}", error.Message);
                }

                failures.AddRange(outcome.Errors);
            }, ct);
        }

        // What could be had is loaded; the run fails so that it is tried again and, at last, told.
        if (failures.Count > 0)
        {
            var message = string.Join("; ", failures.Select(failure => failure.Message));
            throw failures.All(failure => failure.IsPermanent) ? new PermanentJobException("source", message) : new SourceException(message);
        }
    }
}

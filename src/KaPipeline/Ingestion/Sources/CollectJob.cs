using KaPipeline.Ingestion.Loading;
using KaPipeline.Jobs;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Sources;

/// <summary>The job <c>collect</c>: pulls what is new from the sources of a chain, or of all, and loads it.</summary>
/// <param name="sources">From <see cref="SourceCatalog"/>.</param>
/// <param name="collector">Does the work.</param>
public sealed class CollectJob(IReadOnlyList<SourceOptions> sources, Collector collector) : IJob
{
    private const int Named = 20;

    // Whoever was away for longer says from when: ka run collect --from.
    private const int LongestGapDays = 62;

    /// <inheritdoc/>
    public string Name => "collect";

    /// <inheritdoc/>
    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var failures = new List<SourceException>();
        var asked = sources.Where(source => run.ChainId is null || source.Chain.Length == 0 || source.Chain == run.ChainId).ToList();
        if (asked.Count == 0)
        {
            // Told as a step: a run without any would look like one that did its work.
            await run.StepAsync("look for sources", (step, _) =>
            {
                step.Message = run.ChainId is { } chain
                    ? Bilingual.Of(
                        $"config/sources.yaml 中没有 {chain} 的来源，没有采集",
                        $"config/sources.yaml names no source of {chain}: nothing was collected")
                    : Bilingual.Of("config/sources.yaml 中没有来源，没有采集", "config/sources.yaml names no source: nothing was collected");
                return Task.CompletedTask;
            }, ct);
        }

        foreach (var source in asked)
        {
            try
            {
                await run.StepAsync($"collect {source.Name}", (step, token) => CollectAsync(run, source, step, token), ct);
            }
            catch (SourceException e)
            {
                failures.Add(e);
            }
        }

        // What could be had is loaded; the run fails so that it is tried again and, at last, told.
        if (failures.Count > 0)
        {
            var message = Bilingual.Of(language =>
                language.Say($"{asked.Count} 个来源中 {failures.Count} 个失败：", $"{failures.Count} of {asked.Count} sources failed: ")
                + string.Join("; ", failures.Select(failure => Bilingual.In(failure.Message, language))));
            throw failures.All(failure => failure.IsPermanent) ? new PermanentJobException("source", message)
                : new SourceException(message);
        }
    }

    private async Task CollectAsync(RunContext run, SourceOptions source, RunStep step, CancellationToken ct)
    {
        var outcome = await collector.RunAsync(source, (await SinceAsync(run, step.Name, ct)).AddDays(-source.LookBackDays), run.To,
            run.ScheduledFor is null, ct);
        if (outcome.NotAsked is { } why)
        {
            // Told once, by its alert; a run that failed each time would tell it anew.
            step.Message = why;
            run.Warn(language => language.Say($"来源 {source.Name}：", $"Source {source.Name}: ") + Bilingual.In(why, language));
            return;
        }

        step.RowsIn = outcome.Results.Sum(result => result.RowsIn);
        step.RowsOut = outcome.Results.Sum(result => result.RowsLoaded);
        var (fresh, failed) = (outcome.Results.Count(result => result.State != LoadState.Known), outcome.Errors.Count);
        step.Message = Bilingual.Of(language =>
            language.Say($"列出 {outcome.Listed} 个，新 {fresh} 个，失败 {failed} 个", $"{outcome.Listed} listed, {fresh} new, {failed} failed")
            + Some(outcome.Errors.Select(error => error.Message), language)
            + Some(outcome.LeftAlone.Select(left => language.Say("未处理：", "left alone: ") + Bilingual.In(left, language)), language));
        foreach (var left in outcome.LeftAlone)
        {
            run.Warn(language => language.Say($"来源 {source.Name}：未处理 ", $"Source {source.Name}: left alone: ") + Bilingual.In(left, language));
        }

        foreach (var error in outcome.Errors)
        {
            run.Warn(language => Bilingual.In(error.Message, language)!);
        }

        if (outcome.Errors.Count > 0)
        {
            throw new SourceException(Bilingual.Of(language => Some(outcome.Errors.Select(error => error.Message), language)[2..]))
            {
                IsPermanent = outcome.Errors.All(error => error.IsPermanent)
            };
        }
    }

    // After an outage, ours or the portal's, the days since the source last answered are asked for; nobody else would ever ask for them.
    private static async Task<DateOnly> SinceAsync(RunContext run, string step, CancellationToken ct)
    {
        if (run.ScheduledFor is null || await run.LastDoneAsync(step, ct) is not { } last || last >= run.From)
        {
            return run.From;
        }

        var longest = run.To.AddDays(-LongestGapDays);
        return last > longest ? last : longest;
    }

    // Each is in the log of the run; a mail and a page name the first.
    private static string Some(IEnumerable<string> all, Language language)
    {
        var said = all.ToList();
        return string.Concat(said.Take(Named).Select(one => $"; {Bilingual.In(one, language)}"))
            + (said.Count > Named ? language.Say($"；另有 {said.Count - Named} 条", $"; … {said.Count - Named} more") : "");
    }
}

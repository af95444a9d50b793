using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>load</c>: brings the files of the inbox into the warehouse; what is known already changes nothing.</summary>
internal sealed class LoadJob(
    NpgsqlDataSource database, Ingest ingest, ProfileCatalog profiles, WorkingCalendar calendar, BusinessRules rules, KaHome home,
    TimeProvider clock) : IJob
{
    public string Name => "load";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        await run.StepAsync("sync profiles", async (step, token) =>
        {
            await using var connection = await database.OpenConnectionAsync(token);
            try
            {
                profiles.Renew();
            }
            catch (ProfileException e)
            {
                // One that cannot be used is reported, and those that were read before stay in use.
                step.Message = Bilingual.Of($"系统配置有误，沿用原配置：{e.Message}", $"a profile is wrong, so the earlier ones stay in use: {e.Message}");
                run.Warn("改动后的系统配置无法使用，沿用原配置", "A changed profile cannot be used; the earlier ones stay in use", e);
            }

            step.RowsOut = await ProfileSync.SyncAsync(connection, profiles.Chains, clock.GetUtcNow(), token);

            // Files are judged by the rules.
            await SettingsSync.SyncAsync(connection, calendar, rules, clock.GetUtcNow(), token);
        }, ct);
        await run.StepAsync("load files", async (step, token) =>
        {
            var inbox = Directory.CreateDirectory(Path.Combine(home.Root, "inbox")).FullName;
            var found = ingest.Find([inbox], run.ChainId);
            var results = await ingest.OfRun(run.RunId, isAgain: run.Attempt > 1).RunAsync(found.Known, ct: token);
            step.RowsIn = results.Sum(result => result.RowsIn);
            step.RowsOut = results.Sum(result => result.RowsLoaded);
            var (quarantined, duplicate) = (results.Sum(result => result.RowsQuarantined), results.Sum(result => result.RowsDuplicate));
            string Waiting(Language language) => string.Concat(
                results.Where(result => result.State is LoadState.Held or LoadState.Refused).Select(result =>
                    $"; {Label.LoadState.Of(result.State == LoadState.Held ? "held" : "refused", language)}: {result.FileName}, {result.Finding}"));
            step.Message = Bilingual.Of(
                $"{found.Known.Count} 个文件，隔离 {quarantined} 行，重复 {duplicate} 行{Waiting(Language.Chinese)}",
                $"{Language.Counted(found.Known.Count, "file")}, {Language.Counted(quarantined, "row")} quarantined, {duplicate} duplicate{Waiting(Language.English)}");
            foreach (var path in run.ChainId is null ? found.Unknown : [])
            {
                run.Warn($"没有系统配置能识别文件 {Path.GetFileName(path)}", $"No profile knows the file {Path.GetFileName(path)}");
            }

            foreach (var left in found.LeftAlone)
            {
                run.Warn($"未处理 {left}", $"{left} is left alone");
            }

            // What could be read is loaded; the run fails so that it is tried again and, at last, told.
            if (results.Where(result => result.State == LoadState.Failed).ToList() is { Count: > 0 } failed)
            {
                throw new IOException(Bilingual.Of(language =>
                    language.Say($"{found.Known.Count} 个文件中 {failed.Count} 个没有加载：", $"Not loaded: {failed.Count} of {Language.Counted(found.Known.Count, "file")}: ")
                    + string.Join("; ", failed.Take(20).Select(result => Bilingual.In(result.Finding, language)))));
            }
        }, ct);
    }
}

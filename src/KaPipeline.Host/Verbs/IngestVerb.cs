using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka ingest</c>: loads portal files and master data into the warehouse.</summary>
internal static class IngestVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files and folders to load", Arity = ArgumentArity.OneOrMore };
        var chain = SharedOptions.Chain();
        var json = SharedOptions.Json();
        var dryRun = SharedOptions.DryRun();
        var command = new Command("ingest", "Load portal files and master data; what is known already changes nothing.") { paths, chain,
            dryRun, json };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var profiles = ProfileCatalog.Load(home.Config);
            var only = parsed.GetValue(chain);
            if (only is not null && profiles.Find(only) is null)
            {
                throw new UsageException(
                    $"There is no chain \"{only}\" in config/chains; there are: {string.Join(", ", profiles.Chains.Select(profile => profile.ChainId).Where(id => id.Length > 0))}.");
            }

            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var ingest = new Ingest(warehouse.DataSource, new FileArchive(home.Archive), profiles, TimeProvider.System);
            var found = ingest.Find(parsed.GetValue(paths)!, only);
            if (parsed.GetValue(dryRun))
            {
                Foresee(found, parsed.GetValue(json));
                return found.IsComplete ? ExitCodes.Done : ExitCodes.DoneWithFindings;
            }

            var results = await LoadAsync(ingest, found.Known, quiet: parsed.GetValue(json), ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(new { files = results, unknown = found.Unknown, left_alone = found.LeftAlone });
            }
            else
            {
                IngestSummary.Print(results, found);
            }

            return !found.IsComplete || results.Any(result => result.RowsQuarantined > 0 || result.State is LoadState.Held
                or LoadState.Refused or LoadState.Failed)
                ? ExitCodes.DoneWithFindings : ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Says which file would be loaded as which report, and which would not.</summary>
    private static void Foresee(Ingest.FoundFiles found, bool asJson)
    {
        if (asJson)
        {
            var files = found.Known.Select(item => new
            {
                chain_id = item.Profile.ChainId, report = item.Report.Name, path = item.File.Path, arrived_at = item.File.ArrivedAt,
            });
            JsonText.Print(new { files, unknown = found.Unknown, left_alone = found.LeftAlone });
            return;
        }

        foreach (var item in found.Known)
        {
            Terminal.Out.WriteLine(
                $"{item.Profile.ChainId}/{item.Report.Name}  {VisibleText.Line(item.File.Path)}  arrived {item.File.ArrivedAt:yyyy-MM-dd HH:mm zzz}");
        }

        IngestSummary.PrintNotTaken(found);
    }

    /// <summary>Loads with a bar in a terminal and a line per file elsewhere.</summary>
    public static async Task<IReadOnlyList<LoadResult>> LoadAsync(Ingest ingest, IReadOnlyList<Ingest.Item> items, bool quiet,
        CancellationToken ct)
    {
        if (quiet)
        {
            return await ingest.RunAsync(items, ct: ct);
        }

        if (!Terminal.IsWatched)
        {
            return await ingest.RunAsync(items, new EachFile(result => Terminal.Out.WriteLine(IngestSummary.Line(result))),
                new ReplayProgress(), ct);
        }

        return await Terminal.Out.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var files = progress.AddTask($"{items.Count} 个文件 files", maxValue: Math.Max(1, items.Count));
                var again = progress.AddTask("补入隔离行 replay", autoStart: false);
                return await ingest.RunAsync(items, new EachFile(_ => files.Increment(1)), new ReplayProgress(again), ct);
            });
    }

    // Progress<T> posts to another thread, so that lines would come after the summary.
    private sealed class EachFile(Action<LoadResult> tell) : IProgress<LoadResult>
    {
        public void Report(LoadResult value) => tell(value);
    }
}

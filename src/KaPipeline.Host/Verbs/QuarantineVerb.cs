using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka quarantine list|replay|release</c>: the rows that were set aside, and what a person may do about them.</summary>
internal static class QuarantineVerb
{
    public static Command Create() => new("quarantine",
        "Quarantined rows: list them, replay them after a correction, or remove them for good.")
    {
        List(), Replay(), Release(),
    };

    private static Command List()
    {
        var chain = SharedOptions.Chain();
        var rule = Rule();
        var most = new Option<int>("--most") { Description = "At most this many rows", DefaultValueFactory = _ => 100 };
        var json = SharedOptions.Json();
        var command = new Command("list", "Open rows with file, sheet, row, column, what was found and what was expected.") { chain, rule,
            most, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            var rows = await new QuarantineList(warehouse.DataSource)
                .ListAsync(parsed.GetValue(chain), parsed.GetValue(rule), parsed.GetValue(most), ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(rows.Select(row => row with { Expected = row.Expected is null ? null : Bilingual.Both(row.Expected) }));
                return ExitCodes.Done;
            }

            foreach (var file in rows.GroupBy(row => (row.LoadId, row.ChainId, row.Report, row.FileName)))
            {
                Terminal.Out.WriteLine($"{file.Key.ChainId}/{file.Key.Report}  {file.Key.FileName}  load {file.Key.LoadId}");
                foreach (var row in file)
                {
                    Terminal.Out.WriteLine(
                        $"  {(row.Sheet.Length > 0 ? row.Sheet + " " : "")}row {row.RowNumber}  {row.Rule}  {row.Column}: {row.Found}  expected {Bilingual.Both(row.Expected ?? "")}");
                }
            }

            Terminal.Out.WriteLine(rows.Count == 0 ? "隔离区为空 No quarantined rows." : $"{rows.Count} 行 rows");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Replay()
    {
        var chain = SharedOptions.Chain();
        var rule = Rule();
        var (dryRun, json, reason) = (SharedOptions.DryRun(), SharedOptions.Json(), SharedOptions.Reason());
        var command = new Command("replay",
            "Read files with open rows again after profile or master data were corrected, and load what is valid now.") { chain, rule,
            dryRun, json, reason };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            if (parsed.GetValue(json))
            {
                Terminal.LeaveOutputToDocument();
            }

            if (parsed.GetValue(dryRun))
            {
                return await ForetellAsync(home, new(parsed.GetValue(chain), parsed.GetValue(rule) is { } only ? [only] : null),
                    parsed.GetValue(json), ct);
            }

            var why = SharedOptions.Why(parsed.GetValue(reason));
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var results = await Operations(warehouse, home).ReplayAsync(
                parsed.GetValue(chain), parsed.GetValue(rule), CommandUser.Name, why, new ReplayProgress(), ct);
            foreach (var result in results)
            {
                Terminal.Out.WriteLine(IngestSummary.Line(result));
            }

            var failed = results.Count(result => result.State == LoadState.Failed);
            Terminal.Out.WriteLine($"{results.Count - failed} 个文件已补入数据 files had rows loaded");
            if (parsed.GetValue(json))
            {
                JsonText.Print(new { files = results });
            }

            return failed > 0 ? ExitCodes.DoneWithFindings : ExitCodes.Done;
        });
        return command;
    }

    // Which of the rows are good now is known once they were read again.
    private static async Task<int> ForetellAsync(KaHome home, QuarantineList.Scope scope, bool asJson, CancellationToken ct)
    {
        await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
        var files = await new QuarantineList(warehouse.DataSource).FilesAsync(scope, ct);
        foreach (var file in files)
        {
            Terminal.Out.WriteLine($"{file.ChainId}/{file.Report}  {file.FileName}  load {file.LoadId}  {file.OpenRows} 行待处理 open rows");
        }

        Terminal.Out.WriteLine($"将重读 {files.Count} 个文件；未做任何改动 files would be read again; nothing was done");
        if (asJson)
        {
            JsonText.Print(new { files });
        }

        return ExitCodes.Done;
    }

    private static Command Release()
    {
        var load = new Argument<long>("load") { Description = "Number of the load, from ka quarantine list" };
        var row = new Option<int?>("--row") { Description = "Only this row; without it all open rows of the load, or of the sheet" };
        var sheet = new Option<string?>("--sheet")
        {
            Description = "Only this sheet; needed where the row number is open on several",
            HelpName = "NAME"
        };
        var (dryRun, reason) = (SharedOptions.DryRun(), SharedOptions.Reason());
        var command = new Command("release", "Remove rows for good: kept for reference, never loaded, no longer open.") { load, row, sheet,
            dryRun, reason };
        command.SetAction(async (parsed, ct) =>
        {
            var why = parsed.GetValue(dryRun) ? null : SharedOptions.Why(parsed.GetValue(reason));
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            if (why is null)
            {
                var open = await Operations(warehouse, home).CountToReleaseAsync(
                    parsed.GetValue(load), parsed.GetValue(sheet), parsed.GetValue(row), ct);
                Terminal.Out.WriteLine($"将剔除 {open} 行；未做任何改动 rows would be removed; nothing was done");
                return ExitCodes.Done;
            }

            var released = await Operations(warehouse, home)
                .ReleaseAsync(parsed.GetValue(load), parsed.GetValue(sheet), parsed.GetValue(row), CommandUser.Name, why, ct);
            Terminal.Out.WriteLine($"{released} 行已剔除（不加载） rows removed");
            return ExitCodes.Done;
        });
        return command;
    }

    private static QuarantineOperations Operations(WarehouseConnection warehouse, KaHome home) => new(
        warehouse.DataSource, new Ingest(warehouse.DataSource, new FileArchive(home.Archive), ProfileCatalog.Load(home.Config),
        TimeProvider.System), home, TimeProvider.System);

    private static Option<string?> Rule() => new("--rule")
    {
        Description = "Only rows that broke this rule, such as unknown_product",
        HelpName = "RULE"
    };
}

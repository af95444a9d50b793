using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Operations;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka held list|let-in|give-up</c>: files that wait because they cannot be believed or lack columns, and what a person may do
/// about them.</summary>
internal static class HeldVerb
{
    public static Command Create() => new("held",
        "Held files, which are implausible or lack columns: list them, load one as it is, or discard it.")
    {
        List(),
        Deciding("let-in", "Load a file as it is, although it is implausible.", async (operations, load, why, ct) =>
            Terminal.Out.WriteLine(IngestSummary.Line(await operations.LetInAsync(load, CommandUser.Name, why, ct)))),
        Deciding("give-up", "Discard a file for good: nothing of it is loaded; a replacement is loaded as a new file.",
        async (operations, load, why, ct) =>
        {
            await operations.GiveUpAsync(load, CommandUser.Name, why, ct);
            Terminal.Out.WriteLine($"已作废 discarded: 加载 load {load}");
        }),
    };

    private static Command List()
    {
        var chain = SharedOptions.Chain();
        var json = SharedOptions.Json();
        var command = new Command("list", "Held files, each with what looks wrong: sheet, row, column, found and expected.") { chain,
            json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            var held = new HeldFiles(warehouse.DataSource);
            var files = await held.ListAsync(parsed.GetValue(chain), ct);
            if (parsed.GetValue(json))
            {
                var all = new List<object>();
                foreach (var file in files)
                {
                    all.Add(new { file, odd = await held.OddAsync(file.LoadId, ct) });
                }

                JsonText.Print(all);
                return ExitCodes.Done;
            }

            foreach (var file in files)
            {
                Terminal.Out.WriteLine(
                    $"{file.ChainId}/{file.Report}  {file.FileName}  load {file.LoadId}{(file.IsImplausible ? "" : "  " + file.Finding)}");
                foreach (var odd in await held.OddAsync(file.LoadId, ct))
                {
                    Terminal.Out.WriteLine($"  {odd.Rule}  {odd}");
                }
            }

            Terminal.Out.WriteLine(files.Count == 0 ? "没有待处理文件 No file is held."
                : $"{files.Count} 个文件 files; 放行 load: ka held let-in LOAD --reason TEXT; 作废 discard: ka held give-up LOAD --reason TEXT");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Deciding(string name, string says, Func<HeldFileOperations, long, string, CancellationToken, Task> decide)
    {
        var load = new Argument<long>("load") { Description = "Number of the load, from ka held list" };
        var reason = SharedOptions.Reason();
        var command = new Command(name, says) { load, reason };
        command.SetAction(async (parsed, ct) =>
        {
            var why = SharedOptions.Why(parsed.GetValue(reason));
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var ingest = new Ingest(warehouse.DataSource, new FileArchive(home.Archive), ProfileCatalog.Load(home.Config),
                TimeProvider.System);
            await decide(new HeldFileOperations(warehouse.DataSource, ingest, TimeProvider.System), parsed.GetValue(load), why, ct);
            return ExitCodes.Done;
        });
        return command;
    }
}

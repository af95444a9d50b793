using System.CommandLine;
using System.Globalization;
using Dapper;
using KaPipeline.Claims;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using KaPipeline.Opening;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka opening template|check|load|show</c>: what a company brings along that starts in the middle of a year.</summary>
internal static class OpeningVerb
{
    private const int ShownRows = 200;

    public static Command Create() => new("opening",
        "Opening balances (期初余额): statements, invoices, payments, contracts, claims and sales of before the start.")
    {
        Template(), Check(), Load(), Show(),
    };

    private static Command Template()
    {
        var to = new Option<string>("--to") { Description = "Folder to write the workbooks to", HelpName = "FOLDER", Required = true };
        var command = new Command("template", "Write the workbooks to fill.") { to };
        command.SetAction(parsed =>
        {
            foreach (var path in OpeningTemplates.Write(parsed.GetValue(to)!))
            {
                Terminal.Out.WriteLine(path);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var (files, start, json) = (Files(), Start(), SharedOptions.Json());
        var command = new Command("check", "Say what loading would come to, row by row; nothing is loaded.") { files, start, json };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var outcome = await Balances(home, warehouse).CheckAsync(parsed.GetValue(files)!, parsed.GetValue(start)!.Value, ct);
            return Say(outcome, parsed.GetValue(json), "（只检查，未加载 checked only, nothing is loaded）");
        });
        return command;
    }

    private static Command Load()
    {
        var (files, start, json, reason) = (Files(), Start(), SharedOptions.Json(), SharedOptions.Reason());
        var replace = new Option<bool>("--replace") { Description = "Replace what was loaded of the same kinds; wants --reason" };
        var command = new Command("load", "Load them, all or none, once; then their claims are cases.") { files, start, replace, reason,
            json };
        command.SetAction(async (parsed, ct) =>
        {
            var why = parsed.GetValue(replace) ? SharedOptions.Why(parsed.GetValue(reason)) : null;
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var outcome = await Balances(home, warehouse).LoadAsync(
                parsed.GetValue(files)!, parsed.GetValue(start)!.Value, why, CommandUser.Name, ct);
            var now = TimeProvider.System.GetUtcNow();
            var cases = await CaseSync.RunAsync(warehouse.DataSource, ReportClock.EndOf(BusinessTime.DateOf(now)), now, ct);
            return Say(outcome, parsed.GetValue(json), $"案件 cases: 新开 opened {cases.Opened}, 调整 adjusted {cases.Adjusted}, 消除 cleared {cases.Cleared}");
        });
        return command;
    }

    private static Command Show()
    {
        var (asOf, json) = (SharedOptions.AsOf(), SharedOptions.Json());
        var command = new Command("show", "Say what was loaded, and what of it portals' files have taken the place of.") { asOf, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            await ReportClock.EndOf(date).ApplyAsync(connection, ct);
            var rows = await connection.QueryAsync<(string What, string Chain, long Rows, long Repeated, decimal Amount)>(
                new CommandDefinition(SqlFiles.Read("opening/show.sql"), transaction: transaction, cancellationToken: ct));
            if (parsed.GetValue(json))
            {
                JsonText.Print(rows.Select(row => new { row.Chain, row.What, row.Rows, row.Repeated, row.Amount }));
                return ExitCodes.Done;
            }

            foreach (var row in rows)
            {
                Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.Chain}  {Label.Record.Both(row.What)}  {row.Rows} 行 rows  {row.Amount:#,##0.00} 元 RMB  其中门户文件已取代 of which portals' rows took the place of {row.Repeated}"));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static OpeningBalances Balances(KaHome home, WarehouseConnection warehouse) =>
        new(warehouse.DataSource, new FileArchive(home.Archive), TimeProvider.System);

    private static Argument<string[]> Files() => new("files")
    {
        Description = "Workbooks that ka opening template wrote, or folders of them", Arity = ArgumentArity.OneOrMore
    };

    private static Option<DateOnly?> Start()
    {
        var start = SharedOptions.Date("--start", "First business date here: the balances are what stood at its first moment");
        start.Required = true;
        return start;
    }

    private static int Say(OpeningBalances.Outcome outcome, bool asJson, string closing)
    {
        var isGood = outcome.BadRows.Count == 0 && outcome.Files.All(file => file.State is LoadState.Loaded or LoadState.Empty);
        if (asJson)
        {
            JsonText.Print(new
            {
                files = outcome.Files.Select(file => new
                {
                    file.FileName,
                    file.Report,
                    file.State,
                    file.RowsIn,
                    file.RowsLoaded,
                    file.RowsQuarantined,
                    file.RowsDuplicate,
                    file.Finding,
                }),
                badRows = outcome.BadRows,
            });
            return isGood ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        }

        foreach (var file in outcome.Files)
        {
            Terminal.Out.WriteLine(IngestSummary.Line(file));
        }

        foreach (var row in outcome.BadRows.Take(ShownRows))
        {
            Terminal.Out.WriteLine($"  {row.FileName}  {row.Sheet}!{row.RowNumber}  {row.ColumnName}  {Label.RowRule.Both(row.Rule)}："
                + $"找到 found “{row.Found}”，应为 expected {Bilingual.Both(row.Expected ?? "")}");
        }

        if (outcome.BadRows.Count > ShownRows)
        {
            Terminal.Out.WriteLine($"  …… 另有 and {outcome.BadRows.Count - ShownRows} 行 rows more (--json)");
        }

        Terminal.Out.WriteLine(closing);
        return isGood ? ExitCodes.Done : ExitCodes.DoneWithFindings;
    }
}

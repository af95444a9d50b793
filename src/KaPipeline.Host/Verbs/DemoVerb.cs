using System.CommandLine;
using KaPipeline.Host.Demo;
using KaPipeline.Host.Serve;
using KaPipeline.Host.Warehouse;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka demo</c>: the main job for real, on the sample month.</summary>
internal static class DemoVerb
{
    private static readonly DateOnly MonthIsKnown = new(2026, 6, 5);

    public static Command Create()
    {
        var asOf = SharedOptions.AsOf();
        asOf.Description =
            $"Play the sample month up to this business date; default: {MonthIsKnown:yyyy-MM-dd}, when its last statement has arrived";
        var serve = new Option<bool>("--serve")
        {
            Description = "Afterwards open the console on that day, with an account of operations and one of finance",
        };
        var (urls, json) = (SharedOptions.Urls(), SharedOptions.Json());
        var command = new Command("demo", "The main job on the sample month: load, reconcile, alert, and every morning's mail.")
        {
            asOf, serve, urls, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var samples = home.Samples;
            if (!Directory.Exists(samples))
            {
                throw new UsageException($"There are no samples at {samples}; `ka sample` writes a month, `ka ingest` loads it.");
            }

            if (parsed.GetValue(json))
            {
                Terminal.LeaveOutputToDocument();
            }

            var date = parsed.GetValue(asOf) ?? MonthIsKnown;
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            Terminal.Out.WriteLine(warehouse.Description);
            var options = new ServeOptions(RunsJobs: true, ServesWeb: true, parsed.GetValue(urls)) { IsDemo = true };
            var run = new DemoRun(home, warehouse.DataSource, samples, date, ServeHost.Address(options, home));
            var loaded = await run.LoadAsync(ct);
            var stopped = await run.ReconcileAsync(ct);
            await run.GiveCasesAsync(ct);
            var (editions, mails) = await run.MailAsync(DemoRun.Start, ct);
            var figures = await DemoFigures.ReadAsync(warehouse.DataSource, date, ct);
            DemoSummary.Print(loaded, figures, editions, mails, home, date);

            var wrong = await SampleTruth.DifferencesAsync(warehouse.DataSource, samples, ReportClock.EndOf(date).KnownAt, ct);
            var findings = stopped is null ? wrong.ToList() : [.. wrong, stopped];
            findings.ForEach(Terminal.Out.WriteLine);
            if (parsed.GetValue(json))
            {
                JsonText.Print(new
                {
                    as_of = date, figures.Files, figures.Statements, figures.Breaks, figures.Alerts, editions, mails, findings,
                });
            }

            if (parsed.GetValue(serve))
            {
                await ServeAsync(options, home, warehouse, date, ct);
            }

            return findings.Count == 0 ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        });
        return command;
    }

    // The schedules rest: they would look for the files of a month in which there are none.
    private static async Task ServeAsync(
        ServeOptions serve, KaHome home, WarehouseConnection warehouse, DateOnly date, CancellationToken ct)
    {
        var clock = new DemoClock(date);
        var accounts = await DemoAccounts.RenewAsync(home, warehouse, clock, ct);
        await ServeVerb.RunAsync(serve, home, warehouse, clock, addresses =>
        {
            Terminal.Out.WriteLine();
            Terminal.Out.WriteLine($"控制台 Console: {addresses}  ({date:yyyy-MM-dd}; Ctrl+C 停止 stops)");
            foreach (var (name, password) in accounts)
            {
                Terminal.Out.WriteLine($"  {name}  密码 password: {password}");
            }
        }, ct);
    }
}

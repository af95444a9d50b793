using System.CommandLine;
using System.Globalization;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka check</c>: runs the checks of <c>sql/checks</c>.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var asOf = SharedOptions.AsOf();
        var archive =
            new Option<bool>("--archive") { Description = "Verify every file of the archive by its hash instead" };
        var json = SharedOptions.Json();
        var command = new Command("check", "Run the warehouse's checks: each lists the rows that break a rule.") { asOf, archive, json };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            if (parsed.GetValue(archive))
            {
                return await CheckArchiveAsync(new ArchiveProof(warehouse.DataSource, new FileArchive(home.Archive),
                    TimeProvider.System), parsed.GetValue(json), ct);
            }

            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            var findings = await WarehouseChecks.RunAsync(warehouse.DataSource, ReportClock.EndOf(date), ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(findings);
            }

            foreach (var finding in parsed.GetValue(json) ? [] : findings)
            {
                var verdict = finding.BadRowCount == 0 ? "ok  " : finding.Stops ? "STOP" : "warn";
                Console.WriteLine($"{verdict}  {finding.Name}{(finding.BadRowCount == 0 ? "" : $": {finding.BadRowCount} rows")}");
                foreach (var row in finding.BadRows)
                {
                    Console.WriteLine("      " + string.Join("  ", row.Select(cell => $"{cell.Key}={Show(cell.Value)}")));
                }
            }

            return findings.Any(finding => finding.Stops && finding.BadRowCount > 0) ? ExitCodes.DoneWithFindings : ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> CheckArchiveAsync(ArchiveProof proof, bool asJson, CancellationToken ct)
    {
        var (looked, flaws) = await proof.CheckAllAsync(asJson ? null : new EachSo(), ct);
        if (asJson)
        {
            JsonText.Print(new { looked, flaws });
            return flaws.Count > 0 ? ExitCodes.DoneWithFindings : ExitCodes.Done;
        }

        foreach (var flaw in flaws)
        {
            Console.WriteLine(
                $"{(flaw.State == FileArchive.State.Missing ? "缺失 missing" : "损坏 damaged")}  {flaw.FileName}  sha256 {flaw.Sha256}");
        }

        Console.WriteLine(flaws.Count == 0 ? $"归档完好 All {looked} files of the archive are intact."
            : $"{looked} 个中 {flaws.Count} 个缺失或损坏 {flaws.Count} of {looked} files are missing or damaged: load good copies again with ka ingest.");
        return flaws.Count > 0 ? ExitCodes.DoneWithFindings : ExitCodes.Done;
    }

    // A line now and then, in order with the others.
    private sealed class EachSo : IProgress<(int Looked, int All)>
    {
        public void Report((int Looked, int All) value)
        {
            if (value.Looked > 0 && value.Looked % 500 == 0)
            {
                Console.WriteLine($"… {value.Looked} / {value.All}");
            }
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "—",
        DateOnly or DateTime { TimeOfDay.Ticks: 0 } => string.Format(CultureInfo.InvariantCulture, "{0:yyyy-MM-dd}", value),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}

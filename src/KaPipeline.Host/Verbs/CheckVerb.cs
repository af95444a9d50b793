using System.CommandLine;
using System.Globalization;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka check</c>: runs the checks of <c>sql/checks</c>.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var asOf = SharedOptions.AsOf();
        var command = new Command("check", "Run the warehouse's checks: each lists the rows that break a rule.") { asOf };
        command.SetAction(async (parsed, ct) =>
        {
            await using var warehouse = await ReadyWarehouse.OpenAsync(KaHome.FromEnvironment(), ct);
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            var findings = await WarehouseChecks.RunAsync(warehouse.DataSource, ReportClock.EndOf(date), ct);
            foreach (var finding in findings)
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

    private static string Show(object? value) => value switch
    {
        null => "—",
        DateOnly or DateTime { TimeOfDay.Ticks: 0 } => string.Format(CultureInfo.InvariantCulture, "{0:yyyy-MM-dd}", value),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}

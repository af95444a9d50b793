using System.CommandLine;
using System.Globalization;
using KaPipeline.Negotiation;
using KaPipeline.Rules;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka negotiate</c>: the contract negotiation pack of a chain and a year.</summary>
internal static class NegotiateVerb
{
    public static Command Create()
    {
        var chain = new Option<string>("--chain") { Description = "The chain, by its id in config/chains", HelpName = "CHAIN", Required = true };
        var year = new Option<int?>("--year") { Description = "Contract year; default the as-of date's" };
        var pct = new Option<decimal?>("--pct") { Description = "A percentage fee that is proposed, of goods less returns with VAT" };
        var fixedAmount = new Option<decimal?>("--fixed") { Description = "A fixed yearly fee that is proposed, RMB" };
        var asOf = SharedOptions.AsOf();
        var command = new Command("negotiate", "Write the contract negotiation pack (合同谈判资料) of a chain and year as a workbook.") { chain, year, pct, fixedAmount, asOf };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var id = parsed.GetValue(chain)!;
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            var contractYear = parsed.GetValue(year) ?? date.Year;
            await using var warehouse = await WarehouseConnection.OpenAsync(home, ct);
            await new Migrator(warehouse.OwnerConnectionString).MigrateAsync(ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            await SettingsSync.SyncAsync(connection, home.Config, TimeProvider.System.GetUtcNow(), ct);
            try
            {
                using var workbook = await NegotiationPack.BuildAsync(connection, id, contractYear, ReportClock.EndOf(date),
                    parsed.GetValue(pct), parsed.GetValue(fixedAmount), TimeProvider.System.GetUtcNow(), ct);
                var path = Path.Combine(home.Outbox, string.Create(CultureInfo.InvariantCulture, $"negotiation_{id}_{contractYear}.xlsx"));
                await workbook.SaveAsync(path, ct);
                Console.WriteLine(path);
                return ExitCodes.Done;
            }
            catch (ArgumentException e)
            {
                throw new UsageException(e.Message);
            }
        });
        return command;
    }
}

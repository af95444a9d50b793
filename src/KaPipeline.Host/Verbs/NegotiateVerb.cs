using System.CommandLine;
using System.Globalization;
using Dapper;
using KaPipeline.Contracts;
using KaPipeline.Host.Warehouse;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka negotiate</c>: the contract negotiation pack of a chain and a year.</summary>
internal static class NegotiateVerb
{
    public static Command Create()
    {
        var chain = SharedOptions.RequiredChain();
        var year = new Option<int?>("--year") { Description = "Contract year; default the as-of date's" };
        var pct = new Option<decimal?>("--pct") { Description = "Proposed percentage fee, of goods less returns, VAT included" };
        var fixedAmount = new Option<decimal?>("--fixed") { Description = "Proposed fixed yearly fee, RMB" };
        var asOf = SharedOptions.AsOf();
        var command = new Command("negotiate", "Write the contract negotiation pack (合同谈判资料) of a chain and year as a workbook.") { chain,
            year, pct, fixedAmount, asOf };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var id = parsed.GetValue(chain)!;
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            var contractYear = parsed.GetValue(year) ?? date.Year;
            if (contractYear < 2000 || contractYear > date.Year)
            {
                throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                    $"--year must have begun by {date:yyyy-MM-dd}, found {contractYear}."));
            }

            if (parsed.GetValue(pct) is < 0 or > 100 || parsed.GetValue(fixedAmount) < 0)
            {
                throw new UsageException("--pct must be from 0 to 100, --fixed at least 0.");
            }

            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            var chains = (await connection.QueryAsync<string>("select chain_id from core.chain order by chain_id")).ToList();
            if (!chains.Contains(id))
            {
                throw new UsageException($"There is no chain \"{id}\"; there are: {string.Join(", ", chains)}.");
            }

            var workbook = await NegotiationPack.BuildAsync(connection, id, contractYear, ReportClock.EndOf(date),
                parsed.GetValue(pct), parsed.GetValue(fixedAmount), TimeProvider.System.GetUtcNow(), ct);
            var path = Path.Combine(home.Outbox, string.Create(CultureInfo.InvariantCulture, $"negotiation_{id}_{contractYear}.xlsx"));
            await workbook.SaveAsync(path, ct);
            Console.WriteLine(path);
            return ExitCodes.Done;
        });
        return command;
    }
}

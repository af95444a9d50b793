using System.CommandLine;
using System.Globalization;
using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka reopen</c>: the application to reopen a chain's locked items, and what became of it.</summary>
internal static class ReopenVerb
{
    public static Command Create()
    {
        var chain = new Option<string>("--chain") { Description = "The chain, by its id in config/chains", HelpName = "CHAIN", Required = true };
        var asOf = SharedOptions.AsOf();
        var store = new Option<string?>("--store") { Description = "One store, for --submitted and --reopened; default all", HelpName = "STORE" };
        var submitted = new Option<bool>("--submitted") { Description = "Record that the prepared applications went to the chain on the as-of date" };
        var reopened = new Option<bool>("--reopened") { Description = "Record that the chain reopened the items on the as-of date" };
        var command = new Command("reopen", "Write a chain's application to reopen locked items (锁码再开通申请), ready to sign, or record its fate.")
        {
            chain, asOf, store, submitted, reopened,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var id = parsed.GetValue(chain)!;
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            if (parsed.GetValue(submitted) || parsed.GetValue(reopened))
            {
                var moved = await ReopeningApplication.RecordAsync(connection, id, parsed.GetValue(store), parsed.GetValue(reopened), date);
                Console.WriteLine($"{moved} applications recorded as {(parsed.GetValue(reopened) ? "reopened" : "submitted")} on {date:yyyy-MM-dd}");
                return ExitCodes.Done;
            }

            var path = Path.Combine(home.Outbox, string.Create(CultureInfo.InvariantCulture, $"reopening_{id}_{date:yyyyMMdd}.xlsx"));
            var count = await ReopeningApplication.PrepareAsync(connection, id, ReportClock.EndOf(date), TimeProvider.System.GetUtcNow(), path, ct);
            Console.WriteLine(count == 0 ? $"{id}: nothing is locked or suspected as of {date:yyyy-MM-dd}" : $"{path}: {count} items");
            return ExitCodes.Done;
        });
        return command;
    }
}

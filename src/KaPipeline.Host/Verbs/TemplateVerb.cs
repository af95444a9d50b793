using System.CommandLine;
using System.Globalization;
using KaPipeline.Host.Warehouse;
using KaPipeline.Items;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka template orders</c>: the workbook in which orders that a store faxed are keyed in.</summary>
internal static class TemplateVerb
{
    public static Command Create()
    {
        var chain = new Option<string>("--chain")
        {
            Description = "The chain, by its id in config/chains", HelpName = "CHAIN",
            Required = true
        };
        var asOf = SharedOptions.AsOf();
        var orders = new Command("orders", "A workbook for orders that stores fax (手工订单): fill it, drop it into the folder.") { chain, asOf };
        orders.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            await using var transaction = await ReportClock.EndOf(date).BeginAsync(connection, ct);
            Directory.CreateDirectory(home.Outbox);
            var path = Path.Combine(home.Outbox, ManualOrderTemplate.FileName(parsed.GetValue(chain)!, date));
            using var content = new MemoryStream();
            var (stores, items) = await ManualOrderTemplate.SaveAsync(
                connection, parsed.GetValue(chain)!, TimeProvider.System.GetUtcNow(), content, ct);
            if (stores == 0)
            {
                throw new UsageException($"There is no chain \"{parsed.GetValue(chain)}\" with an open store on {date:yyyy-MM-dd}.");
            }

            await File.WriteAllBytesAsync(path, content.ToArray(), ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}\n{stores} 家门店 stores, {items} 个货号 item numbers"));
            return ExitCodes.Done;
        });
        return new Command("template", "Write a workbook to be filled in by hand and loaded.") { orders };
    }
}

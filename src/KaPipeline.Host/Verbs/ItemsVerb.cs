using System.CommandLine;
using System.Globalization;
using KaPipeline.Digests.Facts;
using KaPipeline.Host.Warehouse;
using KaPipeline.Items;
using KaPipeline.Mail;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka items</c>: the regional item list (区域品项资料表) as a workbook.</summary>
internal static class ItemsVerb
{
    public static Command Create()
    {
        var chain = SharedOptions.Chain();
        var region = new Option<string?>("--region") { Description = "One of our sales regions; default all", HelpName = "REGION" };
        var asOf = SharedOptions.AsOf();
        var command = new Command("items",
            "Write the item list (区域品项资料表): codes, prices, listed or not, what changed since last month, gaps in the master data.")
        { chain, region, asOf };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            var date = parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System);
            var grant = new Grant(parsed.GetValue(chain) ?? "", parsed.GetValue(region) ?? "", "", "");
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            await using var transaction = await ReportClock.EndOf(date).BeginAsync(connection, ct);
            var names = await Names.LoadAsync(connection, ct);
            var scope = new Scope([grant]);
            if (!names.Stores.Any(place => place.In(scope)))
            {
                throw new UsageException($"There is no store of chain \"{grant.ChainId}\" in region \"{grant.Region}\"; there are: "
                    + string.Join(", ", names.Stores.Select(place => $"{place.ChainId} {place.Region}").Distinct().Order(StringComparer.Ordinal)));
            }

            var facts = await ItemFacts.LoadAsync(connection, names, ct);
            var reader = new Recipient("command line", new Mailbox("", ""), "zh-CN", [], scope);
            Directory.CreateDirectory(home.Outbox);
            var path = Path.Combine(home.Outbox, string.Join('_', new[] { "items", grant.ChainId, grant.Region,
                date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) }.Where(part => part.Length > 0)) + ".xlsx");
            var scoped = new Scoped<ItemFacts>(facts, reader);
            await using (var file = File.Create(path))
            {
                await ItemWorkbook.SaveAsync(scoped, date, TimeProvider.System.GetUtcNow(), file, null, ct);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}\n{scoped.Facts.Items.Count} 行品项 items, {scoped.Facts.Changes.Count} 处变化 changes, {scoped.Facts.Gaps.Count} 项资料缺口 data gaps, {scoped.Facts.Stores.Count} 行门店品项 items of stores"));
            return ExitCodes.Done;
        });
        return command;
    }
}

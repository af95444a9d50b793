using System.CommandLine;
using System.Globalization;
using KaPipeline.Host.Warehouse;
using KaPipeline.Items;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka template NAME</c>: the workbooks in which people key in what no portal sends.</summary>
internal static class TemplateVerb
{
    public static Command Create()
    {
        var verb = new Command("template", "Write a workbook to be filled in by hand and loaded.") { Orders() };
        foreach (var template in TradeTemplate.All)
        {
            verb.Subcommands.Add(Of(template));
        }

        return verb;
    }

    private static Command Orders()
    {
        var chain = SharedOptions.RequiredChain();
        var asOf = SharedOptions.AsOf();
        var orders = new Command("orders", "A workbook for orders that stores fax (手工订单): fill it, drop it into the folder.") { chain, asOf };
        orders.SetAction((parsed, ct) => WriteAsync(
            parsed.GetValue(asOf), day => ManualOrderTemplate.FileName(parsed.GetValue(chain)!, day),
            async (connection, day, target) =>
            {
                var (stores, items) = await ManualOrderTemplate.SaveAsync(
                    connection, parsed.GetValue(chain)!, TimeProvider.System.GetUtcNow(), target, ct);
                return stores == 0
                    ? throw new UsageException($"There is no chain \"{parsed.GetValue(chain)}\" with an open store on {day:yyyy-MM-dd}.")
                    : $"{stores} 家门店 stores, {items} 个货号 item numbers";
            }, ct));
        return orders;
    }

    private static Command Of(TradeTemplate template)
    {
        var asOf = SharedOptions.AsOf();
        var verb = new Command(template.Name, $"A workbook for {template.TitleEn.ToLowerInvariant()} ({template.Title}), with what is known: fill it, drop it into the folder.")
        {
            asOf,
        };
        verb.SetAction((parsed, ct) => WriteAsync(parsed.GetValue(asOf), template.FileName, async (connection, _, target) =>
        {
            var lines = await template.SaveAsync(connection, TimeProvider.System.GetUtcNow(), target, ct);
            return $"{lines} 行已知 lines known";
        }, ct));
        return verb;
    }

    private static async Task<int> WriteAsync(
        DateOnly? asOf, Func<DateOnly, string> nameOf, Func<NpgsqlConnection, DateOnly, Stream, Task<string>> save, CancellationToken ct)
    {
        var home = KaHome.FromEnvironment();
        var date = asOf ?? BusinessTime.Today(TimeProvider.System);
        await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await ReportClock.EndOf(date).BeginAsync(connection, ct);
        using var content = new MemoryStream();
        var said = await save(connection, date, content);
        Directory.CreateDirectory(home.Outbox);
        var path = Path.Combine(home.Outbox, nameOf(date));
        await File.WriteAllBytesAsync(path, content.ToArray(), ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}\n{said}"));
        return ExitCodes.Done;
    }
}

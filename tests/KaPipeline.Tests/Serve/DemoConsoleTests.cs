using System.Net;
using KaPipeline.Host;
using KaPipeline.Host.Demo;
using KaPipeline.Host.Serve;
using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Serve;

/// <summary><c>ka demo --serve</c>: the console on a day that has passed.</summary>
public sealed class DemoConsoleTests
{
    [Fact]
    public async Task Console_of_the_demo_stands_on_its_day_with_an_account_of_operations_and_one_of_finance_and_plans_nothing()
    {
        var day = new DateOnly(2026, 6, 5);
        await using var warehouse = await TestWarehouse.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("ka-demo-");
        var home = new KaHome(folder.FullName, Path.Combine(Repository.Root, "config"));
        await using var opened = WarehouseConnection.Open(warehouse.ConnectionString, warehouse.ConnectionString);
        var clock = new DemoClock(day);
        var first = await DemoAccounts.RenewAsync(home, opened, clock, Stopping);
        var accounts = await DemoAccounts.RenewAsync(home, opened, clock, Stopping);
        Assert.Equal(["operator", "finance"], accounts.Select(account => account.Name));
        Assert.Empty(first.Select(account => account.Password).Intersect(accounts.Select(account => account.Password)));

        await using var app = ServeHost.Build(
            new ServeOptions(true, true, "http://127.0.0.1:0") { IsDemo = true }, home, warehouse.DataSource, clock);
        await app.StartAsync(Stopping);
        foreach (var (name, password) in accounts)
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            var today = await SignIn.AsAsync(client, name, password, to: "/");
            Assert.Equal((HttpStatusCode.OK, "/"), (today.StatusCode, today.RequestMessage!.RequestUri!.AbsolutePath));
            Assert.Contains("2026-06-05", await today.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
        }

        await RehearsalNodes.UntilAsync(() => warehouse.DataSource.FirstAsync<bool>("select exists (select from ops.schedule)"));
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.run union all select count(*) from ops.alert order by 1 desc limit 1", ct: Stopping));
        await app.StopAsync(Stopping);
        folder.Delete(recursive: true);
    }
}

using System.Diagnostics;
using System.Net;
using KaPipeline.Host;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Serve;
using KaPipeline.Host.Web;
using KaPipeline.Rules;
using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Serve;

/// <summary>A console that reads a standby: every page opens there, who wrote something reads it back at once, and a standby that is behind
/// or away is not read.</summary>
[Trait("Category", "Slow")]
public sealed class StandbyReadingTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Pages_come_from_the_standby_unless_it_lacks_what_their_reader_wrote_or_is_away()
    {
        await using var pair = await ServerPair.StartAsync();
        await using var warehouse = WarehouseConnection.Open(pair.ConnectionString, pair.OwnerConnectionString,
            ConnectionText.Reading(pair.StandbyConnectionString, pair.ConnectionString));
        await using (var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await SettingsSync.SyncAsync(connection, Path.Combine(Repository.Root, "config"), TimeProvider.System.GetUtcNow(), Stopping);
        }

        var claim = await warehouse.DataSource.FirstAsync<long>(
            """
            insert into ops."case" (chain_id, claim_key, kinds, statement_number, found_on, opened_at, claimed_amount, at_stake_amount, state_since)
            values ('dingfeng', 'k', array['short_pay'], 'S1', '2026-06-01', '2026-06-01', 1, 1, '2026-06-01') returning case_id
            """, ct: Stopping);
        var folder = Directory.CreateTempSubdirectory("ka-standby-");
        await using var app = ServeHost.Build(new ServeOptions(false, true, "http://127.0.0.1:0"),
            new KaHome(folder.FullName, Path.Combine(Repository.Root, "config")), warehouse.DataSource, TimeProvider.System, warehouse.Standby);
        await app.StartAsync(Stopping);
        using var admin = await SignedInAsync(app, "admin");
        using var finance = await SignedInAsync(app, "finance");
        await CaughtUpAsync(pair, warehouse);

        var failed = new List<string>();
        foreach (var path in ConsoleMap.Groups.SelectMany(group => group.Places).Select(place => place.Path).Append($"/cases/{claim}"))
        {
            using var answer = await admin.GetAsync(new Uri(path, UriKind.Relative), Stopping);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                failed.Add($"{path}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(failed);
        var reads = new StandbyReads(warehouse.DataSource, warehouse.Standby!);
        Assert.Same(warehouse.Standby, await reads.ChooseAsync(null, Stopping));
        // A comment that is followed, then one that is not.
        await SayAsync(finance, claim, "已发邮件");
        await CaughtUpAsync(pair, warehouse);
        await pair.AskStandbyAsync<string>("select pg_wal_replay_pause()::text");
        var since = Stopwatch.StartNew();
        Assert.Same(warehouse.Standby, await reads.ChooseAsync(null, Stopping));
        await SayAsync(finance, claim, "采购说下周补");
        // Whoever wrote nothing reads the standby, which has followed a moment ago; on a slow machine it may be too old by now.
        var others = await ReadAsync(admin, $"/cases/{claim}");
        Assert.Contains("已发邮件", others, StringComparison.Ordinal);
        if (since.Elapsed < TimeSpan.FromSeconds(8))
        {
            Assert.DoesNotContain("采购说下周补", others, StringComparison.Ordinal);
        }

        Assert.Contains("采购说下周补", await ReadAsync(finance, $"/cases/{claim}"), StringComparison.Ordinal);
        Assert.DoesNotContain("采购说下周补", await pair.AskStandbyAsync<string>("select coalesce(string_agg(said, ' '), '') from ops.comment")
            ?? "", StringComparison.Ordinal);
        // Nobody reads for long what a standby that has stopped knew.
        while (!(await ReadAsync(admin, $"/cases/{claim}")).Contains("采购说下周补", StringComparison.Ordinal))
        {
            await Task.Delay(200, Stopping);
        }

        await pair.AskStandbyAsync<string>("select pg_wal_replay_resume()::text");
        await pair.KillStandbyAsync();
        Assert.Contains("采购说下周补", await ReadAsync(admin, $"/cases/{claim}"), StringComparison.Ordinal);
        await SayAsync(finance, claim, "已补");
        Assert.Contains("已补", await ReadAsync(admin, $"/cases/{claim}"), StringComparison.Ordinal);
        await app.StopAsync(Stopping);
        folder.Delete(recursive: true);
    }

    private static async Task CaughtUpAsync(ServerPair pair, WarehouseConnection warehouse)
    {
        var written = await warehouse.DataSource.FirstAsync<string>("select pg_current_wal_lsn()::text", ct: Stopping);
        while (!await pair.AskStandbyAsync<bool>($"select pg_last_wal_replay_lsn() >= '{written}'"))
        {
            await Task.Delay(50, Stopping);
        }
    }

    private static async Task<HttpClient> SignedInAsync(WebApplication app, string role)
    {
        await app.Services.GetRequiredService<AccountStore>().AddAsync(role, role, role, null, Password, null, "test", Stopping);
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
        (await SignIn.AsAsync(client, role, Password)).Dispose();
        return client;
    }

    private static async Task<string> ReadAsync(HttpClient client, string path) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stopping));

    private static async Task SayAsync(HttpClient client, long claim, string said)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = await SignIn.TokenAsync(client, "/account"), ["on"] = "case", ["case"] = $"{claim}", ["said"] = said,
        });
        using var answer = await client.PostAsync(new Uri("/comments", UriKind.Relative), form, Stopping);
        answer.EnsureSuccessStatusCode();
    }
}

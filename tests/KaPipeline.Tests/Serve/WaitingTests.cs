using System.Net;
using System.Text.Json;
using KaPipeline.Host.Warehouse;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>A node without the owner's rights on a database that is older than its program.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task It_says_what_is_missing_and_goes_on_when_the_owner_has_migrated()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var owner = NpgsqlDataSource.Create(warehouse.OwnerConnectionString);
        // As if the newest migration, which adds a column, had not been applied yet.
        await owner.DoAsync("delete from ops.migration where name = '0431_config_of_nodes'; alter table ops.node drop column config_says", ct: Stopping);
        Assert.Equal(["0431_config_of_nodes"], await ReadyWarehouse.MissingAsync(warehouse.DataSource, Stopping));
        var home = Directory.CreateTempSubdirectory("ka-waiting-").FullName;
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        using (var node = ServeProcess.Start(warehouse.ConnectionString, "", Path.Combine(Repository.Root, "config"), home, address))
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            var said = "";
            await RehearsalNodes.UntilAsync(async () => (said = await AskAsync(client, "schema"))
                .Contains("0431_config_of_nodes", StringComparison.Ordinal));
            Assert.Contains("ka migrate", said, StringComparison.Ordinal);
            Assert.Equal("Healthy", await client.GetStringAsync("/health/live", Stopping));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/", Stopping)).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, await AtAsync(client, "/", "evil.example"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await AtAsync(client, "/health/ready", "evil.example"));
            Assert.Equal(0, await warehouse.DataSource.FirstAsync<int>("select count(*)::int from ops.node", ct: Stopping));

            await ReadyWarehouse.MigrateAsync(warehouse.OwnerConnectionString, Stopping);

            await RehearsalNodes.UntilAsync(async () => await AskAsync(client, "schema") is ""
                && await warehouse.DataSource.FirstAsync<bool>("select exists (select from ops.node)"));

            // And a node that runs already, over a database that was brought back from an older backup.
            await owner.DoAsync("delete from ops.migration where name = '0431_config_of_nodes'", ct: Stopping);
            Assert.Contains("0431_config_of_nodes", await AskAsync(client, "schema"), StringComparison.Ordinal);
        }

        Directory.Delete(home, recursive: true);
    }

    private static async Task<string> AskAsync(HttpClient client, string check)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return said.RootElement.GetProperty("says").TryGetProperty(check, out var words) ? words.GetString()! : "";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            // The one host has gone and the other one is not there yet.
            return "no answer";
        }
    }

    private static async Task<HttpStatusCode> AtAsync(HttpClient client, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}

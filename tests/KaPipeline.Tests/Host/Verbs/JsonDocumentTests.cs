using System.Text.Json;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>What prints tables prints them as one document too, whatever else is said meanwhile; a dry run of the migration says what is
/// missing.</summary>
[Trait("Category", "Slow")]
public sealed class JsonDocumentTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-json-").FullName;
    private TestWarehouse warehouse = null!;
    private string? config;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task The_demo_and_a_checked_profile_are_documents()
    {
        // The demo takes the samples beside the configuration: those of one chain.
        config = ConfigCopy.Make(home, "Jobs", []);
        SampleFolder.Make(home, LongRun.Drawn(SampleFolder.Chains, 1));
        using var demo = await DocumentAsync(0, "demo", "--as-of", "2026-05-02", "--json");
        Assert.Equal("2026-05-02", demo.RootElement.GetProperty("as_of").GetString());
        Assert.NotEmpty(demo.RootElement.GetProperty("files").EnumerateArray());
        Assert.All(demo.RootElement.GetProperty("files").EnumerateArray(), chain => Assert.Equal(
            chain.GetProperty("rows_in").GetDecimal(), chain.GetProperty("rows_loaded").GetDecimal()
                + chain.GetProperty("rows_quarantined").GetDecimal() + chain.GetProperty("rows_duplicate").GetDecimal()));

        using var check = await DocumentAsync(0, "profile", "check", "wanjia", "samples/wanjia/万嘉收货_20260504.xlsx", "--json");
        Assert.Equal(check.RootElement.GetProperty("rows_in").GetInt64(),
            check.RootElement.GetProperty("trial").GetProperty("result").GetProperty("rows_in").GetInt64());
        Assert.NotEmpty(check.RootElement.GetProperty("first").EnumerateObject());
    }

    [Fact]
    public async Task A_migration_is_foretold()
    {
        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "migrate", "--dry-run");
        Assert.True(code == 0, output + error);
        Assert.Contains("nothing to do", output, StringComparison.Ordinal);

        await using var owner = Npgsql.NpgsqlDataSource.Create(warehouse.OwnerConnectionString);
        await owner.DoAsync("update ops.view_build set hash = 'another'", ct: Stopping);
        output = (await KaProcess.RunAsync(warehouse, home, null, "migrate", "--dry-run")).Output;
        Assert.Contains("would bring views of mart", output, StringComparison.Ordinal);
        Assert.Equal("another", await owner.FirstAsync<string>("select hash from ops.view_build", ct: Stopping));
    }

    private async Task<JsonDocument> DocumentAsync(int expected, params string[] line)
    {
        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, config, line);

        Assert.True(code == expected, output + error);
        return JsonDocument.Parse(output);
    }
}

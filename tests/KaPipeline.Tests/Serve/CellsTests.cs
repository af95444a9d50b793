using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Digests.Editions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Sales;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>Two cells and a head office, three real servers, beside one server that does it all.</summary>
[Trait("Category", "Slow")]
public sealed partial class CellsTests : IAsyncLifetime
{
    private static readonly string Config = Path.Combine(Repository.Root, "config");
    private static readonly string Cells = Path.Combine(Repository.Root, "deploy", "cells");
    private static readonly string[] Views =
    [
        "reconciliation_line", "reconciliation_break", "statement_reconciliation", "deduction_review", "sku_lock_alert", "price_anomaly",
        "fill_rate", "sku_distribution", "outlet_coverage", "sku_ranking", "outlet_ranking", "exposure", "receivable_ageing", "feed_arrival",
        "work_list",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("ka-cells-").FullName;
    private readonly List<OwnServer> servers = [];
    private readonly Dictionary<OwnServer, NpgsqlDataSource> databases = [];
    private TestWarehouse one = null!;
    private DateOnly day = new(2026, 5, 8);
    private string kind = "daily";

    private OwnServer Head => servers[0];

    public async ValueTask InitializeAsync()
    {
        one = await TestWarehouse.CreateAsync();
        await PrepareAsync(one.DataSource);
        for (var n = 0; n < 3; n++)
        {
            var server = await OwnServer.StartAsync("wal_level = logical");
            servers.Add(server);
            databases[server] = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Timezone = "UTC" });
            await PrepareAsync(databases[server]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await databases[server].DisposeAsync();
            await server.DisposeAsync();
        }

        await one.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Head_office_of_two_cells_says_what_one_server_says_also_of_a_chain_that_is_new_or_moves()
    {
        await ShareAsync(0);
        await ShareAsync(1, "haoyoulai", "jinlong");
        await ShareAsync(2, "yonghe", "runda", "wanjia");
        await SubscribeAsync(1);
        await SubscribeAsync(2);
        foreach (var server in servers.Append(null))
        {
            await LoadAsync(server, IngestWorld.MasterFiles);
        }

        await DayAsync("haoyoulai", 1, LongRun.IsOn ? "2026050[1-5]" : "2026050[45]", "haoyoulai", "jinlong");
        await DayAsync("yonghe", 2, LongRun.IsOn ? "2026050[1-5]" : "2026050[45]", "yonghe", "runda", "wanjia");
        await AssertSameAsync(inLetters: LongRun.IsOn);

        // A new chain is placed.
        await ShareAsync(1, "haoyoulai", "jinlong", "dingfeng");
        await DayAsync("dingfeng", 1, LongRun.IsOn ? "2026050[6-8]" : "2026050[67]", "dingfeng");
        if (LongRun.IsOn)
        {
            await AssertSameAsync();
        }

        // A chain moves: the other cell gives its rows from now on, the first one no more.
        await ShareAsync(2, "yonghe", "runda", "wanjia", "haoyoulai");
        var (exit, said) = ServerAccount.Current.Run("sh", ["-c", await File.ReadAllTextAsync(Path.Combine(Cells, "move-chain"), Stopping),
            "move-chain", "haoyoulai", Words(1), Words(2), Words(0)]);
        Assert.True(exit == 0, said);
        await ShareAsync(1, "jinlong", "dingfeng");
        if (LongRun.IsOn)
        {
            await AssertSameAsync();
        }

        await DayAsync("haoyoulai", 2, LongRun.IsOn ? "2026050[6-8]" : "2026050[67]", "haoyoulai");
        await AssertSameAsync();

        if (LongRun.IsOn)
        {
            await WholeMonthAsync();
        }
    }

    // All files of the sample, from what was before its month on; then the mails of an ordinary day, of a week and of the month's close.
    private async Task WholeMonthAsync()
    {
        string[] first = ["dingfeng", "jinlong"];
        string[] second = ["haoyoulai", "heyue", "runda", "wanjia", "yonghe"];
        await ShareAsync(2, second);
        foreach (var (cell, chains) in ((int, string[])[])[(1, first), (2, second)])
        {
            foreach (var source in chains.SelectMany(chain => (string[])[Path.Combine("before", chain), chain])
                .Select(part => Path.Combine(IngestWorld.Samples, part)).Where(Directory.Exists))
            {
                string[] files = [.. Directory.GetFiles(source).Order(StringComparer.Ordinal)];
                await LoadAsync(servers[cell], files);
                await LoadAsync(null, files);
            }

            await SettleAsync(databases[servers[cell]], chains);
        }

        await SettleAsync(one.DataSource, [.. first, .. second]);
        foreach (var (digest, date) in ((string, int)[])[("daily", 29), ("weekly", 31), ("close", 31)])
        {
            (kind, day) = (digest, new(2026, 5, date));
            await AssertSameAsync();
        }
    }

    private async Task AssertSameAsync(bool inLetters = true)
    {
        await CaughtUpAsync(1);
        await CaughtUpAsync(2);
        foreach (var view in LongRun.Drawn(Views, 6))
        {
            Assert.Equal((view, await RowsAsync(one.DataSource, view)), (view, await RowsAsync(databases[Head], view)));
        }

        if (!inLetters)
        {
            return;
        }

        var expected = await LettersAsync(one.DataSource);
        var found = await LettersAsync(databases[Head]);
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(letter => letter.Reader), found.Select(letter => letter.Reader));
        foreach (var (letter, other) in expected.Zip(found))
        {
            // One by one, so that a difference is shown where it is.
            Assert.Equal(letter.Html, other.Html);
            Assert.Equal(letter.Files, other.Files);
        }
    }

    private async Task<string?> RowsAsync(NpgsqlDataSource database, string view) => (await database.ListAsync<string>(
        new ReportClock(day, DateTimeOffset.MaxValue),
        $"""
        select count(*) || ' ' || coalesce(md5(string_agg(line, e'\n' order by line collate "C")), '-')
        from (select (to_jsonb(v) - array(select key from jsonb_object_keys(to_jsonb(v)) as key where key ~ 'load'))::text as line from mart.{view} as v) as lines
        """, null, Stopping)).Single();

    // Letters to each reader, without the numbers that addresses of pages name.
    private async Task<List<(string Reader, string Html, string Files)>> LettersAsync(NpgsqlDataSource database)
    {
        var rules = RecipientRules.Load(Config);
        // Letters of two roles, others in each run.
        rules.Digests[kind] = LongRun.Drawn(rules.Digests[kind].Except(["operations"]), 2);
        var service = new DigestService(
            database, DigestService.AllDigests, new RecipientList(rules), SampleWorld.Digests,
            new MailOptions { From = "ka@ka.example", Outbox = folder }, new ManualClock(BusinessTime.At(day.AddDays(1), new TimeOnly(7, 30))));
        return (await service.PreviewAsync(new DigestRequest(kind, day, "test"), Stopping))
            .Select(letter => (letter.Recipient.Id, Address().Replace(letter.Content.Html, ""),
                string.Join(' ', letter.Content.Attachments.Select(file => file.FileName))))
            .Order().ToList();
    }

    // One day's work: files loaded and settled, in the cell and on the one server.
    private async Task DayAsync(string chain, int cell, string days, params string[] settled)
    {
        var files = Directory.GetFiles(Path.Combine(IngestWorld.Samples, chain)).Where(file => Regex.IsMatch(file, days)).ToArray();
        await LoadAsync(servers[cell], files);
        await LoadAsync(null, files);
        await SettleAsync(databases[servers[cell]], settled);
        await SettleAsync(one.DataSource, settled);
    }

    private static async Task SettleAsync(NpgsqlDataSource database, string[] chains)
    {
        await new MaterialisedSettlement(database).RefreshAsync(chains, Stopping);
        await new MaterialisedFigures(database).RefreshAsync(chains, Stopping);
    }

    private async Task LoadAsync(OwnServer? server, string[] paths)
    {
        var ingest = new Ingest(server is null ? one.DataSource : databases[server], new FileArchive(Path.Combine(folder, "archive")),
            ProfileCatalog.Load(Config), TimeProvider.System);
        await ingest.RunAsync(ingest.Find(paths).Known, ct: Stopping);
    }

    private static async Task PrepareAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync(Stopping);
        await ProfileSync.SyncAsync(connection, ProfileCatalog.Load(Config).Chains, DateTimeOffset.UnixEpoch, Stopping);
        await FileJudgement.SyncAsync(connection);
        await WorkingCalendar.Load(Config).SyncAsync(connection, Stopping);
    }

    private async Task ShareAsync(int cell, params string[] chains)
    {
        await using var connection = new NpgsqlConnection(servers[cell].Connection("postgres", "ka")
            + $";Pooling=false;Options=-c cells.number={cell} -c cells.chains={string.Join(',', chains)}");
        await connection.OpenAsync(Stopping);
        await connection.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Cells, "share.sql"), Stopping));
    }

    private async Task SubscribeAsync(int cell)
    {
        await using var connection = new NpgsqlConnection(Head.Connection("postgres", "ka") + ";Pooling=false");
        await connection.OpenAsync(Stopping);
        await connection.ExecuteAsync($"create subscription ka_cell_{cell} connection '{Words(cell)}' publication ka_cell");
    }

    private async Task CaughtUpAsync(int cell)
    {
        await using var connection = new NpgsqlConnection(servers[cell].Connection("postgres", "ka") + ";Pooling=false");
        await using var head = new NpgsqlConnection(Head.Connection("postgres", "ka") + ";Pooling=false");
        await connection.OpenAsync(Stopping);
        await head.OpenAsync(Stopping);
        var written = await connection.ExecuteScalarAsync<string>("select pg_current_wal_lsn()::text");
        await RehearsalNodes.UntilAsync(async () =>
            await head.ExecuteScalarAsync<bool>("select bool_and(srsubstate = 'r') from pg_subscription_rel")
            && await connection.ExecuteScalarAsync<bool>(
                "select exists (select from pg_stat_replication where application_name = @name and replay_lsn >= @written::pg_lsn)",
                new { name = $"ka_cell_{cell}", written }), 60);
    }

    private string Words(int server) =>
        $"host={new NpgsqlConnectionStringBuilder(servers[server].ConnectionString).Host} user=postgres dbname=ka";

    [GeneratedRegex("""href="[^"]*[0-9][^"]*"| src="[^"]*" """)]
    private static partial Regex Address();
}

using Dapper;
using KaPipeline.Backup;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

[Trait("Category", "Slow")]
public sealed class BackupTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-backup-").FullName;
    private OwnServer server = null!;
    private string config = "";

    private static readonly string[] Headlines =
    [
        "feed_arrival", "source_file", "reconciliation_line", "statement_reconciliation", "open_difference", "receivable_ageing",
        "credit_standing", "order_fulfilment", "fill_rate", "sku_lock_alert", "price_anomaly", "supply_day", "purchase_sales_stock",
        "outlet_coverage", "gross_margin", "target_progress", "fee_ratio", "exposure",
    ];

    private string Home => Path.Combine(folder, "home");

    private string Restored => Path.Combine(folder, "restored");

    public async ValueTask InitializeAsync()
    {
        server = await OwnServer.StartAsync();
        config = ConfigCopy.Make(folder, "Jobs", []);
        if (!LongRun.IsOn)
        {
            // A few readers are enough.
            ConfigCopy.Change(config, "recipients.yaml", "daily: [representative, city_manager, region_manager, supervisor, finance, operations]",
                "daily: [supervisor]");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Warehouse_and_archive_come_back_whole_and_a_node_runs_on_them()
    {
        await LoadAsync();
        await RunNodeAsync(server.ConnectionString, server.OwnerConnectionString, Home);
        Assert.Equal(0, (await KaAsync(server, "ka", Home, "run", "reconcile", "--from", "2026-05-06")).Exit);
        var before = await FiguresAsync(server.ConnectionString);

        // Older ones go, what is no backup stays.
        var backups = Path.Combine(folder, "backups");
        Directory.CreateDirectory(Path.Combine(backups, "notes"));
        Directory.CreateDirectory(Path.Combine(backups, "20200101T000000Z"));
        await File.WriteAllTextAsync(Path.Combine(backups, "20200101T000000Z", "SHA256SUMS"), "", Stopping);
        var backup = await KaAsync(server, "ka", Home, "backup", backups, "--keep", "1");
        Assert.True(backup.Exit == 0, backup.Said);
        var made = backup.Said.Trim().Split('\n')[^1];
        Assert.Equal([made, Path.Combine(backups, "notes")], Directory.GetDirectories(backups).Order(StringComparer.Ordinal));

        await using (var written = NpgsqlDataSource.Create(server.Connection("ka_app", "ka")))
        {
            Assert.Equal(made, (await BackupRecord.NewestAsync(written, Stopping))?.Path);
        }

        // The morning's mails go after the backup.
        Assert.Equal(0, (await KaAsync(server, "ka", Home, "digest", "daily", "--as-of", "2026-05-06")).Exit);
        var sent = Mails(Home);
        Assert.NotEmpty(sent);

        // A new machine: the roles of docs/operations.md that it needs, and nothing else.
        await using var bare = await OwnServer.StartBareAsync();
        await bare.AdministerAsync("create role ka_owner login", "create role ka_app login", "create database ka_again owner ka_owner");

        // As a restore leaves it that was killed while it unpacked: it is repeated.
        Directory.CreateDirectory(Path.Combine(Restored, "archive", "00"));
        File.Copy(Path.Combine(made, "SHA256SUMS"), Path.Combine(Restored, ".restoring"));
        var restore = await KaAsync(bare, "ka_again", Restored, "restore", made);
        Assert.True(restore.Exit == 0, restore.Said);
        Assert.False(Directory.Exists(Path.Combine(Restored, "restored-config")), restore.Said);
        var (exit, said) = await KaAsync(bare, "ka_again", Restored, "check", "--archive");
        Assert.True(exit == 0, said);

        Assert.Equal(before, await FiguresAsync(bare.Connection("ka_app", "ka_again")));
        await using (var settings = NpgsqlDataSource.Create(bare.Connection("ka_app", "ka_again")))
        {
            Assert.Equal("2s", await settings.FirstAsync<string>("show client_connection_check_interval", ct: Stopping));
        }

        await RunNodeAsync(bare.Connection("ka_app", "ka_again"), bare.Connection("ka_owner", "ka_again"), Restored);

        // The same edition is made again, and waits; a person says that it had gone, and the next one goes.
        await AssertHeldUntilAPersonAsync(bare);

        // What holds something already is not overwritten, and what was changed since is not restored.
        var twice = await KaAsync(bare, "ka_again", Restored, "restore", made);
        Assert.Contains("already holds a warehouse", twice.Said, StringComparison.Ordinal);
        Assert.Equal(0, (await KaAsync(bare, "ka_again", Restored, "restore", made, "--dry-run")).Exit);
        await File.AppendAllTextAsync(Path.Combine(made, "archive.tar"), "x", Stopping);
        var changed = await KaAsync(bare, "postgres", Path.Combine(folder, "other"), "restore", made);
        Assert.True(changed.Exit == 1 && changed.Said.Contains("archive.tar has SHA-256", StringComparison.Ordinal), changed.Said);
        Assert.False(Directory.Exists(Path.Combine(folder, "other")));
    }

    private async Task AssertHeldUntilAPersonAsync(OwnServer bare)
    {
        var again = await KaAsync(bare, "ka_again", Restored, "digest", "daily", "--as-of", "2026-05-06");
        Assert.Equal(3, again.Exit);
        Assert.Contains("restored from a backup", again.Said, StringComparison.Ordinal);
        Assert.Empty(Mails(Restored));
        Assert.Contains("daily 2026-05-06", (await KaAsync(bare, "ka_again", Restored, "delivery", "list")).Said, StringComparison.Ordinal);
        var resumed = await KaAsync(
            bare, "ka_again", Restored, "delivery", "resume", "--sent-from", "2026-05-07 07:00", "--sent-until", "2026-05-07 07:31",
            "--reason", "readers have them");
        Assert.True(resumed.Exit == 0, resumed.Said);
        Assert.Equal(0, (await KaAsync(bare, "ka_again", Restored, "delivery", "send")).Exit);
        Assert.Empty(Mails(Restored));
        Assert.Equal(0, (await KaAsync(bare, "ka_again", Restored, "digest", "daily", "--as-of", "2026-05-07")).Exit);
        Assert.NotEmpty(Mails(Restored));

        // Again without the script's file: the mark beside the data knows more than this warehouse.
        File.Copy(Path.Combine(Home, "last-sent.json"), Path.Combine(Restored, "last-sent.json"), overwrite: true);
        await using var database = NpgsqlDataSource.Create(bare.Connection("ka_app", "ka_again"));
        await database.DoAsync("update ops.sending_hold set released_at = '2026-01-01'");
        Assert.Contains("does not know the last send", (await KaAsync(bare, "ka_again", Restored, "delivery", "send")).Said, StringComparison.Ordinal);
    }

    private static string[] Mails(string home) =>
        Directory.Exists(Path.Combine(home, "outbox"))
        ? Directory.GetFiles(Path.Combine(home, "outbox"), "*.eml", SearchOption.AllDirectories) : [];

    private async Task<(int Exit, string Said)> KaAsync(OwnServer server, string database, string home, params string[] arguments)
    {
        var (exit, output, error) = await KaProcess.RunAsync(new()
        {
            ["KA_DATABASE"] = server.Connection("ka_app", database), ["KA_DATABASE_OWNER"] = server.Connection("ka_owner", database),
            ["KA_HOME"] = home, ["KA_CONFIG"] = config,
        }, arguments);
        return (exit, error + output);
    }

    private async Task LoadAsync()
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var profiles = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        await using (var connection = await database.OpenConnectionAsync())
        {
            await ProfileSync.SyncAsync(connection, profiles.Chains, TimeProvider.System.GetUtcNow(), Stopping);
            await Ingestion.FileJudgement.SyncAsync(connection);
        }

        var ingest = new Ingest(database, new FileArchive(Path.Combine(Home, "archive")), profiles, TimeProvider.System);
        var files = ingest.Find([.. IngestWorld.MasterFiles, Path.Combine(IngestWorld.Samples, "haoyoulai")]).Known;
        await ingest.RunAsync(
            [.. files.Where(item => item.Profile.ChainId.Length == 0 || item.File.Name.Contains("2026050", StringComparison.Ordinal)
                && (LongRun.IsOn || item.File.Name[^5] is >= '3' and <= '6'))]);
    }

    /// <summary>Runs a node until its scheduler has made its tables and its schedules.</summary>
    private async Task RunNodeAsync(string connectionString, string ownerConnectionString, string home)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        using var node = ServeProcess.Start(connectionString, ownerConnectionString, config, home);
        await RehearsalNodes.UntilAsync(() =>
            database.FirstAsync<bool>("select count(*) >= 8 from hangfire.set where key = 'recurring-jobs'"));
        await RehearsalNodes.UntilAsync(() =>
            database.FirstAsync<bool>("select exists (select from ops.node where seen_at > now() - interval '20 seconds')"));
    }

    // What was loaded, every table of core, and what pages and mails say of it.
    private static async Task<List<string>> FiguresAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var figures = (await database.ListAsync<string>(
            "select concat_ws(' ', 'loads', count(*), sum(rows_loaded), sum(rows_quarantined)) from ops.load")).ToList();
        figures.AddRange((await CoreHashes.OfAsync(database)).Select(table => $"core.{table.Key} {table.Value}"));
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await ReportClock.EndOf(new DateOnly(2026, 5, 6)).BeginAsync(connection);
        foreach (var view in LongRun.Drawn(Headlines, 8))
        {
            figures.Add(view + " " + await connection.ExecuteScalarAsync<string>(
                $"""
                select count(*) || ' ' || coalesce(md5(string_agg(line, '|' order by line collate "C")), '-')
                from (select shown::text as line from mart.{view} as shown) as rows
                """, transaction: transaction));
        }

        Assert.True(figures.Count(figure => !figure.Contains(" 0 -", StringComparison.Ordinal)) > (LongRun.IsOn ? 20 : 12), string.Join('\n', figures));
        return figures;
    }
}

using System.Diagnostics;
using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

[Trait("Category", "Slow")]
public sealed class BackupTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-backup-").FullName;
    private OwnServer server = null!;

    private string Home => Path.Combine(folder, "home");

    private string Restored => Path.Combine(folder, "restored");

    public async Task InitializeAsync() => server = await OwnServer.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Warehouse_and_archive_come_back_whole_and_a_node_runs_on_them()
    {
        await LoadAsync();
        await RunNodeAsync(server.ConnectionString, server.OwnerConnectionString, Home);
        var before = await CountsAsync(server.ConnectionString);

        var backup = Script("backup.sh", "ka", Home, Path.Combine(folder, "backups"));
        Assert.True(backup.Exit == 0, backup.Said);
        var made = backup.Said.Trim().Split('\n')[^1];

        // The morning's mails go after the backup.
        Assert.Equal(0, Ka("ka", Home, "digest", "daily", "--as-of", "2026-05-06").Exit);
        var sent = Mails(Home);
        Assert.NotEmpty(sent);
        await using (var connection = new NpgsqlConnection(server.Connection("postgres", "postgres") + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync("create database ka_again owner ka_owner");
        }

        // As a restore leaves it that was killed while it unpacked: it is repeated.
        Directory.CreateDirectory(Path.Combine(Restored, "archive", "00"));
        File.Copy(Path.Combine(made, "SHA256SUMS"), Path.Combine(Restored, ".restoring"));
        var restore = Script("restore.sh", "ka_again", Restored, made);
        Assert.True(restore.Exit == 0, restore.Said);

        Assert.Equal(before, await CountsAsync(server.Connection("ka_app", "ka_again")));
        foreach (var verb in (string[])["migrate", "check"])
        {
            var (exit, said) = Ka("ka_again", Restored, verb);
            Assert.True(exit == 0, $"ka {verb}: {said}");
        }

        await RunNodeAsync(server.Connection("ka_app", "ka_again"), server.Connection("ka_owner", "ka_again"), Restored);

        // The same edition is made again, and waits; a person says that it had gone, and the next one goes.
        await AssertHeldUntilAPersonAsync();

        // What holds something already is not overwritten, and what was changed since is not restored.
        var twice = Script("restore.sh", "ka_again", Restored, made);
        Assert.Contains("already holds a warehouse", twice.Said, StringComparison.Ordinal);
        await File.AppendAllTextAsync(Path.Combine(made, "archive.tar"), "x");
        var changed = Script("restore.sh", "postgres", Path.Combine(folder, "other"), made);
        Assert.True(changed.Exit != 0 && changed.Said.Contains("archive.tar", StringComparison.Ordinal), changed.Said);
    }

    private async Task AssertHeldUntilAPersonAsync()
    {
        var again = Ka("ka_again", Restored, "digest", "daily", "--as-of", "2026-05-06");
        Assert.Equal(3, again.Exit);
        Assert.Contains("restored from a backup", again.Said, StringComparison.Ordinal);
        Assert.Empty(Mails(Restored));
        Assert.Contains("daily 2026-05-06", Ka("ka_again", Restored, "delivery", "list").Said, StringComparison.Ordinal);
        var resumed = Ka(
            "ka_again", Restored, "delivery", "resume", "--sent-from", "2026-05-07 07:00", "--sent-until", "2026-05-07 07:31", "--reason", "readers have them");
        Assert.True(resumed.Exit == 0, resumed.Said);
        Assert.Equal(0, Ka("ka_again", Restored, "delivery", "send").Exit);
        Assert.Empty(Mails(Restored));
        Assert.Equal(0, Ka("ka_again", Restored, "digest", "daily", "--as-of", "2026-05-07").Exit);
        Assert.NotEmpty(Mails(Restored));

        // Again without the script's file: the mark beside the data knows more than this warehouse.
        File.Copy(Path.Combine(Home, "last-sent.json"), Path.Combine(Restored, "last-sent.json"), overwrite: true);
        await using var database = NpgsqlDataSource.Create(server.Connection("ka_app", "ka_again"));
        await database.DoAsync("update ops.sending_hold set released_at = '2026-01-01'");
        Assert.Contains("does not know the last send", Ka("ka_again", Restored, "delivery", "send").Said, StringComparison.Ordinal);
    }

    private static string[] Mails(string home) =>
        Directory.Exists(Path.Combine(home, "outbox")) ? Directory.GetFiles(Path.Combine(home, "outbox"), "*.eml", SearchOption.AllDirectories) : [];

    private (int Exit, string Said) Ka(string database, string home, params string[] arguments) => Run(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "ka.dll"), .. arguments], new()
        {
            ["KA_DATABASE"] = server.Connection("ka_app", database), ["KA_DATABASE_OWNER"] = server.Connection("ka_owner", database), ["KA_HOME"] = home,
            ["KA_CONFIG"] = Path.Combine(Repository.Root, "config"),
        });

    private async Task LoadAsync()
    {
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var profiles = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        await using (var connection = await database.OpenConnectionAsync())
        {
            await ProfileSync.SyncAsync(connection, profiles.Chains, TimeProvider.System.GetUtcNow(), default);
            await Ingestion.FileJudgement.SyncAsync(connection);
        }

        var ingest = new Ingest(database, new FileArchive(Path.Combine(Home, "archive")), profiles, TimeProvider.System);
        var samples = Path.Combine(Repository.Root, "samples");
        var files = ingest.Find([Path.Combine(samples, "master"), Path.Combine(samples, "haoyoulai")]).Known;
        await ingest.RunAsync([.. files.Where(item => item.Profile.ChainId.Length == 0 || item.File.Name.Contains("2026050", StringComparison.Ordinal))]);
    }

    /// <summary>Runs a node until its scheduler has made its tables and its schedules.</summary>
    private static async Task RunNodeAsync(string connectionString, string ownerConnectionString, string home)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        using var node = ServeProcess.Start(connectionString, ownerConnectionString, Path.Combine(Repository.Root, "config"), home);
        await RehearsalNodes.UntilAsync(() => database.FirstAsync<bool>("select count(*) >= 8 from hangfire.set where key = 'recurring-jobs'"));
        await RehearsalNodes.UntilAsync(() => database.FirstAsync<bool>("select exists (select from ops.node where seen_at > now() - interval '20 seconds')"));
    }

    private static async Task<string> CountsAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        return string.Join(' ', await database.ListAsync<string>(
            """
            select 'loads ' || count(*) || ' rows ' || sum(rows_loaded) || ' quarantined ' || sum(rows_quarantined) from ops.load
            union all select 'orders ' || count(*) || ' ' || md5(string_agg(order_line::text, '|' order by order_line::text)) from core.order_line
            union all select 'stores ' || count(*) from core.store
            """));
    }

    private (int Exit, string Said) Script(string name, string database, string home, string argument) => Run(
        "bash", [Path.Combine(Repository.Root, "deploy", name), argument],
        new() { ["KA_DATABASE_URL"] = server.Address("ka_owner", database), ["KA_HOME"] = home });

    private static (int Exit, string Said) Run(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, $"{error.GetAwaiter().GetResult()}{output}");
    }
}

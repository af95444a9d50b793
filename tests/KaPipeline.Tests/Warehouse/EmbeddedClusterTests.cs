using System.Diagnostics;
using System.Globalization;
using Dapper;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Two clusters opened on one home behave as two processes would: their locks belong to open files, not to the process.</summary>
[Trait("Category", "Slow")]
public sealed class EmbeddedClusterTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-home-").FullName;

    public EmbeddedClusterTests() => AllowSearch(home);

    public void Dispose()
    {
        foreach (var left in Directory.Exists(Data) ? Directory.GetFiles(Data, "postmaster.pid") : [])
        {
            Kill(ServerPid(left));
        }

        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Server_stops_when_the_last_user_leaves_and_not_before()
    {
        await OwnServer.CopyPreparedAsync(Data, "");
        var first = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);
        var second = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);

        await first.DisposeAsync();
        Assert.Equal(1, await AskAsync(second, "select 1"));

        await second.DisposeAsync();
        Assert.False(File.Exists(Path.Combine(Data, "postmaster.pid")));
    }

    [Fact]
    public async Task Simultaneous_first_starts_make_one_cluster()
    {
        var clusters =
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => EmbeddedCluster.StartAsync(home, durable: false))));

        foreach (var cluster in clusters)
        {
            Assert.Equal(1, await AskAsync(cluster, "select count(*)::int from pg_database where datname = 'ka'"));
        }

        foreach (var cluster in clusters)
        {
            await cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Killed_server_is_recovered_with_what_it_held()
    {
        await OwnServer.CopyPreparedAsync(Data, OwnServer.Durable);
        await using (var cluster = await EmbeddedCluster.StartAsync(home, ct: Stopping))
        {
            await AskAsync(cluster, "create table kept (n int); insert into kept values (7); select n from kept");
            Kill(ServerPid(Path.Combine(Data, "postmaster.pid")));
        }

        await using var again = await EmbeddedCluster.StartAsync(home, ct: Stopping);

        Assert.Equal(7, await AskAsync(again, "select n from kept"));
    }

    [Fact]
    public async Task Pid_file_that_names_somebody_elses_process_is_recovered()
    {
        await OwnServer.CopyPreparedAsync(Data, "");
        await (await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping)).DisposeAsync();
        using var other = Process.Start(new ProcessStartInfo("sleep", ["60"])
        { UserName = ServerAccount.ForServer.UserName, WorkingDirectory = "/" })!;
        var planted = Path.Combine(Data, "postmaster.pid");
        await File.WriteAllTextAsync(planted,
            string.Join('\n', other.Id.ToString(CultureInfo.InvariantCulture), Data, "1", "5432", "", "", ""), Stopping);
        ServerAccount.Current.Run("chown", ["--reference", Data, planted]);

        await using var cluster = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);

        Assert.Equal(1, await AskAsync(cluster, "select 1"));
        Assert.False(other.HasExited);
        other.Kill();
    }

    [Fact]
    public async Task Half_made_cluster_of_a_killed_start_is_made_anew()
    {
        await (await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping)).DisposeAsync();
        File.Delete(Path.Combine(Data, "ka.ready"));
        File.Delete(Path.Combine(Data, "global", "pg_control"));

        await using var cluster = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);

        Assert.Equal(1, await AskAsync(cluster, "select 1"));
    }

    [Fact]
    public async Task Home_that_the_servers_account_cannot_reach_keeps_its_mode_and_the_data_lie_elsewhere()
    {
        if (ServerAccount.ForServer.UserName is null)
        {
            return; // Only root hands the server to another account.
        }

        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(home, Private);

        await using var cluster = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);

        Assert.Equal(1, await AskAsync(cluster, "select 1"));
        Assert.Equal(Private, File.GetUnixFileMode(home));
        Assert.False(Directory.Exists(Data));
        Assert.StartsWith("/var/lib/ka-pipeline/", cluster.LogFile, StringComparison.Ordinal);
        await cluster.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(cluster.LogFile)!, recursive: true);
    }

    [Fact]
    public async Task Socket_folder_is_closed_to_others()
    {
        await OwnServer.CopyPreparedAsync(Data, "");
        await using var cluster = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cluster.SocketFolder));
    }

    private string Data => Path.Combine(home, "pg");

    private static async Task<int> AskAsync(EmbeddedCluster cluster, string query)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("ka_owner", "ka") + ";Pooling=false");
        return await connection.ExecuteScalarAsync<int>(query);
    }

    private static int ServerPid(string pidFile) => int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture);

    private static void Kill(int pid)
    {
        if (Directory.Exists($"/proc/{pid}") && File.ReadAllText($"/proc/{pid}/cmdline").Contains("postgres", StringComparison.Ordinal))
        {
            ServerAccount.Current.Run("kill", ["-9", pid.ToString(CultureInfo.InvariantCulture)]);
            SpinWait.SpinUntil(() => !File.Exists($"/proc/{pid}/cmdline") || File.ReadAllText($"/proc/{pid}/cmdline").Length == 0, 10_000);
        }
    }

    private static void AllowSearch(string folder) => File.SetUnixFileMode(folder,
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
}

using Dapper;
using KaPipeline.Host.Warehouse;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>A PostgreSQL server of one test alone, which it may stop and start without harm to the others.</summary>
public sealed class OwnServer : IAsyncDisposable
{
    // Making a cluster and migrating it takes ten times what a copy of its stopped folder does.
    private static readonly Lazy<Task<string>> Prepared = new(PrepareAsync);

    /// <summary>Lines of the configuration with which a crash loses nothing.</summary>
    public const string Durable = "fsync = on\nfull_page_writes = on\nsynchronous_commit = on";

    private readonly EmbeddedCluster cluster;
    private readonly string home;

    private OwnServer(EmbeddedCluster cluster, string home)
    {
        this.cluster = cluster;
        this.home = home;
    }

    public string ConnectionString => cluster.ConnectionString("ka_app", "ka");

    public string OwnerConnectionString => cluster.ConnectionString("ka_owner", "ka");

    public string Connection(string role, string database) => cluster.ConnectionString(role, database);

    private string Data => ServerFolder.DataBelow(home);

    /// <summary>A migrated one.</summary>
    /// <param name="settings">Lines of its configuration besides the usual ones.</param>
    public static async Task<OwnServer> StartAsync(string settings = "")
    {
        var home = Directory.CreateTempSubdirectory("ka-server-").FullName;
        await CopyPreparedAsync(ServerFolder.DataBelow(home), settings);
        return new OwnServer(await EmbeddedCluster.StartAsync(home, durable: false), home);
    }

    /// <summary>Puts a cluster into a data folder that is not there yet, as its first start and the migrations leave it.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="settings">Lines of its configuration besides those that a cluster of tests has.</param>
    public static async Task CopyPreparedAsync(string data, string settings)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);
        var (exit, said) = ServerAccount.Current.Run("cp", ["-a", await Prepared.Value, data]);
        Assert.True(exit == 0, said);
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), settings + "\n", Stopping);
    }

    private static async Task<string> PrepareAsync()
    {
        var home = Directory.CreateTempSubdirectory("ka-made-").FullName;
        var data = ServerFolder.DataBelow(home);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => MemoryFolder.Remove(data);
        await using var made = await EmbeddedCluster.StartAsync(home, durable: false);
        await ReadyWarehouse.MigrateAsync(made.ConnectionString("ka_owner", "ka"));
        return data;
    }

    /// <summary>A server as its package leaves it: without our settings, roles or database.</summary>
    public static async Task<OwnServer> StartBareAsync()
    {
        var home = Directory.CreateTempSubdirectory("ka-bare-").FullName;
        var data = ServerFolder.DataBelow(home);
        ServerFolder.Hand(data);
        var (exit, said) = ServerAccount.ForServer.Run(
            PostgresPrograms.Find()!["initdb"],
            ["-D", data, "-U", "postgres", "--encoding=UTF8", "--locale=C", "--auth=trust", "--no-sync"]);
        Assert.True(exit == 0, said);
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), "listen_addresses = ''\nfsync = off\n");
        // Nothing is left to be made in it.
        await File.WriteAllTextAsync(Path.Combine(data, "ka.ready"), "");
        return new OwnServer(await EmbeddedCluster.StartAsync(home, durable: false), home);
    }

    /// <summary>Runs statements as the server's superuser.</summary>
    public async Task AdministerAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres", "postgres") + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement);
        }
    }

    /// <summary>Stops the server as an operator does (<c>fast</c>), or as a power cut does (<c>immediate</c>).</summary>
    public void Stop(string mode) => Control("stop", "-m", mode);

    public void StartAgain() => Control("start", "-l", cluster.LogFile, "-o", $"-k {cluster.SocketFolder}");

    /// <summary>Starts the server so that it recovers, and takes no connections, until <see cref="EndRecovery"/>.</summary>
    public void StartRecovering()
    {
        Assert.Equal(0, ServerAccount.ForServer.Run("touch", [Path.Combine(Data, "standby.signal")]).ExitCode);
        Control("start", "-l", cluster.LogFile, "-o", $"-k {cluster.SocketFolder} -c hot_standby=off");
    }

    public void EndRecovery() => Control("promote");

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(Data, recursive: true);
        Directory.Delete(home, recursive: true);
    }

    private void Control(params string[] what)
    {
        var (exit, said) =
            ServerAccount.ForServer.Run(PostgresPrograms.Find()!["pg_ctl"], [what[0], "-D", Data, "-w", "-t", "60", .. what[1..]]);
        Assert.True(exit == 0, said);
    }
}

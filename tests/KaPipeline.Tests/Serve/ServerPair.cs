using System.Globalization;
using Dapper;
using KaPipeline.Host.Warehouse;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>Two real PostgreSQL servers of one test: a primary, and a standby that confirms each commit. Connection strings name
/// both.</summary>
public sealed class ServerPair : IAsyncDisposable
{
    private const string Password = "rehearsed";

    private readonly string home;
    private readonly string folder;
    private readonly PostgresPrograms programs = PostgresPrograms.Find()!;
    private readonly int[] ports = [FreePort.Next(), FreePort.Next()];
    private int primary;

    private ServerPair(string home)
    {
        this.home = home;
        ServerFolder.MakeHome(home);
        folder = ServerFolder.DataBelow(home);
    }

    public string ConnectionString => Connection("ka_app", "ka");

    public string OwnerConnectionString => Connection("ka_owner", "ka");

    /// <summary>The application's role on the standby alone.</summary>
    public string StandbyConnectionString => Connection("ka_app", "ka", 1 - primary);

    /// <summary>Both running, in step, and migrated through a string that names both.</summary>
    public static async Task<ServerPair> StartAsync()
    {
        var pair = new ServerPair(Path.Combine(Directory.CreateTempSubdirectory("ka-pair-").FullName, "servers"));
        try
        {
            await pair.MakeAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the primary as a power cut does, and has the standby take its place; nobody confirms its commits then.</summary>
    /// <param name="isKilled">By <c>kill -9</c>; else it throws everything away at once by itself.</param>
    public async Task FailOverAsync(bool isKilled)
    {
        Kill(isKilled);
        await PromoteAsync();
    }

    /// <summary>Ends the primary and leaves it ended.</summary>
    public void Kill(bool isKilled)
    {
        if (isKilled)
        {
            var pid = File.ReadLines(Path.Combine(Data(primary), "postmaster.pid")).First();
            Must("/bin/kill", "-9", pid);
        }
        else
        {
            Must(programs["pg_ctl"], "stop", "-D", Data(primary), "-m", "immediate", "-w");
        }
    }

    public async Task PromoteAsync()
    {
        Must(programs["pg_ctl"], "promote", "-D", Data(1 - primary), "-w", "-t", "60");
        primary = 1 - primary;
        // As Patroni does: whom nobody can confirm waits for nobody.
        await AdministerAsync("alter system set synchronous_standby_names = ''", "select pg_reload_conf()");
    }

    /// <summary>Makes the other server anew, as the standby of the one that is the primary.</summary>
    public async Task RejoinAsync()
    {
        // What a killed server left behind sees that it is gone, and ends.
        await RehearsalNodes.UntilAsync(() => Task.FromResult(
            !File.Exists(Path.Combine(Data(1 - primary), "postmaster.pid"))
                || ServerAccount.ForServer.Run("pgrep", ["-f", $"-D {Data(1 - primary)}"]).ExitCode != 0));
        Must("rm", "-rf", Data(1 - primary));
        await JoinAsync();
    }

    /// <summary>Runs statements on the primary as its superuser.</summary>
    public async Task AdministerAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres", "postgres", primary) + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement);
        }
    }

    /// <summary>Asks the standby something as its superuser.</summary>
    public async Task<T?> AskStandbyAsync<T>(string question)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres", "ka", 1 - primary) + ";Pooling=false");
        return await connection.ExecuteScalarAsync<T>(question);
    }

    /// <summary>Ends the standby and leaves it ended; nobody waits for it.</summary>
    public async Task KillStandbyAsync()
    {
        Must(programs["pg_ctl"], "stop", "-D", Data(1 - primary), "-m", "immediate", "-w");
        await AdministerAsync("alter system set synchronous_standby_names = ''", "select pg_reload_conf()");
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var server in (int[])[0, 1])
        {
            ServerAccount.ForServer.Run(programs["pg_ctl"], ["stop", "-D", Data(server), "-m", "immediate"]);
        }

        foreach (var left in ((string[])[folder, Path.GetDirectoryName(home)!]).Where(Directory.Exists))
        {
            Directory.Delete(left, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private async Task MakeAsync()
    {
        ServerFolder.Hand(folder);
        await OwnServer.CopyPreparedAsync(Data(0),
            "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nsynchronous_commit = on\nshared_buffers = 128MB\nwal_keep_size = 512MB");
        var access = Path.Combine(Data(0), "pg_hba.conf");
        await File.WriteAllTextAsync(access, "host all all 127.0.0.1/32 trust\n");
        Begin(0);
        await AdministerAsync([.. ((string[])["postgres", "ka_owner", "ka_app", "ka_reader"]).Select(role => $"alter role {role} password '{Password}'")]);
        await File.WriteAllTextAsync(access, "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n");
        await AdministerAsync("select pg_reload_conf()");
        await JoinAsync();
        // Through the string that names both, as after the first node's start.
        await ReadyWarehouse.MigrateAsync(OwnerConnectionString);
    }

    private async Task JoinAsync()
    {
        var standby = 1 - primary;
        Must(PostgresPrograms.FindClient("pg_basebackup", programs.Major)!, "-d",
            $"host=127.0.0.1 port={ports[primary]} user=postgres password={Password}", "-D", Data(standby), "-R", "-X",
            "stream", "-c", "fast", "--no-sync");
        Begin(standby);
        await AdministerAsync("alter system set synchronous_standby_names = '*'", "select pg_reload_conf()");
        await RehearsalNodes.UntilAsync(async () =>
        {
            await using var connection = new NpgsqlConnection(Connection("postgres", "postgres", primary) + ";Pooling=false");
            return await connection.ExecuteScalarAsync<bool>("select exists (select from pg_stat_replication where sync_state = 'sync')");
        });
    }

    private void Begin(int server) =>
        Must(programs["pg_ctl"], "start", "-D", Data(server), "-w", "-l", Path.Combine(folder, $"{server}.log"), "-o", $"-p {ports[server]}");

    private string Data(int server) => Path.Combine(folder, server.ToString(CultureInfo.InvariantCulture));

    private string Connection(string role, string database, int? only = null) => ConnectionText.Read(new NpgsqlConnectionStringBuilder
    {
        Host = string.Join(',', ports.Where((_, server) => only is null || only == server).Select(port => $"127.0.0.1:{port}")),
        Username = role, Password = Password, Database = database, PersistSecurityInfo = true,
    }.ConnectionString, "");

    private static void Must(string program, params string[] arguments)
    {
        var (exit, said) = ServerAccount.ForServer.Run(program, arguments);
        Assert.True(exit == 0, $"{program}: {said}");
    }
}

using System.Globalization;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>
/// The database that is there without any set-up: a private PostgreSQL cluster below <c>KA_HOME</c>, reachable only through a
/// socket in a private folder. Every process that uses it holds a shared lock; the last one out stops the server. A process that
/// was killed leaves the server running for the next, and a pid file left behind by a killed server is recovered.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly PostgresPrograms programs;
    private readonly string data;
    private readonly string lockFolder;
    private FileStream? use;

    private EmbeddedCluster(PostgresPrograms programs, string data, string socketFolder, string lockFolder)
    {
        this.programs = programs;
        this.data = data;
        this.lockFolder = lockFolder;
        SocketFolder = socketFolder;
    }

    /// <summary>The folder of the server's socket, mode 0700.</summary>
    public string SocketFolder { get; }

    /// <summary>The server's own log.</summary>
    public string LogFile => Path.Combine(data, "server.log");

    /// <summary>Connection string of a role and database of this cluster.</summary>
    public string ConnectionString(string role, string database) =>
        new NpgsqlConnectionStringBuilder { Host = SocketFolder, Username = role, Database = database, MaxPoolSize = 40 }.ConnectionString;

    /// <summary>Makes the cluster below <paramref name="home"/> if there is none, starts it if it does not run, and joins its
    /// users.</summary>
    /// <param name="home"><c>KA_HOME</c>; created when missing.</param>
    /// <param name="durable">False for tests: a crash of the machine may then lose data.</param>
    /// <exception cref="WarehouseUnavailableException">The programs are missing, or the server does not start; the message says how to correct
    /// it.</exception>
    public static async Task<EmbeddedCluster> StartAsync(string home, bool durable = true, CancellationToken ct = default)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new WarehouseUnavailableException("On Windows, set KA_DATABASE to a PostgreSQL server's connection string.");
        }

        ServerFolder.MakeHome(home);
        var wanted = ServerFolder.DataBelow(home);
        var versionFile = Path.Combine(wanted, "PG_VERSION");
        int? major = File.Exists(versionFile)
            ? int.Parse(await File.ReadAllTextAsync(versionFile, ct), CultureInfo.InvariantCulture) : null;
        var programs = PostgresPrograms.Find(major) ?? throw new WarehouseUnavailableException(
            major is not null && PostgresPrograms.Find() is { } others ? EmbeddedUpgrade.OtherMajor(wanted, major.Value, others) :
            $"PostgreSQL's server programs{(major is null ? "" : $" of version {major}")} were not found in PG_BIN, PATH or the usual folders. " +
            $"Fix: {PostgresPrograms.InstallHint} (or set KA_DATABASE to an existing server).");
        return await StartAsync(home, wanted, programs, durable, ct);
    }

    /// <summary>The same with the server programs given.</summary>
    internal static async Task<EmbeddedCluster> StartAsync(
        string home, string wanted, PostgresPrograms programs, bool durable, CancellationToken ct)
    {
        var cluster = new EmbeddedCluster(programs, wanted, ServerFolder.SocketFor(wanted), home);
        await using var starting = await LockAsync(cluster.StartLock, FileAccess.ReadWrite, FileShare.None, ct);
        cluster.use = await LockAsync(cluster.UseLock, FileAccess.Read, FileShare.Read, ct);
        try
        {
            cluster.EnsureFolders();
            cluster.EnsureInitialised(durable);
            cluster.EnsureRunning();
            cluster.FollowPrograms();
        }
        catch
        {
            await cluster.use.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Restarts the server where its programs were replaced beneath it, as the system's updates do: the old program cannot load
    /// the new libraries, and fails whatever needs them. Sessions end, as with any restart.</summary>
    /// <returns>What was done, for people; null: the server runs from the programs that are there.</returns>
    /// <exception cref="WarehouseUnavailableException">It does not start again.</exception>
    public async Task<string?> FollowProgramsAsync(CancellationToken ct)
    {
        await using var starting = await LockAsync(StartLock, FileAccess.ReadWrite, FileShare.None, ct);
        return FollowPrograms();
    }

    /// <summary>Asks that no other process uses the server.</summary>
    /// <exception cref="WarehouseUnavailableException">One does.</exception>
    internal void RequireAlone()
    {
        use!.Dispose();
        var alone = TryLock(UseLock, FileAccess.ReadWrite, FileShare.None);
        alone?.Dispose();
        use = TryLock(UseLock, FileAccess.Read, FileShare.Read);
        if (alone is null)
        {
            throw new WarehouseUnavailableException(Bilingual.Of(
                "内置数据库正在使用中；请先停掉 ka serve 等命令。", "The embedded database is in use; stop ka serve and other commands first."));
        }
    }

    /// <summary>Leaves the cluster; when nobody else uses it, the server is stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (use is null)
        {
            return;
        }

        await using var starting = await LockAsync(StartLock, FileAccess.ReadWrite, FileShare.None, CancellationToken.None);
        await use.DisposeAsync();
        use = null;
        if (TryLock(UseLock, FileAccess.ReadWrite, FileShare.None) is { } alone)
        {
            await using (alone)
            {
                NpgsqlConnection.ClearAllPools();
                ServerAccount.ForServer.Run(programs["pg_ctl"], ["stop", "-D", data, "-m", "fast", "-w"]);
            }
        }
    }

    private string StartLock => Path.Combine(lockFolder, "pg.start.lock");

    private string PidFile => Path.Combine(data, "postmaster.pid");

    private string UseLock => Path.Combine(lockFolder, "pg.use.lock");

    private void EnsureFolders()
    {
        ServerFolder.Hand(data);
        ServerFolder.Hand(SocketFolder);
    }

    private void EnsureInitialised(bool durable)
    {
        var ready = Path.Combine(data, "ka.ready");
        if (File.Exists(ready))
        {
            return;
        }

        foreach (var left in Directory.EnumerateFileSystemEntries(data))
        {
            // An initdb that was killed leaves half a cluster, in which nobody has stored anything yet.
            if (Directory.Exists(left)) { Directory.Delete(left, recursive: true); } else { File.Delete(left); }
        }

        Must("initdb",
            ["-D", data, "-U", "postgres", "--encoding=UTF8", "--locale=C", "--auth-local=trust", "--auth-host=reject", "--no-sync"]);
        File.AppendAllText(Path.Combine(data, "postgresql.conf"), string.Join('\n',
            "",
            "listen_addresses = ''",
            $"unix_socket_directories = '{SocketFolder}'",
            "unix_socket_permissions = 0700",
            "shared_buffers = 512MB",
            "work_mem = 64MB",
            "maintenance_work_mem = 256MB",
            "max_wal_size = 4GB",
            "max_connections = 100",
            "jit = off",
            "timezone = 'UTC'",
            durable ? "" : "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nmax_connections = 400",
            ""));
        EnsureRunning();
        CreateRolesAndDatabase();
        File.WriteAllText(ready, "");
    }

    private void CreateRolesAndDatabase()
    {
        using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres") + ";Pooling=false");
        connection.Open();
        foreach (var statement in (string[])
            [
                "create role ka_owner login", "create role ka_app login", "create role ka_reader login",
                "create database ka owner ka_owner",
            ])
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }
    }

    private void EnsureRunning()
    {
        if (Accepts())
        {
            return;
        }

        RecoverStalePidFile();
        // Started by somebody else it may still recover from a power cut; stopped by somebody else it may still be stopping.
        for (var began = TimeProvider.System.GetTimestamp();
            File.Exists(PidFile) && TimeProvider.System.GetElapsedTime(began) < StartLimit;
            RecoverStalePidFile())
        {
            Thread.Sleep(100);
            if (Accepts())
            {
                return;
            }
        }

        var (exit, said) = ServerAccount.ForServer.Run(
            programs["pg_ctl"], ["start", "-D", data, "-l", LogFile, "-w", "-t", "90", "-o", $"-k {SocketFolder}"], StartLimit);
        if (exit != 0 && !Accepts())
        {
            var log = File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(8)) : "";
            throw new WarehouseUnavailableException($"The embedded PostgreSQL server did not start: {said}\n{log}\nIts log: {LogFile}");
        }
    }

    private string? FollowPrograms()
    {
        // Programs that are gone altogether, since another major version took their place, leave the server as it is: it still works.
        if (programs.Version() is not { } installed || Running() is not { } running || installed == running)
        {
            return null;
        }

        NpgsqlConnection.ClearAllPools();
        Must("pg_ctl", ["restart", "-D", data, "-l", LogFile, "-m", "fast", "-w", "-t", "90", "-o", $"-k {SocketFolder}"]);
        return Bilingual.Of(
            $"PostgreSQL 程序已由 {running} 更新为 {installed}，内置数据库服务器已重启",
            $"The programs of PostgreSQL were updated from {running} to {installed}; the embedded server was restarted");
    }

    private string? Running()
    {
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres") + ";Pooling=false;Timeout=5");
            connection.Open();
            using var command = new NpgsqlCommand("show server_version", connection);
            return (string?)command.ExecuteScalar();
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private bool Accepts()
    {
        if (!File.Exists(PidFile))
        {
            return false;
        }

        try
        {
            using var connection = new NpgsqlConnection(ConnectionString("postgres", "postgres") + ";Pooling=false;Timeout=5");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>After a killed server or a restarted machine the pid file may name a process that is somebody else's by now;
    /// PostgreSQL then refuses to start. The file is removed only when that process is not a server of this data folder.</summary>
    private void RecoverStalePidFile()
    {
        if (!File.Exists(PidFile)
            || !int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
        {
            return;
        }

        var commandLine = $"/proc/{pid}/cmdline";
        var isOurs = Directory.Exists("/proc/self")
            ? File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(data, StringComparison.Ordinal)
            : ServerAccount.ForServer.Run(programs["pg_ctl"], ["status", "-D", data]).ExitCode == 0;
        if (!isOurs)
        {
            File.Delete(PidFile);
        }
    }

    private void Must(string program, string[] arguments)
    {
        var (exit, said) = ServerAccount.ForServer.Run(programs[program], arguments);
        if (exit != 0)
        {
            throw new WarehouseUnavailableException($"{program} failed: {said}");
        }
    }

    private static async Task<FileStream> LockAsync(string file, FileAccess access, FileShare share, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (TryLock(file, access, share) is { } held)
            {
                return held;
            }

            if (attempt > 1200)
            {
                throw new WarehouseUnavailableException($"Another process has held {file} for two minutes; is a `ka` hanging?");
            }

            await Task.Delay(100, ct);
        }
    }

    private static FileStream? TryLock(string file, FileAccess access, FileShare share)
    {
        try
        {
            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite)) { }
            return new FileStream(file, FileMode.Open, access, share);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

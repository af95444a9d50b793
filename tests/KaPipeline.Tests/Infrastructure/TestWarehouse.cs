using Dapper;
using KaPipeline.Host.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>
/// A migrated database of its own for one test class, copied from a template on a real PostgreSQL server: the one that
/// <c>KA_TEST_DATABASE</c> names (its role may create databases), else a private cluster in memory or, where that has no room, below
/// <c>artifacts/</c>.
/// </summary>
public sealed class TestWarehouse : IAsyncDisposable
{
    private static readonly Lazy<Task> Server = new(StartAsync);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    // Of the database that all servers have, once the server is there.
    private static readonly Lazy<NpgsqlDataSource> Maintenance = new(() => NpgsqlDataSource.Create(Connection("postgres", "postgres")));
    private static EmbeddedCluster? cluster;
    private static int counter;

    private readonly string name;

    // Dapper makes and compiles what reads an answer once for each connection string; here all have one schema.
    static TestWarehouse() => SqlMapper.ConnectionStringComparer = EqualityComparer<string>.Create((_, _) => true, _ => 0);

    private TestWarehouse(string name)
    {
        this.name = name;
        // A question may take its time where many tests share a processor; the run itself has a limit.
        DataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Connection("ka_app", name)) { Timezone = "UTC", CommandTimeout = 600 });
    }

    /// <summary>Connections of the application role.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Connection string of the role that owns the schemas.</summary>
    public string OwnerConnectionString => Connection("ka_owner", name);

    /// <summary>Connection string of the application role.</summary>
    public string ConnectionString => Connection("ka_app", name);

    /// <summary>A fresh database with all migrations and views.</summary>
    public static Task<TestWarehouse> CreateAsync() => CreateAsync(migrated: true);

    /// <summary>A fresh database, empty when <paramref name="migrated"/> is false.</summary>
    public static async Task<TestWarehouse> CreateAsync(bool migrated) => await CopyAsync(migrated ? await Template.Value : null);

    /// <summary>A copy of a database to which nobody is connected; of an empty one when <paramref name="template"/> is null.</summary>
    internal static async Task<TestWarehouse> CopyAsync(string? template)
    {
        await Server.Value;
        var name = NextName();
        // File by file: block by block through the log, as the server does unless told otherwise, takes twice as long.
        await MaintainAsync($"create database {name} owner ka_owner" + (template is null ? "" : $" template {template} strategy file_copy"));
        return new TestWarehouse(name);
    }

    /// <summary>Counts what the tables hold, as autovacuum does on a server that is not minutes old; questions are planned by it.</summary>
    public async Task AnalyzeAsync()
    {
        await using var connection = new NpgsqlConnection(OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.ExecuteAsync("analyze (verbose false)");
    }

    /// <summary>Moves the database into a folder of the server's account, where its tables fill another disk.</summary>
    internal async Task MoveAsync(string folder)
    {
        ServerFolder.Hand(folder);
        await MaintainAsync($"create tablespace {name} location '{folder}'");
        await EndSessionsAsync();
        await MaintainAsync($"alter database {name} set tablespace {name}");
    }

    /// <summary>Ends all sessions, and lets nobody in until <see cref="OpenAsync"/>.</summary>
    internal async Task CloseAsync()
    {
        await MaintainAsync($"alter database {name} allow_connections false");
        await EndSessionsAsync();
    }

    /// <summary>Lets sessions in again.</summary>
    internal Task OpenAsync() => MaintainAsync($"alter database {name} allow_connections true");

    /// <summary>Ends all sessions, as a server that was started anew.</summary>
    internal Task EndSessionsAsync() => MaintainAsync(
        $"""
        do $$ begin
            perform pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}';
        end $$
        """);

    /// <summary>Leaves the database as it is, without connections, for <see cref="CopyAsync"/>.</summary>
    /// <returns>Its name.</returns>
    internal async Task<string> LeaveAsync()
    {
        await DataSource.DisposeAsync();
        ClearPools();
        await EndSessionsAsync();
        return name;
    }

    /// <summary>Drops a database that was left.</summary>
    internal static Task DropAsync(string left) => MaintainAsync($"drop database if exists {left} with (force)");

    /// <summary>Drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        ClearPools();
        await MaintainAsync($"drop database if exists {name} with (force)", $"drop tablespace if exists {name}");
    }

    // Those of other warehouses stay: a session that begins anew reads the schema anew.
    private void ClearPools()
    {
        foreach (var text in (string[])[OwnerConnectionString, ConnectionString])
        {
            using var connection = new NpgsqlConnection(text);
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private static async Task StartAsync()
    {
        if (GivenServer is not null)
        {
            return;
        }

        var home = MemoryFolder.Path ?? Path.Combine(Repository.Root, "artifacts", "test-home");
        cluster = await EmbeddedCluster.StartAsync(home, durable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres", "postgres"));
        foreach (var left in await connection.QueryAsync<string>("select datname from pg_database where datname like 'ka_test_%'"))
        {
            // Databases of a run that was killed; those of a run that is still alive beside us stay.
            if (!File.Exists($"/proc/{left.Split('_')[2]}/cmdline"))
            {
                await connection.ExecuteAsync($"drop database if exists {left} with (force)");
            }
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        await Server.Value;
        var made = NextName();
        await MaintainAsync($"create database {made} owner ka_owner");
        await ReadyWarehouse.MigrateAsync(Connection("ka_owner", made));
        NpgsqlConnection.ClearAllPools();
        return made;
    }

    private static string NextName() => $"ka_test_{Environment.ProcessId}_{Interlocked.Increment(ref counter)}";

    private static async Task MaintainAsync(params string[] statements)
    {
        await using var connection = await Maintenance.Value.OpenConnectionAsync();
        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement, commandTimeout: 600);
        }
    }

    private static string? GivenServer =>
        Environment.GetEnvironmentVariable("KA_TEST_DATABASE") is { Length: > 0 } given ? given : null;

    private static string Connection(string role, string database) => GivenServer is { } given
        ? new NpgsqlConnectionStringBuilder(given) { Database = database }.ConnectionString
        : cluster!.ConnectionString(role, database);
}

using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>An open warehouse: the server that <c>KA_DATABASE</c> names, or the embedded one.</summary>
public sealed class WarehouseConnection : IAsyncDisposable
{
    private const string Prepared = "select 1";

    private readonly EmbeddedCluster? cluster;

    private WarehouseConnection(string application, string owner, EmbeddedCluster? cluster, string? reading = null)
    {
        this.cluster = cluster;
        OwnerConnectionString = owner;
        DataSource = Source(application);
        Standby = reading is null ? null : Source(reading);
    }

    /// <summary>Connections of the application role: no DDL.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Connections of the same role to the standby that <c>KA_DATABASE_READ</c> names, or, while it is away, to another server;
    /// null: none is named.</summary>
    public NpgsqlDataSource? Standby { get; }

    /// <summary>For the migrator alone: the role that owns the schemas (<c>KA_DATABASE_OWNER</c>, else the application's own).</summary>
    public string OwnerConnectionString { get; }

    /// <summary>Whether this is the embedded cluster.</summary>
    public bool IsEmbedded => cluster is not null;

    /// <summary>Where the database is, without a password, for people.</summary>
    public string Description => cluster is null
        ? Describe(DataSource.ConnectionString) + (Standby is null ? "" : $"; pages from {Describe(Standby.ConnectionString)}")
        : $"embedded PostgreSQL, socket {cluster.SocketFolder}, log {cluster.LogFile}";

    /// <summary>Connections to the servers of a connection string.</summary>
    private static NpgsqlDataSource Source(string connection)
    {
        // One zone for every session: what reads the session's zone, as Hangfire's storage does, must not depend on the server's.
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connection) { Timezone = "UTC" }.ConnectionString);
        // A session that has prepared something is given back by a milder reset than DISCARD ALL, which takes the plans of functions with
        // it: they would be planned again for each question of each page.
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var kept = new NpgsqlCommand(Prepared, connection);
                kept.Prepare();
            },
            async connection =>
            {
                await using var kept = new NpgsqlCommand(Prepared, connection);
                await kept.PrepareAsync();
            });
        return builder.Build();
    }

    /// <summary>Opens the warehouse that the environment names; the embedded one is made and started when needed, a server that starts or
    /// recovers is waited for.</summary>
    /// <param name="tell">Told when it is waited for.</param>
    /// <exception cref="WarehouseUnavailableException">It cannot be made or started.</exception>
    /// <exception cref="NpgsqlException">It cannot be reached.</exception>
    public static async Task<WarehouseConnection> OpenAsync(KaHome home, Action<string>? tell = null, CancellationToken ct = default)
    {
        if (Environment.GetEnvironmentVariable("KA_DATABASE") is { Length: > 0 } given)
        {
            var owner = Environment.GetEnvironmentVariable("KA_DATABASE_OWNER") is { Length: > 0 } other ? other : given;
            var application = ConnectionText.Read(given, "KA_DATABASE");
            var opened = Open(application, ConnectionText.Read(owner, "KA_DATABASE_OWNER"),
                Environment.GetEnvironmentVariable("KA_DATABASE_READ") is { Length: > 0 } read
                    ? ConnectionText.Reading(ConnectionText.Read(read, "KA_DATABASE_READ"), application) : null);
            try
            {
                await ServerPatience.Usual.WaitAsync(opened.DataSource, tell, ct);
                return opened;
            }
            catch
            {
                await opened.DisposeAsync();
                throw;
            }
        }

        RefuseAlone(Environment.GetEnvironmentVariable);
        var cluster = await EmbeddedCluster.StartAsync(home.Root, durable: true, ct);
        return new WarehouseConnection(
            cluster.ConnectionString("ka_app", "ka"), cluster.ConnectionString("ka_owner", "ka"), cluster);
    }

    /// <summary>Refuses variables that only say more of the server that <c>KA_DATABASE</c> names, where it names none: the embedded one
    /// would be opened, and whoever set them believe that another is.</summary>
    /// <param name="environment">Asked by a variable's name; null or empty: it is not set.</param>
    /// <exception cref="WarehouseUnavailableException">One of them is set.</exception>
    internal static void RefuseAlone(Func<string, string?> environment)
    {
        if (Array.Find(["KA_DATABASE_OWNER", "KA_DATABASE_READ"], name => environment(name) is { Length: > 0 }) is { } alone)
        {
            throw new WarehouseUnavailableException(Bilingual.Of(
                $"设置了 {alone}，却没有设置 KA_DATABASE。请同时设置 KA_DATABASE；使用内置服务器时请去掉 {alone}。",
                $"{alone} is set, KA_DATABASE is not. Set KA_DATABASE, too; for the embedded server leave {alone} out."));
        }
    }

    /// <summary>Opens a warehouse on a given server.</summary>
    /// <param name="application">Connection of the application role.</param>
    /// <param name="owner">Connection of the role that owns the schemas.</param>
    /// <param name="reading">Connection by which a standby is read (<see cref="ConnectionText.Reading"/>); null: none is.</param>
    public static WarehouseConnection Open(string application, string owner, string? reading = null) =>
        new(application, owner, null, reading);

    /// <summary>Restarts the embedded server where its programs were replaced beneath it.</summary>
    /// <returns>What was done, for people; null: nothing.</returns>
    /// <exception cref="WarehouseUnavailableException">It does not start again.</exception>
    public async Task<string?> FollowProgramsAsync(CancellationToken ct)
    {
        if (cluster is null || await cluster.FollowProgramsAsync(ct) is not { } done)
        {
            return null;
        }

        DataSource.Clear();
        return done;
    }

    /// <summary>Closes the connections; leaves the embedded cluster, which stops when nobody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (Standby is not null)
        {
            await Standby.DisposeAsync();
        }

        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }
    }

    private static string Describe(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"PostgreSQL at {ConnectionText.Hosts(parts)}, database {parts.Database}, role {parts.Username}";
    }
}

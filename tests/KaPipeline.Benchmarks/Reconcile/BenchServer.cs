using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Reconcile;

/// <summary>A server to make databases on: a private cluster that goes with the run, or a given one.</summary>
internal sealed class BenchServer(string connection) : IAsyncDisposable
{
    private EmbeddedCluster? cluster;
    private string? home;

    public static async Task<BenchServer> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("ka-bench-").FullName;
        var cluster = await EmbeddedCluster.StartAsync(home, durable: false);

        // As the figures of docs/benchmarks.md were measured; it takes effect at the next start.
        await using (var maintenance = new NpgsqlConnection(cluster.ConnectionString("postgres", "postgres") + ";Pooling=false"))
        {
            await maintenance.ExecuteAsync("alter system set shared_buffers = '1GB'");
        }

        await cluster.DisposeAsync();
        cluster = await EmbeddedCluster.StartAsync(home, durable: false);
        return new BenchServer(cluster.ConnectionString("postgres", "postgres")) { cluster = cluster, home = home };
    }

    /// <summary>A migrated database, fresh unless an earlier part of the benchmark made it; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name, bool keep)
    {
        await using (var maintenance = new NpgsqlConnection(connection + ";Pooling=false"))
        {
            if (!keep)
            {
                await maintenance.ExecuteAsync($"drop database if exists {name} with (force)");
            }

            if (!await maintenance.ExecuteScalarAsync<bool>("select exists (select from pg_database where datname = @name)", new { name }))
            {
                await maintenance.ExecuteAsync($"create database {name}");
            }
        }

        var made = new NpgsqlConnectionStringBuilder(connection) { Database = name }.ConnectionString;
        await new Migrator(made).MigrateAsync();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
            Directory.Delete(home!, recursive: true);
        }
    }
}

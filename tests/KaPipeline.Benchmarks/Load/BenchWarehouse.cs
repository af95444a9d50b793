using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Benchmarks.Load;

/// <summary>A warehouse of its own with one chain, 100 stores and 20 items, and tables for the peers.</summary>
internal sealed class BenchWarehouse : IAsyncDisposable
{
    private readonly EmbeddedCluster cluster;

    private BenchWarehouse(EmbeddedCluster cluster, string home)
    {
        (this.cluster, Home) = (cluster, home);
        ConnectionString = cluster.ConnectionString("ka_owner", "ka") + ";Command Timeout=0;Include Error Detail=true";
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public string Home { get; }

    public string ConnectionString { get; }

    /// <summary>As the server's superuser, for checkpoints and looks into its log.</summary>
    public string MaintenanceConnectionString => cluster.ConnectionString("postgres", "ka") + ";Command Timeout=0";

    public NpgsqlDataSource DataSource { get; }

    public string SocketFolder => cluster.SocketFolder;

    public static async Task<BenchWarehouse> CreateAsync()
    {
        var home = Directory.CreateTempSubdirectory("ka-bench-").FullName;
        var warehouse = new BenchWarehouse(await EmbeddedCluster.StartAsync(home, durable: true), home);
        await new Migrator(warehouse.cluster.ConnectionString("ka_owner", "ka")).MigrateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"""
            insert into core.chain (chain_id, name, name_en) values ('dingfeng', '鼎丰超市', 'Dingfeng');
            insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
                values ('dingfeng', '100387', '100387', 'excluding', 4, '-infinity', '-infinity');
            insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
                select 'P' || n, '2020-01-01', 'P' || n, 'milk', 24, 0.09, '-infinity', '-infinity' from generate_series(0, 19) n;
            insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
                select 'dingfeng', lpad(n::text, 6, '0'), 'P' || n, '-infinity', '-infinity' from generate_series(0, 19) n;
            insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
                select 'dingfeng', lpad(n::text, 4, '0'), '2020-01-01', n::text, '上海', '上海', 'direct', '-infinity', '-infinity' from generate_series(0, 99) n;
            create schema bench;
            create unlogged table bench.copied ({OrderFile.Columns});
            """);
        return warehouse;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}

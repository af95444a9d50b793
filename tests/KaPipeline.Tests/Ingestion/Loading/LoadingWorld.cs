using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>A warehouse with one chain, two stores and three items, into which rows are staged and merged as a file would be.</summary>
internal sealed class LoadingWorld : IAsyncDisposable
{
    private readonly TestWarehouse warehouse;
    private int minutes;

    private LoadingWorld(TestWarehouse warehouse) => this.warehouse = warehouse;

    public NpgsqlDataSource Database => warehouse.DataSource;

    public static async Task<LoadingWorld> CreateAsync()
    {
        var world = new LoadingWorld(await TestWarehouse.CreateAsync());
        await using var connection = await world.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into core.chain (chain_id, name, name_en) values ('dongfang', '东方超市', 'Dongfang');
            insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
                values ('dongfang', '1001', '1001', 'excluding', 4, '-infinity', '-infinity');
            insert into core.product (product_id, valid_from, name, category, pack_size, unit_barcode, vat_rate, arrived_at, recorded_at)
                values ('P1', '2020-01-01', '大纯', 'milk', 24, '6900000000001', 0.09, '-infinity', '-infinity'),
                       ('P2', '2020-01-01', '小纯', 'milk', 12, '6900000000002', 0.09, '-infinity', '-infinity'),
                       ('P3', '2020-01-01', '甜奶', 'drink', 12, '6900000000003', 0.13, '-infinity', '-infinity');
            insert into core.chain_item (chain_id, item_number, product_id, pack_size, arrived_at, recorded_at)
                values ('dongfang', '001', 'P1', null, '-infinity', '-infinity'), ('dongfang', '002', 'P2', 10, '-infinity', '-infinity');
            insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
                values ('dongfang', 'S1', '2020-01-01', '一店', '上海', '上海', 'direct', '-infinity', '-infinity'),
                       ('dongfang', 'S2', '2020-01-01', '二店', '上海', '上海', 'direct', '-infinity', '-infinity');
            """);
        return world;
    }

    /// <summary>Stages and merges rows as one file that arrived at <paramref name="arrivedAt"/>.</summary>
    /// <param name="rows">Target table and a column list with values, as SQL: <c>order_line</c>, <c>(row_number, …) values (…)</c>.</param>
    public async Task<Merged> LoadAsync(
        string fileName, string arrivedAt, (string Table, string Rows)[] rows, bool isWhole = true, (string From, string To)? window = null,
        long? again = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var arrived = DateTimeOffset.Parse(arrivedAt + ":00+08:00", System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
        var recorded = new DateTimeOffset(2026, 7, 1, 0, ++minutes, 0, TimeSpan.Zero);
        var load = again ?? await connection.ExecuteScalarAsync<long>(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('dongfang', 'orders', @fileName, @fileName, 1, 'test', @arrived, @recorded, '1', 'loaded') returning load_id
            """, new { fileName, arrived = arrived.UtcDateTime, recorded = recorded.UtcDateTime });
        var staged = new Dictionary<string, long>();
        foreach (var (table, text) in rows)
        {
            var count = await connection.ExecuteAsync($"insert into staging.{table} {text}");
            await connection.ExecuteAsync($"update staging.{table} set load_id = @load where load_id = 0", new { load });
            staged[table] = count;
        }

        var problems = new List<(int, string)>();
        var context = new MergeContext(
            load, "dongfang", "orders", fileName, arrived, recorded, "excluding", isWhole,
            window is { } w ? (DateOnly.Parse(w.From, null), DateOnly.Parse(w.To, null)) : null);
        var merge = new StagedMerge(connection, context, staged, async (found, ct) =>
        {
            problems.AddRange(found.Select(problem => (problem.RowNumber, problem.Rule)));
            await Quarantine.AddAsync(
                connection, load,
                [.. found.Select(problem => new KaPipeline.Ingestion.Rows.RejectedRow("", problem.RowNumber, null, problem.Rule,
                problem.Found, problem.Expected, "{}", null, null))],
                ct);
        });
        await merge.RunAsync(isRowEach: staged.Count == 1, counted: null, Stopping);
        foreach (var table in staged.Keys)
        {
            await connection.ExecuteAsync($"delete from staging.{table} where load_id = @load", new { load });
        }

        await transaction.CommitAsync();
        return new Merged(load, merge.RowsChanged, problems, merge.ToReadAgain);
    }

    /// <summary>Loads like <see cref="LoadAsync"/>, and reads files again whose versions came back into force, as <see cref="Ingest"/>
    /// does.</summary>
    public async Task LoadAndReadAgainAsync(FileToLoad file)
    {
        files[file.Name] = file;
        var merged = await LoadAsync(file.Name, file.ArrivedAt, [Orders(file.Lines)], file.IsWhole, file.Window);
        foreach (var load in merged.ToReadAgain.Where(load => load != merged.LoadId))
        {
            var other = files[(await ScalarAsync<string>($"select file_name from ops.load where load_id = {load}"))!];
            await LoadAsync(other.Name, other.ArrivedAt, [Orders(other.Lines)], other.IsWhole, other.Window, again: load);
        }
    }

    private readonly Dictionary<string, FileToLoad> files = [];

    internal sealed record FileToLoad(
        string Name, string ArrivedAt, (int Row, string Order, string Store, string Item, decimal Units)[] Lines, bool IsWhole,
        (string From, string To)? Window);

    /// <summary>An order line for <see cref="LoadAsync"/>.</summary>
    public static (string Table, string Rows) Orders(params (int Row, string Order, string Store, string Item, decimal Units)[] lines) =>
        lines.Length == 0 ? ("order_line", "select * from staging.order_line where false") : (
        "order_line",
        "(load_id, row_number, order_number, store_id, item_number, supplier_code, ordered_on, requested_on, units, unit_price) values "
        + string.Join(", ", lines.Select(line => FormattableString.Invariant(
            $"(0, {line.Row}, '{line.Order}', '{line.Store}', '{line.Item}', '1001', '2026-05-03', '2026-05-05', {line.Units}, 1.5)"))));

    /// <summary>The order lines that questions by arrival can see, oldest first, by file names instead of load numbers.</summary>
    public Task<List<string>> OrderHistoryAsync() => ListAsync(
        """
        select format('%s/%s/%s %s%s %s..%s %s#%s%s by %s', o.order_number, o.store_id, o.product_id, o.ordered_quantity::float8,
                      case when o.is_cancelled then ' cancelled' else '' end,
                      to_char(o.arrived_at at time zone 'Asia/Shanghai', 'DD-HH24'),
                      case when o.superseded_at = 'infinity' then '' else to_char(o.superseded_at at time zone 'Asia/Shanghai', 'DD-HH24') end,
                      l.file_name, o.row_number, coalesce('+' || o.more_rows::text, ''), coalesce(s.file_name, '-'))
        from core.order_line o
        join ops.load l using (load_id)
        left join ops.load s on s.load_id = o.superseded_by
        where o.superseded_at <> '-infinity'
        order by o.order_number, o.store_id, o.product_id, o.arrived_at, l.sha256
        """);

    public async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(sql)];
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    internal sealed record Merged(long LoadId, long RowsChanged, List<(int Row, string Rule)> Problems, IReadOnlyList<long> ToReadAgain);
}

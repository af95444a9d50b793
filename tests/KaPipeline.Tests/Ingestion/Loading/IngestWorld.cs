using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>A warehouse with an archive and a configuration of its own.</summary>
internal sealed class IngestWorld : IAsyncDisposable
{
    public static readonly string Samples = Path.Combine(Repository.Root, "samples");

    private static readonly Encoding Gb18030 = KaPipeline.Ingestion.Tables.FileNature.Gb18030;

    /// <summary>A warehouse that has loaded the sample month's master data.</summary>
    public static PreparedWarehouse WithMasterData { get; } = new(async (warehouse, archive) =>
    {
        var profiles = await SyncedAsync(warehouse);
        var ingest = new Ingest(warehouse.DataSource, new FileArchive(archive), profiles, TimeProvider.System);
        await ingest.RunAsync(ingest.Find([Path.Combine(Samples, "master")]).Known);
    });

    private readonly TestWarehouse warehouse;
    private readonly string home;

    /// <summary>The sample month's master data in a long run; else what is of no one day, and a few of the days' files.</summary>
    public static string[] MasterFiles { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Samples, "master")).Order(StringComparer.Ordinal).GroupBy(IsOfADay)
            .SelectMany(files => files.Key ? LongRun.Drawn(files, 4) : [.. files]),
    ];

    private IngestWorld(TestWarehouse warehouse, string home)
    {
        this.warehouse = warehouse;
        this.home = home;
    }

    public TestWarehouse Warehouse => warehouse;

    public string Folder => home;

    public string Archive => Path.Combine(home, "archive");

    public ProfileCatalog Profiles { get; private set; } = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));

    /// <summary>An empty warehouse that knows the profiles, or one that has loaded the sample month's master data too.</summary>
    public static async Task<IngestWorld> CreateAsync(bool withMasterData = false)
    {
        if (withMasterData)
        {
            return await CopyAsync(WithMasterData);
        }

        var warehouse = await TestWarehouse.CreateAsync();
        await SyncedAsync(warehouse);
        return new IngestWorld(warehouse, NewHome());
    }

    /// <summary>A world that begins with a warehouse that is filled already.</summary>
    public static async Task<IngestWorld> CopyAsync(PreparedWarehouse prepared)
    {
        var home = NewHome();
        return new IngestWorld(await prepared.CopyAsync(Path.Combine(home, "archive")), home);
    }

    private static bool IsOfADay(string file) => Path.GetFileName(file).Contains("_2026", StringComparison.Ordinal);

    private static string NewHome() => Directory.CreateTempSubdirectory("ka-ingest-").FullName;

    private static async Task<ProfileCatalog> SyncedAsync(TestWarehouse warehouse)
    {
        var profiles = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await ProfileSync.SyncAsync(connection, profiles.Chains, TimeProvider.System.GetUtcNow());
        await FileJudgement.SyncAsync(connection);
        return profiles;
    }

    public Ingest Ingest => new(warehouse.DataSource, new FileArchive(Archive), Profiles, TimeProvider.System);

    public Task<IReadOnlyList<LoadResult>> LoadAsync(params string[] paths) => Ingest.RunAsync(Ingest.Find(paths).Known);

    public async Task LoadEachAsync(string[] paths, Func<IReadOnlyList<Ingest.Item>, IReadOnlyList<Ingest.Item>> order)
    {
        foreach (var item in order(Ingest.Find(paths).Known))
        {
            await Ingest.RunAsync([item]);
        }
    }

    /// <summary>Loads one file as having arrived on a day of May 2026.</summary>
    public async Task<LoadResult> LoadAsync(string path, int day)
    {
        var item = Ingest.Find([path]).Known.Single();
        item = item with { File = item.File with { ArrivedAt = new DateTimeOffset(2026, 5, day, 6, 0, 0, TimeSpan.FromHours(8)) } };
        return (await Ingest.RunAsync([item]))[0];
    }

    /// <summary>Writes an order file of the chain dingfeng; rows are order, item and units.</summary>
    public string Orders(string name, params (string Order, string Item, int Units)[] rows) => Write(name, OrderText(rows));

    public static string OrderText(params (string Order, string Item, int Units)[] rows)
    {
        var text = new StringBuilder("鼎丰超市供应商订单明细\r\n供应商：100387,制表日期：2026-05-01\r\n"
            + "订单号,门店编号,门店名称,订货日期,要求送货日期,商品编码,商品条码,商品名称,规格,箱入数,订货数量,订货单位,未税进价,未税金额\r\n");
        foreach (var (order, item, units) in rows)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{order},{Store},店,2026-05-01,2026-05-03,{item},,名,250ml,24,{units},盒,1.0000,{units}.00\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"合计,,,,,,,,,,{rows.Sum(row => row.Units)},,,{rows.Sum(row => row.Units)}.00\r\n")
            .ToString();
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(home, "in")).FullName, name);
        File.WriteAllBytes(path, Gb18030.GetBytes(text));
        return path;
    }

    /// <summary>A store and two items of dingfeng in the sample master data.</summary>
    public static string Store { get; } = Column("stores.csv", "dingfeng", 1).First();

    public static string Item { get; } = Column("chain_items.csv", "dingfeng", 1).First();

    public static string OtherItem { get; } = Column("chain_items.csv", "dingfeng", 1).Skip(1).First();

    /// <summary>Goes on with one file more in the configuration, as after a restart.</summary>
    public async Task AddAsync(string file, string text)
    {
        Change("rules.yaml", rules => rules);
        await File.WriteAllTextAsync(Path.Combine(home, "config", file), text);
        Profiles = ProfileCatalog.Load(Path.Combine(home, "config"));
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await ProfileSync.SyncAsync(connection, Profiles.Chains, TimeProvider.System.GetUtcNow());
    }

    /// <summary>Goes on with a changed configuration.</summary>
    public void Change(string file, Func<string, string> change)
    {
        var config = Path.Combine(home, "config");
        foreach (var from in Directory.GetFiles(Path.Combine(Repository.Root, "config"), "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(config, Path.GetRelativePath(Path.Combine(Repository.Root, "config"), from));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
        }

        var changed = Path.Combine(config, file);
        File.WriteAllText(changed, change(File.ReadAllText(changed)));
        Profiles = ProfileCatalog.Load(config);
    }

    public async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        return [.. (await connection.QueryAsync<string>(sql)).Order(StringComparer.Ordinal)];
    }

    public Task<List<string>> QuarantinedRowsAsync() => ListAsync(
        "select concat_ws('|', file_name, sheet, row_number, rule) from ops.quarantined_row join ops.load using (load_id) where quarantined_row.state = 'open'");

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    public Task<SortedDictionary<string, string>> HashesAsync() => CoreHashes.OfAsync(warehouse.DataSource);

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    private static IEnumerable<string> Column(string file, string chain, int column) =>
        File.ReadLines(Path.Combine(Samples, "master", file)).Select(line => line.Split(',')).Where(cells => cells[0] == chain)
        .Select(cells => cells[column]);
}

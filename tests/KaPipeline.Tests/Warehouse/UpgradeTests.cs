using System.IO.Compression;
using Dapper;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Reconciliation;
using KaPipeline.Sales;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>A warehouse of each earlier version below <c>Releases/</c> is brought to this one: what it held is there, and work goes
/// on.</summary>
[Trait("Category", "Slow")]
public sealed class UpgradeTests
{
    private static readonly ReportClock End = ReportClock.EndOf(new DateOnly(2026, 6, 5));

    // What a migration may change, each with why; everything else is to be as it was.
    private static readonly Dictionary<string, string> Changes = new()
    {
        ["core.kept_state"] = "made anew by 0326, filled by the next refresh",
        ["core.kept_figures_state"] = "likewise",
        ["ops.migration"] = "says what was migrated",
        ["ops.view_build"] = "likewise",
        ["ops.case_step"] = "the steps that a case may take belong to the version",
        ["ops.schedule.days"] = "0325: the calendar of the digests says the days",
    };

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "KaPipeline.Tests", "Warehouse", "Releases");
    private static readonly string Config = Path.Combine(Repository.Root, "config");

    public static TheoryData<string> Releases =>
        [.. Directory.GetFiles(Folder, "*.sql.gz").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Releases))]
    public async Task A_warehouse_of_an_earlier_version_is_migrated_without_loss_and_goes_on(string release)
    {
        await using var warehouse = await TestWarehouse.CreateAsync(migrated: false);
        await RestoreAsync(warehouse, release);
        await using var owner = new NpgsqlConnection(warehouse.OwnerConnectionString + ";Pooling=false");
        await owner.OpenAsync(Stopping);
        var columns = (await owner.QueryAsync<(string Table, string Column)>(
            """
            select c.oid::regclass::text, a.attname
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace in ('core'::regnamespace, 'ops'::regnamespace) and c.relkind in ('r', 'p') and not c.relispartition
            order by 1, a.attnum
            """)).Where(row => !Changes.ContainsKey(row.Table) && !Changes.ContainsKey($"{row.Table}.{row.Column}"))
            .ToLookup(row => row.Table, row => row.Column);
        var before = await HashesAsync(owner, columns);
        Assert.All(
            (string[])
            ["core.order_line", "core.statement_line", "core.kept_settlement", "ops.load", "ops.\"case\"", "ops.delivery", "ops.account"],
            table => Assert.False(before[table].StartsWith("0 ", StringComparison.Ordinal), table));

        await ReadyWarehouse.MigrateAsync(warehouse.OwnerConnectionString, Stopping);

        Assert.Equal(before, await HashesAsync(owner, columns));
        Assert.Empty((await new Migrator(warehouse.OwnerConnectionString).MigrateAsync(Stopping)).Applied);
        await ReadyWarehouse.MirrorAsync(new KaHome(Config, Config), warehouse.DataSource, Stopping);
        await AssertSoundAsync(warehouse);

        await GoOnAsync(warehouse);
        await AssertSoundAsync(warehouse);
    }

    private static async Task RestoreAsync(TestWarehouse warehouse, string release)
    {
        var script = Path.GetTempFileName();
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, release)), CompressionMode.Decompress))
        await using (var file = File.Create(script))
        {
            await packed.CopyToAsync(file);
        }

        var where = new NpgsqlConnectionStringBuilder(warehouse.OwnerConnectionString);
        var password = where.Password is { Length: > 0 } secret ? $" password={secret}" : "";
        var (exit, said) = ServerAccount.Current.Run("psql",
        [
            "-qX", "--set=ON_ERROR_STOP=1", "--single-transaction", $"--file={script}",
            $"--dbname=host={where.Host} port={where.Port} user={where.Username} dbname={where.Database}{password}",
        ]);
        File.Delete(script);
        Assert.True(exit == 0, said);
    }

    private static async Task<SortedDictionary<string, string>> HashesAsync(NpgsqlConnection connection, ILookup<string, string> columns)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in columns)
        {
            var row = string.Join(", ", table.Select(column => $"\"{column}\""));
            hashes[table.Key] = (await connection.ExecuteScalarAsync<string>(
                $"""
                select count(*) || ' ' || coalesce(md5(string_agg(line, e'\n' order by line collate "C")), '-')
                from (select row({row})::text as line from {table.Key}) as rows
                """))!;
        }

        return hashes;
    }

    // Files of a chain of which the release had loaded the days before.
    private static async Task GoOnAsync(TestWarehouse warehouse)
    {
        var archive = Directory.CreateTempSubdirectory("ka-upgrade-").FullName;
        var ingest = new Ingest(warehouse.DataSource, new FileArchive(archive), ProfileCatalog.Load(Config), TimeProvider.System);
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "wanjia"), "*20260505.xlsx");
        var results = await ingest.RunAsync(ingest.Find(files).Known);
        Directory.Delete(archive, recursive: true);
        // Quarantined rows that the files let in are told as well.
        Assert.Equal([28, 28, 84], results.Where(result => result.ChainId == "wanjia").Select(result => (int)result.RowsLoaded).Order());
        Assert.NotEqual(0, (await new MaterialisedSettlement(warehouse.DataSource).RefreshAsync()).Documents);
        Assert.NotEqual(0, (await new MaterialisedFigures(warehouse.DataSource).RefreshAsync()).Documents);
    }

    private static async Task AssertSoundAsync(TestWarehouse warehouse) => Assert.Empty(
        (await WarehouseChecks.RunAsync(warehouse.DataSource, End)).Where(finding => finding.BadRowCount > 0)
            .Select(finding => $"{finding.Name}: {finding.BadRowCount}"));
}

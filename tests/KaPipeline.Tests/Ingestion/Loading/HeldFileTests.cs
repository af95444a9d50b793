using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>What a file says and nobody can believe is held, not loaded, until a person lets it in with a name and a reason.</summary>
public sealed class HeldFileTests
{
    private static readonly string Dingfeng = Path.Combine(IngestWorld.Samples, "dingfeng");

    // The chain's first eight days, and its first statement's deliveries: enough to know what is usual.
    private static readonly PreparedWarehouse Fortnight = new(async (warehouse, archive) =>
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        var profiles = KaPipeline.Ingestion.Profiles.ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        await ProfileSync.SyncAsync(connection, profiles.Chains, DateTimeOffset.UnixEpoch);
        await FileJudgement.SyncAsync(connection);
        var ingest = new Ingest(warehouse.DataSource, new FileArchive(archive), profiles, TimeProvider.System);
        var days = Directory.GetFiles(Dingfeng, "*_202605*")
            .Where(file => string.CompareOrdinal(Path.GetFileNameWithoutExtension(file)[^8..], "20260515") <= 0
            && (file.Contains("订单", StringComparison.Ordinal) || file.Contains("送货", StringComparison.Ordinal)));
        var results = await ingest.RunAsync(ingest.Find([Path.Combine(IngestWorld.Samples, "master"), .. days]).Known);
        Assert.DoesNotContain(results, result => result.State == LoadState.Held);
    });

    public static TheoryData<string, string, string, string, string> Odd => new()
    {
        // File, what stands in it, what stands there instead, rule, column.
        { "送货_20260516", ",2026-05-16,2026-05-16,", ",2026-05-03,2026-05-03,", "delivered_before_ordered", "签收日期" },
        { "送货_20260516", "2026-05-16,2026-05-16,", "2026-05-17,2026-05-16,", "dates_out_of_order", "签收日期" },
        { "送货_20260516", "2026-05-16,2026-05-16,", "2025-11-16,2025-11-16,", "date_far", "送货日期" },
        { "送货_20260516", "2026-05-16,2026-05-16,", "2026-05-16,2026-08-16,", "implausible_date", "签收日期" },
        { "送货_20260516", "SH26051600001", "SH-260516-1", "new_shape", "送货单号" },
        { "送货_20260516", "SH26051600001", "51600001", "new_shape", "送货单号" },
        { "送货_20260516", "SH260516", "SH0260516000", "new_shape", "送货单号" },
        { "送货_20260516", ",DF260514", ",DF/260514", "new_shape", "订单号" },
        { "订单_20260516", ",盒,2.1300,", ",盒,213.00,", "far_from_usual", "未税进价" },
        { "对账单_DZ2605A-100387", "2026-05-01至2026-05-15", "2026-05-15至2026-05-01", "dates_out_of_order", "" },
        { "对账单_DZ2605A-100387", "2026-05-01至2026-05-15,账单日,2026-05-17", "2026-04-16至2026-04-30,账单日,2026-05-02", "settled_before_delivered",
        "单据号" },
        { "对账单_DZ2605A-100387", "2026-05-01至2026-05-15", "2026-05-01至2027-05-15", "date_far", "账期至 period to" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task A_file_that_cannot_be_believed_waits_and_moves_nothing(string name, string text, string instead, string rule,
        string column)
    {
        await using var world = await IngestWorld.CopyAsync(Fortnight);
        var before = await world.HashesAsync();
        var path = Changed(world, name, text, instead);
        var held = (await world.LoadAsync(path))[0];

        Assert.Equal((LoadState.Held, 0L), (held.State, held.RowsLoaded));
        Assert.Equal(before, await world.HashesAsync());
        var odd = (await new HeldFiles(world.Warehouse.DataSource).OddAsync(held.LoadId, Stopping)).First(one => one.Rule == rule);
        Assert.True(odd.Column == column || column.Length == 0, odd.ToString());
        var row = FileNature.Gb18030.GetString(await File.ReadAllBytesAsync(path, Stopping)).Split('\n')[odd.RowNumber - 1];
        Assert.True(row.Contains(odd.Found!.Split('/')[0], StringComparison.Ordinal) || column is "" or "账期至 period to"
            || rule == OddRule.SettledBeforeDelivered, $"{odd}: {row}");
        Assert.Contains("waits", held.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("送货_20260516", "", "")]
    [InlineData("订单_20260516", "", "")]
    [InlineData("对账单_DZ2605A-100387", "", "")]
    [InlineData("送货_20260516", "SH26051600001", "SH26051699999")]
    [InlineData("送货_20260516", "SH26051600001", "SH260516000010")]
    [InlineData("送货_20260516", "SH26051600001,送货单", "合计说明,未知类型")]
    [InlineData("订单_20260516", ",盒,2.1300,", ",盒,42.60,")]
    [InlineData("送货_20260516", ",2026-05-16,2026-05-16,", ",2026-05-15,2026-05-16,")]
    public async Task A_file_like_those_before_it_is_loaded(string name, string text, string instead)
    {
        await using var world = await IngestWorld.CopyAsync(Fortnight);
        Assert.Equal(LoadState.Loaded, (await world.LoadAsync(Changed(world, name, text, instead)))[0].State);
    }

    [Fact]
    public async Task A_statement_under_the_number_of_another_period_waits_and_replaces_none()
    {
        await using var world = await IngestWorld.CopyAsync(Fortnight);
        var first = Path.Combine(Dingfeng, "鼎丰_对账单_DZ2605A-100387.csv");
        Assert.Equal(LoadState.Loaded, (await world.LoadAsync(first))[0].State);
        var before = await world.HashesAsync();

        // One digit of the number is wrong: the second half of May under the number of the first.
        var held = (await world.LoadAsync(Changed(world, "对账单_DZ2605B-100387", "DZ2605B-100387", "DZ2605A-100387")))[0];
        Assert.Equal((LoadState.Held, 0L), (held.State, held.RowsLoaded));
        Assert.Equal(before, await world.HashesAsync());
        var all = await new HeldFiles(world.Warehouse.DataSource).OddAsync(held.LoadId, Stopping);
        var odd = all.Single(one => one.Rule == OddRule.OtherPeriod);
        Assert.Equal(("对账单号 statement number", "DZ2605A-100387 (2026-05-16 – 2026-05-31)"), (odd.Column, odd.Found));
        Assert.Equal(2, odd.Expected.Split("2026-05-01 – 2026-05-15").Length - 1);
        Assert.Contains("the statement loaded before", odd.Expected, StringComparison.Ordinal);
        Assert.Contains("对账单", odd.Expected, StringComparison.Ordinal);

        var operations = new HeldFileOperations(world.Warehouse.DataSource, world.Ingest, TimeProvider.System);
        Assert.Equal(LoadState.Loaded, (await operations.LetInAsync(held.LoadId, "liu", "门户改了期间", Stopping)).State);
    }

    [Theory]
    [InlineData("应结算总金额,131217.35", "应结算总金额,131217.36"), InlineData("2026-05-01至2026-05-15", "2026-05-01至2026-05-16")]
    [InlineData("2026-05-01至2026-05-15", "2026-05-02至2026-05-15")]
    public async Task A_correction_keeps_its_number_and_its_period_but_for_days(string text, string instead)
    {
        await using var world = await IngestWorld.CopyAsync(Fortnight);
        Assert.Equal(LoadState.Loaded, (await world.LoadAsync(Path.Combine(Dingfeng, "鼎丰_对账单_DZ2605A-100387.csv")))[0].State);
        Assert.Equal(LoadState.Loaded, (await world.LoadAsync(Changed(world, "对账单_DZ2605A-100387", text, instead)))[0].State);
    }

    [Fact]
    public async Task A_single_slip_in_a_long_file_sets_its_row_aside_and_no_more()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var text = IngestWorld.OrderText([.. Enumerable.Range(1, 150).Select(at => ($"D{at:000}", IngestWorld.Item, 24))]);
        var loaded = await world.LoadAsync(world.Write("鼎丰_订单_20260501.csv",
            text.Replace("D007,0101,店,2026-05-01,2026-05-03", "D007,0101,店,2026-05-01,2026-04-03", StringComparison.Ordinal)), 2);
        Assert.Equal((LoadState.Loaded, 1L), (loaded.State, loaded.RowsQuarantined));
    }

    [Fact]
    public async Task One_decision_lets_it_in_with_a_name_and_a_reason_and_teaches_the_shape()
    {
        await using var world = await IngestWorld.CopyAsync(Fortnight);
        var path = Changed(world, "送货_20260516", "SH260516", "S-260516-");
        var held = (await world.LoadAsync(path))[0];
        var operations = new HeldFileOperations(world.Warehouse.DataSource, world.Ingest, TimeProvider.System);
        await Assert.ThrowsAsync<OperationRefusedException>(() => operations.LetInAsync(held.LoadId, "liu", " ", Stopping));

        var loaded = await operations.LetInAsync(held.LoadId, "liu", "门户换了编号", Stopping);
        Assert.Equal((LoadState.Loaded, held.LoadId), (loaded.State, loaded.LoadId));
        Assert.Equal(loaded.RowsIn, loaded.RowsLoaded + loaded.RowsQuarantined + loaded.RowsDuplicate);
        Assert.True(loaded.RowsLoaded > 0);
        Assert.Equal(["liu let_in_file 门户换了编号"],
            await world.ListAsync($"select concat_ws(' ', who, action, reason) from ops.audit where subject like '{held.LoadId} %'"));
        Assert.Contains("liu: 门户换了编号", loaded.Finding, StringComparison.Ordinal);
        Assert.Empty(await new HeldFiles(world.Warehouse.DataSource).ListAsync(ct: Stopping));
        await Assert.ThrowsAsync<OperationRefusedException>(() => operations.LetInAsync(held.LoadId, "liu", "again", Stopping));
        Assert.Equal(LoadState.Known, (await world.LoadAsync(path))[0].State);
        Assert.Equal(LoadState.Loaded, (await world.LoadAsync(Changed(world, "送货_20260517", "SH260517", "S-260517-")))[0].State);
    }

    [Fact]
    public async Task A_file_that_is_given_up_is_never_loaded_and_one_that_lacks_columns_cannot_be_let_in()
    {
        await using var world = await IngestWorld.CopyAsync(Fortnight);
        var operations = new HeldFileOperations(world.Warehouse.DataSource, world.Ingest, TimeProvider.System);
        var held = (await world.LoadAsync(Changed(world, "送货_20260516", "SH260516", "S-260516-")))[0];
        await operations.GiveUpAsync(held.LoadId, "liu", "系统已重发", Stopping);
        Assert.Equal(["refused"], await world.ListAsync($"select state from ops.load where load_id = {held.LoadId}"));
        await Assert.ThrowsAsync<OperationRefusedException>(() => operations.LetInAsync(held.LoadId, "liu", "doch", Stopping));

        var lacking = (await world.LoadAsync(Changed(world, "送货_20260517", "送货单号", "单号")))[0];
        Assert.Equal(LoadState.Held, lacking.State);
        await Assert.ThrowsAsync<OperationRefusedException>(() => operations.LetInAsync(lacking.LoadId, "liu", "why not", Stopping));
    }

    private static string Changed(IngestWorld world, string name, string text, string instead)
    {
        var file = $"鼎丰_{name}.csv";
        var content = FileNature.Gb18030.GetString(File.ReadAllBytes(Path.Combine(Dingfeng, file)));
        Assert.Contains(text, content, StringComparison.Ordinal);
        return world.Write(file, text.Length == 0 ? content : content.Replace(text, instead, StringComparison.Ordinal));
    }
}

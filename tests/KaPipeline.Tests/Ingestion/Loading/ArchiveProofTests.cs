using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>What the archive proves is proved by its bytes, and the good file mends it.</summary>
[Trait("Category", "Slow")]
public sealed class ArchiveProofTests
{
    private const string OpenAlerts = "select says from ops.alert where kind = 'archive_damaged' and closed_at is null";

    public static TheoryData<string> Damages => [.. LongRun.Drawn(["altered", "truncated", "grown", "missing"], 2)];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damage_is_found_told_and_mended_by_the_good_file(string damage)
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var path = world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5));
        await world.LoadAsync(path);
        var proof = new ArchiveProof(world.Warehouse.DataSource, new FileArchive(world.Archive), TimeProvider.System);
        Assert.Empty((await proof.CheckAllAsync(null, Stopping)).Flaws);

        var sha256 = await world.ScalarAsync<string>("select sha256 from ops.load where chain_id = 'dingfeng'");
        Damage(new FileArchive(world.Archive).PathOf(sha256!), damage);
        var state = damage == "missing" ? FileArchive.State.Missing : FileArchive.State.Damaged;
        Assert.Equal((sha256, state), Assert.Single((await proof.CheckInTurnAsync(Stopping)).Flaws) is var flaw ? (flaw.Sha256, flaw.State)
            : default);
        Assert.Contains("鼎丰_订单_20260501.csv", Assert.Single(await world.ListAsync(OpenAlerts)), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => proof.OpenAsync(sha256!, "鼎丰_订单_20260501.csv", Stopping));
        Assert.Single(await world.ListAsync(OpenAlerts));

        var mended = Assert.Single(await world.LoadAsync([path]));
        Assert.Equal((LoadState.Known, true), (mended.State, mended.IsMended));
        Assert.Empty(await world.ListAsync(OpenAlerts));
        Assert.Empty((await proof.CheckAllAsync(null, Stopping)).Flaws);
        await using var bytes = await proof.OpenAsync(sha256!, "鼎丰_订单_20260501.csv", Stopping);
        Assert.Equal(await File.ReadAllBytesAsync(path, Stopping), await File.ReadAllBytesAsync(bytes.Name, Stopping));
    }

    [Fact]
    public async Task An_altered_copy_is_not_read_again()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", "30999", 5)));
        var sha256 = await world.ScalarAsync<string>("select sha256 from ops.load where chain_id = 'dingfeng'");
        var altered = IngestWorld.OrderText(("D1", IngestWorld.Item, 9));
        await File.WriteAllTextAsync(new FileArchive(world.Archive).PathOf(sha256!), altered, Stopping);

        var result = Assert.Single(await world.Ingest.ReplayAsync(null, "test", ct: Stopping));
        Assert.Equal(LoadState.Failed, result.State);
        Assert.Contains("已损坏", result.Finding, StringComparison.Ordinal);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from core.order_line"));
    }

    [Fact]
    public async Task Check_and_trace_name_the_damaged_file_and_say_so_with_their_exit_codes()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        await world.LoadAsync(world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5)));
        Task<(int Code, string Output, string Error)> KaAsync(params string[] arguments) =>
            KaProcess.RunAsync(world.Warehouse, world.Folder, null, arguments);
        Assert.Equal(0, (await KaAsync("check", "--archive")).Code);
        string[] trace = ["trace", "order_fulfilment", "order_number=D1"];
        Assert.Contains("| 5 |", (await KaAsync(trace)).Output, StringComparison.Ordinal);

        var sha256 = await world.ScalarAsync<string>("select sha256 from ops.load where chain_id = 'dingfeng'");
        Damage(new FileArchive(world.Archive).PathOf(sha256!), "altered");
        var (code, output, _) = await KaAsync("check", "--archive");
        Assert.Equal(3, code);
        Assert.Contains($"damaged  鼎丰_订单_20260501.csv  sha256 {sha256}", output, StringComparison.Ordinal);
        (code, output, _) = await KaAsync(trace);
        Assert.Equal(3, code);
        Assert.Contains("无法举证 no proof", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" | ", output, StringComparison.Ordinal);
    }

    private static void Damage(string kept, string damage)
    {
        var bytes = File.ReadAllBytes(kept);
        switch (damage)
        {
            case "altered":
                bytes[^20] ^= 1;
                File.WriteAllBytes(kept, bytes);
                break;
            case "truncated":
                File.WriteAllBytes(kept, bytes[..^10]);
                break;
            case "grown":
                File.WriteAllBytes(kept, [.. bytes, 10]);
                break;
            default:
                File.Delete(kept);
                break;
        }
    }
}

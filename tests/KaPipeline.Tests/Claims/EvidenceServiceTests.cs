using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using KaPipeline.Claims;
using KaPipeline.Claims.Evidence;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Tests.Claims;

public sealed class EvidenceServiceTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ka-evidence-");
    private TestWarehouse warehouse = null!;
    private NpgsqlConnection session = null!;
    private EvidenceService service = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync();
        await BusinessRulesSync.SyncAsync(session, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow());
        await session.ExecuteAsync(ViewCase.Prelude);
        var archive = new FileArchive(Path.Combine(folder.FullName, "archive"));
        foreach (var (id, report, name) in new[] { (1, "orders", "订单.csv"), (2, "deliveries", "../../etc/=cmd.csv"),
            (3, "statements", "对账单 A.csv") })
        {
            var path = Path.Combine(folder.FullName, $"{id}.csv");
            await File.WriteAllTextAsync(path, $"file {id}\n");
            var kept = await archive.KeepAsync(path, Stopping);
            await session.ExecuteAsync(
                """
                insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
                overriding system value values (@id, 'C', @report, @name, @Sha256, @ByteCount, 'test', '2026-05-20 08:00+08', '2026-05-20 08:00+08', '1', 'loaded')
                """, new { id, report, name, kept.Sha256, kept.ByteCount });
        }

        // 10 units of P at 10.00 and 9 % VAT are 109.00, of which A settles 8.
        await session.ExecuteAsync(
            """
            select pg_temp.trade(); select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
        service = new EvidenceService(warehouse.DataSource, archive, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await warehouse.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Edition_made_again_after_new_files_and_steps_is_the_same_byte_for_byte()
    {
        await CaseSync.RunAsync(
            warehouse.DataSource, ReportClock.EndOf(new DateOnly(2026, 5, 20)), TimeProvider.System.GetUtcNow(), Stopping);
        var subject = await service.FindAsync("1", null, Stopping);
        var (first, firstPack) = await MakeAsync(subject);

        await session.ExecuteAsync("select pg_temp.stated('B', '2026-05-16', '2026-05-31', 0, arrived => now())");
        await new CaseStore(warehouse.DataSource, TimeProvider.System).StepAsync(1, "send", "li", ct: Stopping);
        var (again, againPack) = await MakeAsync(subject);
        var (newer, newerPack) = await MakeAsync(subject, isNew: true);

        Assert.False(firstPack.IsRebuilt);
        Assert.True(againPack.IsRebuilt);
        Assert.Equal(first, again);
        Assert.Equal(2, newerPack.Edition);
        Assert.NotEqual(first, newer);
    }

    [Fact]
    public async Task Pack_of_a_case_tells_what_passed_between_the_houses_and_nothing_of_ours()
    {
        await CaseSync.RunAsync(
            warehouse.DataSource, ReportClock.EndOf(new DateOnly(2026, 5, 20)), TimeProvider.System.GetUtcNow(), Stopping);
        var cases = new CaseStore(warehouse.DataSource, TimeProvider.System);
        await cases.StepAsync(1, "note", "remarker", note: "give in at half", ct: Stopping);
        await cases.StepAsync(1, "send", "sender", ct: Stopping);
        await cases.StepAsync(1, "refuse", "refuser", note: "they will never pay", ct: Stopping);
        await cases.StepAsync(1, "write_off", "writer", note: "not worth it", approver: "approver", ct: Stopping);

        var (bytes, _) = await MakeAsync(await service.FindAsync("1", null, Stopping));

        using var zip = new ZipArchive(new MemoryStream(bytes));
        var index = new ExcelPackage(new MemoryStream(Content(zip, "index.xlsx")));
        var text = string.Join('\n', index.Workbook.Worksheets.SelectMany(sheet => sheet.Cells.Select(cell => cell.Text)));
        foreach (var ours in (string[])["remarker", "give in", "sender", "refuser", "never pay", "writer", "worth it", "approver", "核销",
            "written off", "容差", "olerance", "限值", "Limit"])
        {
            Assert.DoesNotContain(ours, text, StringComparison.Ordinal);
        }

        var steps = index.Workbook.Worksheets["往来 Steps"];
        Assert.Equal(["提交系统 sent to the chain", "系统拒绝 refused"], Enumerable.Range(6, steps.Dimension.End.Row - 5)
            .Select(row => steps.Cells[row, 2].Text));
        Assert.Contains("索赔 claimed 21.80", text, StringComparison.Ordinal);

        // Of the statement the claim alone: what we think of its other lines is no part of it.
        var front = index.Workbook.Worksheets["说明 Index"];
        Assert.Equal(["对账单\nStatement", "期间\nPeriod", "对方结算\nStated payable", "可追回\nOurs to claim"], Enumerable.Range(1, 4)
            .Select(column => front.Cells[4, column].Text));
        Assert.Equal((87.20, 21.80), ((double)front.Cells["C5"].Value, (double)front.Cells["D5"].Value));
        Assert.DoesNotContain("Theirs to claim", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_of_a_statement_says_that_it_is_for_our_own_use()
    {
        var (bytes, _) = await MakeAsync(await service.FindAsync("A", "C", Stopping));

        using var zip = new ZipArchive(new MemoryStream(bytes));
        var index = new ExcelPackage(new MemoryStream(Content(zip, "index.xlsx")));
        Assert.Contains(index.Workbook.Worksheets["说明 Index"].Cells, cell => cell.Text.StartsWith("内部核对用，不交给系统", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pack_of_a_statement_holds_its_files_rows_and_a_calculation_that_adds_up()
    {
        await session.ExecuteAsync("insert into ops.load_sheet values (3, '汇总', true, 1, 1), (3, '明细', false, 1, 200)");
        var (bytes, _) = await MakeAsync(await service.FindAsync("A", "C", Stopping));

        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(
            ["index.xlsx", "sources/000001 订单.csv", "sources/000002 _cmd.csv", "sources/000003 对账单 A.csv", "manifest.sha256"],
            zip.Entries.Select(entry => entry.FullName));
        foreach (var line in Encoding.UTF8.GetString(Content(zip, "manifest.sha256")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(Content(zip, line[66..]))));
        }

        var index = new ExcelPackage(new MemoryStream(Content(zip, "index.xlsx")));
        var front = index.Workbook.Worksheets["说明 Index"];
        Assert.Equal(("A", 109.00, 0.0, 87.20, 21.80),
            (front.Cells["A5"].Text, (double)front.Cells["C5"].Value, (double)front.Cells["D5"].Value,
            (double)front.Cells["F5"].Value, (double)front.Cells["H5"].Value));
        var rows = index.Workbook.Worksheets["原始行 Source rows"];
        var used = Enumerable.Range(6, rows.Dimension.End.Row - 5)
            .Select(row =>
            $"{rows.Cells[row, 1].Text} | {rows.Cells[row, 13].Text} | {rows.Cells[row, 14].Text} | {rows.Cells[row, 15].Text}");
        Assert.Equal(
            [
                "对账单头 statement | sources/000003 对账单 A.csv | 汇总 | 1", "对账单行 statement line | sources/000003 对账单 A.csv | 明细 | 101",
                "订单行 order line | sources/000001 订单.csv |  | 1", "送货单行 delivery line | sources/000002 _cmd.csv |  | 1",
            ],
            used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pack_that_would_come_out_otherwise_is_refused()
    {
        var subject = await service.FindAsync("A", null, Stopping);
        await MakeAsync(subject);
        await session.ExecuteAsync("update core.statement set stated_payable = 80");

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => MakeAsync(subject));

        Assert.Contains("did not come out as it was", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_source_file_is_no_proof_and_makes_no_pack()
    {
        var subject = await service.FindAsync("A", null, Stopping);
        await MakeAsync(subject);
        var kept = Directory.GetFiles(Path.Combine(folder.FullName, "archive"), "*", SearchOption.AllDirectories)
            .First(path => File.ReadAllText(path) == "file 3\n");
        await File.WriteAllTextAsync(kept, "file 9\n", Stopping);

        var refused = await Assert.ThrowsAsync<DamagedArchiveException>(() => MakeAsync(subject));
        Assert.Contains("对账单 A.csv", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1,
            await session.ExecuteScalarAsync<long>("select count(*) from ops.alert where kind = 'archive_damaged' and closed_at is null"));
    }

    [Fact]
    public async Task Unknown_subject_is_named() =>
        Assert.Contains("no case and no statement 4711",
        (await Assert.ThrowsAsync<InvalidDataException>(() => service.FindAsync("4711", null, Stopping))).Message, StringComparison.Ordinal);

    private async Task<(byte[] Bytes, EvidenceService.Pack Pack)> MakeAsync(EvidenceSubject subject, bool isNew = false)
    {
        using var zip = new MemoryStream();
        var pack = await service.MakeAsync(subject, zip, null, new DateOnly(2026, 5, 31), isNew, "li");
        return (zip.ToArray(), pack);
    }

    private static byte[] Content(ZipArchive zip, string path)
    {
        using var bytes = new MemoryStream();
        using var stream = zip.GetEntry(path)!.Open();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

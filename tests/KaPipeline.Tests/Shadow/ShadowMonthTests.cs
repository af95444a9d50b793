using Dapper;
using KaPipeline.Mail;
using KaPipeline.Rules;
using KaPipeline.Shadow;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Tests.Shadow;

/// <summary>The workbook of the shadow month, as it is written, filled, read and compared.</summary>
public sealed class ShadowMonthTests : IDisposable
{
    private static readonly DateOnly May = new(2026, 5, 1);
    private static readonly Dictionary<string, string> Chains = new() { ["C"] = "丙", ["G"] = "庚" };
    private readonly string folder = Directory.CreateTempSubdirectory("ka-shadow-test-").FullName;

    private string Book => Path.Combine(folder, "shadow.xlsx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_filled_workbook_is_held_beside_our_figures_to_the_cent()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync(Stopping);
        await BusinessRulesSync.SyncAsync(session, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow(), Stopping);
        await session.ExecuteAsync(ViewCase.Prelude);
        await session.ExecuteAsync(
            """
            select pg_temp.trade();
            select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12);
            select pg_temp.stated('T1', '2026-05-01', '2026-05-20', 115.80);
            select pg_temp.settled('T1', 1, 'P', 12, 10, 120.80, note => 'N1'), pg_temp.deducted('T1', 2, '服务费', -5);
            """);
        ShadowFile.Write(Book, Chains, [May]);
        Fill(sheet =>
        {
            object?[] row = [130.80m, 126m, 115.80m, 5m, 10m, 10m];
            for (var i = 0; i < row.Length; i++)
            {
                sheet.Cells[6, 4 + i].Value = row[i];
            }

            sheet.Cells[7, 4].Value = 7m;
        });

        var (figures, bad) = ShadowFile.Read(Book, Chains.Keys);
        await using var transaction = await session.BeginTransactionAsync(Stopping);
        await ReportClock.EndOf(new(2026, 6, 30)).ApplyAsync(session, Stopping);
        var lines = await ShadowComparison.CompareAsync(session, figures, Stopping);
        var result = Path.Combine(folder, "result.xlsx");
        await ShadowComparison.SaveAsync(result, lines, Chains, new(2026, 6, 30), TimeProvider.System.GetUtcNow(), Stopping);

        Assert.Empty(bad);
        Assert.Equal(
            [
                ("C", "deliveries", 0m), ("C", "expected_settlement", -0.20m), ("C", "settled", 0m), ("C", "deductions", 0m),
                ("C", "difference", 0m), ("C", "open_claims", 0m), ("G", "deliveries", null),
            ],
            lines.Select(line => (line.ChainId, line.Figure, line.Difference)));
        using var file = new MemoryStream(await File.ReadAllBytesAsync(result, Stopping));
        Assert.Equal([], WorkbookSchema.Faults(file));
        var package = new ExcelPackage(new FileInfo(result));
        Assert.Equal(("E7-D7", "不一致 differs"), (package.Workbook.Worksheets.First().Cells["F7"].Formula,
            package.Workbook.Worksheets.First().Cells["G7"].Text));
    }

    [Fact]
    public void A_cell_that_says_nothing_is_named_by_row_and_column()
    {
        ShadowFile.Write(Book, Chains, [May]);
        Fill(sheet =>
        {
            sheet.Cells["D6"].Value = "一千";
            sheet.Cells["A7"].Value = "X";
            sheet.Cells["A8"].Value = "C";
            sheet.Cells["C8"].Value = "五月";
            sheet.Cells["A9"].Value = "C";
            sheet.Cells["C9"].Value = new DateTime(2026, 5, 1);
            sheet.Cells["C9"].Style.Numberformat.Format = "yyyy-mm";
        });

        var (figures, bad) = ShadowFile.Read(Book, Chains.Keys);

        Assert.Empty(figures);
        Assert.Equal(
            [(6, "送货金额 deliveries", "一千"), (7, "系统编号 Chain", "X"), (8, "月份 Month", "五月"), (9, "系统编号 Chain", "C 2026-05")],
            bad.Select(cell => (cell.Row, cell.Column, cell.Found)));
    }

    [Fact]
    public void A_file_that_is_another_is_refused_and_one_that_is_there_stays()
    {
        File.WriteAllText(Book, "a,b\n1,2\n");
        var csv = Path.ChangeExtension(Book, ".csv");
        File.Copy(Book, csv);

        Assert.Contains("ka shadow template", Assert.Throws<InvalidDataException>(() => ShadowFile.Read(csv, Chains.Keys)).Message,
            StringComparison.Ordinal);
        Assert.Throws<IOException>(() => ShadowFile.Write(Book, Chains, [May]));
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(true, null, true)]
    [InlineData(true, "E1", false)]
    [InlineData(true, "e1@ka.example", false)]
    public void In_the_shadow_month_letters_go_to_those_who_are_named_alone(bool isOn, string? named, bool isKept)
    {
        var options = new MailOptions { Shadow = isOn, ShadowReaders = named is null ? [] : [named] };
        var reader = new Recipient("E1", new Mailbox("读者", "e1@ka.example"), "zh-CN", [], Scope.All);

        Assert.Equal(isKept, options.KeptBack(reader) is not null);
    }

    private void Fill(Action<ExcelWorksheet> fill)
    {
        var package = new ExcelPackage(new FileInfo(Book));
        fill(package.Workbook.Worksheets.First());
        package.Save();
    }
}

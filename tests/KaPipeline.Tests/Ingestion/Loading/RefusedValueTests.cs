using System.Diagnostics;
using System.Text;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>A value that no column holds sets its row aside; the rest of the file is loaded.</summary>
public sealed class RefusedValueTests
{
    private const string Reasons = "select concat_ws(' ', row_number, rule) from ops.quarantined_row order by row_number";

    [Fact]
    public async Task A_number_too_large_for_its_column_sets_its_row_aside_and_the_file_is_loaded()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var loaded = await world.LoadAsync(world.Write(
            "鼎丰_订单_20260501.csv",
            IngestWorld.OrderText(("D1", IngestWorld.Item, 5), ("D2", IngestWorld.Item, 6677))
            .Replace(",6677,", ",999999999999999,", StringComparison.Ordinal)), 2);
        Assert.Equal((LoadState.Loaded, 2, 1, 1), (loaded.State, loaded.RowsIn, loaded.RowsLoaded, loaded.RowsQuarantined));
        Assert.Equal(["5 invalid_number"], await world.ListAsync(Reasons));
    }

    [Fact]
    public async Task Cases_that_become_too_many_units_set_their_row_aside()
    {
        await using var world = await LoadingWorld.CreateAsync();
        var (table, rows) = LoadingWorld.Orders((3, "D1", "S1", "001", 48), (4, "D2", "S1", "001", 7));
        var merged = await world.LoadAsync("a", "2026-05-03 06",
            [(table, rows.Replace("units, unit_price", "cases, unit_price", StringComparison.Ordinal)
            .Replace(", 7, 1.5", ", 99999999999, 1.5", StringComparison.Ordinal))]);
        Assert.Equal([(4, "too_large")], merged.Problems);
        Assert.Equal(1, merged.RowsChanged);
    }

    [Fact]
    public async Task Rows_whose_sum_no_column_holds_are_set_aside_together()
    {
        await using var world = await LoadingWorld.CreateAsync();
        var merged = await world.LoadAsync("a", "2026-05-03 06",
            [LoadingWorld.Orders((3, "D1", "S1", "001", 48), (4, "D2", "S1", "001", 99_999_999_998m),
            (5, "D2", "S1", "001", 99_999_999_998m))]);
        Assert.Equal([(4, "too_large"), (5, "too_large")], merged.Problems.Order());
        Assert.Equal(1, merged.RowsChanged);
    }

    [Fact]
    public async Task Master_data_that_a_column_refuses_are_set_aside_row_by_row()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var regions =
            world.Write("regional_assortment.csv",
            $"region,product_id,valid_from,valid_to\n华东,P1,2026-01-01,\n{Random(1200)},P1,2026-01-01,\n");
        var tiers = world.Write("contract_tiers.csv",
            "chain_id,contract_id,term_id,sales_from,pct\ndingfeng,C9,1,0,123456\ndingfeng,C9,1,1000,2.5\n");
        var results = await world.LoadAsync([regions, tiers]);
        Assert.All(results, result => Assert.Equal(LoadState.Loaded, result.State));
        Assert.Equal(["2 too_large", "3 too_long"], await world.ListAsync(Reasons));
        Assert.Equal(2,
            await world.ScalarAsync<long>(
            "select (select count(*) from core.regional_assortment where region = '华东') + (select count(*) from core.contract_tier where contract_id = 'C9' and pct = 2.5)"));
    }

    [Fact]
    public async Task A_line_without_its_number_is_set_aside_with_its_place()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var lines = KaPipeline.Ingestion.Tables.FileNature.Gb18030.GetString(
            await File.ReadAllBytesAsync(Path.Combine(IngestWorld.Samples, "dingfeng", "鼎丰_对账单_DZ2605A-100387.csv"), Stopping)).Split("\r\n");
        var at = Array.FindIndex(lines, line => line.StartsWith("2,", StringComparison.Ordinal));
        lines[at] = lines[at][1..];
        var loaded = await world.LoadAsync(world.Write("鼎丰_对账单_DZ2605A-100387.csv", string.Join("\r\n", lines)), 18);
        Assert.Equal(LoadState.Loaded, loaded.State);
        Assert.Equal([$"{at + 1} missing_value 序号"],
            await world.ListAsync(
            "select concat_ws(' ', row_number, rule, column_name) from ops.quarantined_row where rule = 'missing_value'"));
    }

    [Fact]
    public async Task Bytes_of_a_workbook_that_are_no_text_set_their_row_aside()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(IngestWorld.Samples, "jinlong", "JL_PO_20260524.xls"), Stopping);
        byte[] noText = [0xFE, 0xFF, 0xFF, 0xFF];
        noText.CopyTo(bytes, 3297);
        var path = world.Write("JL_PO_20260524.xls", "");
        await File.WriteAllBytesAsync(path, bytes, Stopping);
        var loaded = await world.LoadAsync(path, 25);
        Assert.True(loaded.State == LoadState.Loaded, loaded.Finding);
        Assert.True(loaded.RowsLoaded > 0);
        Assert.All(await world.ListAsync("select rule from ops.quarantined_row"), rule => Assert.Equal("unreadable_text", rule));
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\u0001\uFFFE")]
    [InlineData("\uFDD0")]
    public void No_character_in_any_cell_breaks_off_the_reading(string odd)
    {
        var header = Quirks.Portal.Columns.Split(',');
        for (var at = 0; at < header.Length; at++)
        {
            var cells = Quirks.Portal.Row.Split(',');
            cells[at] = odd + cells[at];
            var titles = (string[])header.Clone();
            titles[at] += odd;
            Check(header, cells);
            Check(titles, Quirks.Portal.Row.Split(','));
        }

        static void Check(string[] header, string[] cells)
        {
            var file = StagedFile.Read(Quirks.Portal.Orders(),
                Encoding.UTF8.GetBytes($"供应商：{cells[0]}\n{string.Join(',', header)}\n{string.Join(',', cells)}\n"));
            Assert.DoesNotContain("cannot be read", file.Outcome.Finding ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_leaves_the_other_files_alone()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        world.Orders("鼎丰_订单_20260501.csv", ("D1", IngestWorld.Item, 5));
        var folder = Path.Combine(world.Folder, "in");
        await ShellAsync($"printf 'a,b\\n' > \"{folder}/$(printf 'orders_\\266\\251\\265\\245.csv')\"");
        var found = world.Ingest.Find([folder]);
        Assert.Contains("not UTF-8", Assert.Single(found.LeftAlone), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await world.Ingest.RunAsync(found.Known, ct: Stopping)).RowsLoaded);
        await ShellAsync($"rm '{folder}'/orders_*");
    }

    // No name of .NET's leads to such a file.
    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.EndAsync();
    }

    // Text that no index can compress into its page.
    private static string Random(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(at => (char)(0x4E00 + (at * 7919 % 20000))));
}

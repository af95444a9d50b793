using static KaPipeline.Tests.Ingestion.Loading.LoadingWorld;

namespace KaPipeline.Tests.Ingestion.Loading;

public sealed class VersionMergeTests
{
    [Fact]
    public async Task New_lines_get_product_account_and_units()
    {
        await using var world = await LoadingWorld.CreateAsync();
        var merged = await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48), (4, "D1", "S1", "002", 10))]);

        Assert.Equal(2, merged.RowsChanged);
        Assert.Equal(["D1/S1/P1 48 03-06.. a#3 by -", "D1/S1/P2 10 03-06.. a#4 by -"], await world.OrderHistoryAsync());
        Assert.Equal("1001", await world.ScalarAsync<string>("select min(account_id) from core.order_line"));
        Assert.Equal(10, await world.ScalarAsync<int>("select pack_size from core.order_line where product_id = 'P2'"));
    }

    [Fact]
    public async Task The_same_product_twice_on_one_order_adds_up()
    {
        await using var world = await LoadingWorld.CreateAsync();
        var merged = await world.LoadAsync("a", "2026-05-03 06",
            [Orders((3, "D1", "S1", "001", 48), (7, "D1", "S1", "001", 2), (9, "D1", "S1", "001", 1))]);

        Assert.Equal(3, merged.RowsChanged);
        Assert.Equal(["D1/S1/P1 51 03-06.. a#3+{7,9} by -"], await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task An_unchanged_redelivery_makes_no_version()
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48))]);
        var again = await world.LoadAsync("b", "2026-05-04 06", [Orders((5, "D1", "S1", "001", 48))]);

        Assert.Equal(0, again.RowsChanged);
        Assert.Equal(["D1/S1/P1 48 03-06.. a#3 by -"], await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task A_whole_document_supersedes_lines_that_it_no_longer_holds()
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06",
            [Orders((3, "D1", "S1", "001", 48), (4, "D1", "S1", "002", 10), (5, "D2", "S1", "002", 10))]);
        var corrected = await world.LoadAsync("b", "2026-05-04 06", [Orders((3, "D1", "S1", "001", 50))]);

        Assert.Equal(1, corrected.RowsChanged);
        Assert.Equal(
            [
                "D1/S1/P1 48 03-06..04-06 a#3 by b", "D1/S1/P1 50 04-06.. b#3 by -",
                "D1/S1/P2 10 03-06..04-06 a#4 by b", "D2/S1/P2 10 03-06.. a#5 by -",
            ], await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task Single_lines_supersede_nothing_but_themselves()
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48), (4, "D1", "S1", "002", 10))], isWhole: false);
        await world.LoadAsync("b", "2026-05-04 06", [Orders((3, "D1", "S1", "001", 50))], isWhole: false);

        Assert.Equal(
            ["D1/S1/P1 48 03-06..04-06 a#3 by b", "D1/S1/P1 50 04-06.. b#3 by -", "D1/S1/P2 10 03-06.. a#4 by -"],
            await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task What_is_unknown_is_set_aside_and_takes_nothing_back()
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48), (4, "D1", "S1", "002", 10))]);
        var merged = await world.LoadAsync("b", "2026-05-04 06",
            [Orders((3, "D1", "S1", "001", 50), (4, "D1", "S1", "999", 10), (5, "D1", "S9", "001", 1))]);

        Assert.Equal([(4, "unknown_product"), (5, "unknown_store")], merged.Problems);
        Assert.Equal(1, merged.RowsChanged);
        Assert.Equal(
            ["D1/S1/P1 48 03-06..04-06 a#3 by b", "D1/S1/P1 50 04-06.. b#3 by -", "D1/S1/P2 10 03-06.. a#4 by -"],
            await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task A_late_file_takes_its_place_in_the_order_of_arrival()
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48))]);
        await world.LoadAsync("c", "2026-05-05 06", [Orders((3, "D1", "S1", "001", 60))]);
        await world.LoadAsync("b", "2026-05-04 06", [Orders((3, "D1", "S1", "001", 50), (4, "D1", "S1", "002", 7))]);

        Assert.Equal(
            [
                "D1/S1/P1 48 03-06..04-06 a#3 by b", "D1/S1/P1 50 04-06..05-06 b#3 by c", "D1/S1/P1 60 05-06.. c#3 by -",
                "D1/S1/P2 7 04-06..05-06 b#4 by c",
            ], await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task A_document_that_has_changed_its_date_keeps_its_month()
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48))]);
        var (table, rows) = Orders((3, "D1", "S1", "001", 48));
        await world.LoadAsync("b", "2026-06-04 06", [(table, rows.Replace("2026-05-03", "2026-06-03", StringComparison.Ordinal))]);

        Assert.Equal("2026-05-01",
            await world.ScalarAsync<string>("select string_agg(distinct partition_month::text, ' ') from core.order_line"));
        Assert.Equal(1,
            await world.ScalarAsync<int>(
            "select count(*) from core.order_line where superseded_at = 'infinity' and ordered_on = '2026-06-03'"));
    }

    [Fact]
    public async Task An_undelivered_order_that_vanished_from_a_complete_snapshot_is_cancelled_and_reopens_when_seen_again()
    {
        await using var world = await LoadingWorld.CreateAsync();
        var window = ("2026-05-01", "2026-05-04");
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48), (4, "D2", "S1", "001", 5))], window: window);
        await world.LoadAsync("b", "2026-05-04 06", [Orders((3, "D1", "S1", "001", 48))], window: window);
        await world.LoadAsync("c", "2026-05-05 06", [Orders((3, "D1", "S1", "001", 48), (4, "D2", "S1", "001", 5))], window: window);

        Assert.Equal(
            [
                "D1/S1/P1 48 03-06.. a#3 by -", "D2/S1/P1 5 03-06..04-06 a#4 by b", "D2/S1/P1 5 cancelled 04-06..05-06 b#0 by c",
                "D2/S1/P1 5 05-06.. c#4 by -",
            ], await world.OrderHistoryAsync());
    }

    [Fact]
    public async Task A_delivery_that_arrived_before_the_snapshot_and_is_loaded_after_it_undoes_the_cancellation()
    {
        await using var world = await LoadingWorld.CreateAsync();
        var window = ("2026-05-01", "2026-05-04");
        var listed = Orders((3, "D1", "S1", "001", 48));
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48), (4, "D2", "S1", "001", 5))], window: window);
        var snapshot = await world.LoadAsync("c", "2026-05-05 06", [listed], window: window);
        Assert.Contains("D2/S1/P1 5 cancelled 05-06.. c#0 by -", await world.OrderHistoryAsync());

        var delivery = await world.LoadAsync("b", "2026-05-04 06",
            [("delivery_line",
            "(load_id, row_number, delivery_number, order_number, store_id, item_number, supplier_code, received_on, received_units) values (0, 3, 'N1', 'D2', 'S1', '001', '1001', '2026-05-04', 5)")]);
        Assert.Equal([snapshot.LoadId], delivery.ToReadAgain);
        await world.LoadAsync("c", "2026-05-05 06", [listed], window: window, again: snapshot.LoadId);
        Assert.Equal(["D1/S1/P1 48 03-06.. a#3 by -", "D2/S1/P1 5 03-06.. a#4 by -"], await world.OrderHistoryAsync());
    }

    [Theory]
    [InlineData("2026-05-03", "2026-05-03", true)]
    [InlineData("2026-05-01", "2026-05-02", false)]
    [InlineData("2026-05-04", "2026-05-09", false)]
    public async Task A_snapshot_cancels_within_its_window_both_ends_included(string from, string to, bool isCancelled)
    {
        await using var world = await LoadingWorld.CreateAsync();
        await world.LoadAsync("a", "2026-05-03 06", [Orders((3, "D1", "S1", "001", 48), (4, "D2", "S1", "001", 5))]);
        await world.LoadAsync("b", "2026-05-04 06", [Orders((3, "D1", "S1", "001", 48))], window: (from, to));
        Assert.Equal(isCancelled,
            await world.ScalarAsync<bool>(
            "select bool_or(is_cancelled) from core.order_line where order_number = 'D2' and superseded_at = 'infinity'"));
    }
}

using System.Globalization;
using System.Text;
using KaPipeline.Rules;
using KaPipeline.Simulation;
using KaPipeline.SkuLocks;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Reconciliation;

namespace KaPipeline.Tests.SkuLocks;

/// <summary>How good the lock alerts are, on half a year of six simulated chains whose locks have causes. What is found stands in
/// docs/alerts.md.</summary>
[Trait("Category", "Slow")]
public sealed class LockBacktestTests
{
    private static readonly DateOnly From = new(2026, 2, 20);
    private static readonly DateOnly To = new(2026, 6, 30);

    [Fact]
    public async Task Locks_with_a_cause_are_announced_and_the_page_on_alerts_says_how_well()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture), Stopping);
        var world = WorldBuilder.Build(20260101, SampleChains.All, new DateOnly(2026, 1, 1), To, new WorldShape { Scale = 0.34m },
            new Injections { LockSpells = 10, NotDelivered = 12, ShortDelivered = 20 });
        await WorldRows.InsertAsync(connection, [world]);
        await WorldRows.CopyAsync(connection,
            "core.item_status (chain_id, store_id, product_id, stated_on, status, reason, arrived_at, recorded_at)",
            world.StatusChanges.Select(one => new object?[] { one.Store.ChainId, one.Store.Id, one.Product.Id, one.StatedOn, one.Status,
            one.Reason, Evening(one.StatedOn), Evening(one.StatedOn) }));
        await WorldRows.CopyAsync(connection, "core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)",
            world.TillDays.Select(one => new object?[] { one.Store.ChainId, one.Store.Id, one.Product.Id, one.Day, one.Stock,
            Evening(one.Day), Evening(one.Day) }));
        await WorldRows.CopyAsync(connection, "core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)",
            world.TillDays.Select(one => new object?[] { one.Store.ChainId, one.Store.Id, one.Product.Id, one.Day, one.Sold,
            Evening(one.Day), Evening(one.Day) }));
        var locked = world.LockSpells.Where(spell => spell.LockedOn <= To.AddDays(-7)).ToList();
        var known = locked.Where(spell => spell.LockedOn >= From).ToList();

        var result = await LockBacktest.RunAsync(connection, From, To,
            [.. locked.Select(spell => new LockBacktest.KnownLock(spell.Store.ChainId, spell.Store.Id, spell.Product.Id, spell.LockedOn))],
            countsTold: true, horizonDays: 28, ct: Stopping);

        var text = Page(world, known, result);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "alerts.md"), Stopping);
        Assert.True(page.ReplaceLineEndings("\n").Contains(text, StringComparison.Ordinal), $"docs/alerts.md should say:\n{text}");

        var foresight = await StockForesight.RunAsync(connection, From, To, [.. known.Select(spell =>
            new LockBacktest.KnownLock(spell.Store.ChainId, spell.Store.Id, spell.Product.Id, spell.LockedOn))], Stopping);
        var stock = StockPage(known, foresight);
        Assert.True(page.ReplaceLineEndings("\n").Contains(stock, StringComparison.Ordinal), $"docs/alerts.md should say:\n{stock}");

        // Whatever the page says: each lock for want of stock was out of stock before, where the chain gives its stock.
        Assert.All(foresight.Foreseen.Where(sight => Cause(known, sight.Lock) == "silent"), sight => Assert.True(sight.LeadDays > 0, $"{sight}"));

        // Likewise: each lock that deliveries or silence led to was announced before it came.
        Assert.DoesNotContain(result.Misses, miss => Cause(known, miss) != "silent");
        Assert.All(result.Hits.Where(hit => Cause(known, hit.Lock) != "silent"),
            hit => Assert.True(hit.LeadDays > 0, $"{hit.Lock} was announced {hit.LeadDays} days before"));
    }

    private static string Cause(List<LockSpell> known, LockBacktest.KnownLock one) =>
        known.First(spell => spell.Store.ChainId == one.ChainId && spell.Store.Id == one.StoreId && spell.Product.Id == one.ProductId
        && spell.LockedOn == one.LockedOn).Cause;

    private static string StockPage(List<LockSpell> known, StockForesight foresight)
    {
        var text = new StringBuilder();
        text.Append("| cause of the lock | known where the chain gives its stock | out of stock the evening before | median days of warning | below the safety stock |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var cause in new[] { "failed_deliveries", "silence", "silent" })
        {
            var part = new StockForesight([.. foresight.Foreseen.Where(sight => Cause(known, sight.Lock) == cause)]);
            text.Append(CultureInfo.InvariantCulture,
                $"| {cause} | {part.Foreseen.Count} | {part.Out} | {part.MedianLeadDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "—"} | {part.BelowSafety} |\n");
        }

        return text.ToString();
    }

    private static string Page(World world, List<LockSpell> known, BacktestResult result)
    {
        var text = new StringBuilder();
        text.Append("| cause of the lock | known | found | of these before its first day | median days of warning |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var cause in new[] { "failed_deliveries", "silence", "silent" })
        {
            var hits = result.Hits.Where(hit => Cause(known, hit.Lock) == cause).ToList();
            var ahead = hits.Where(hit => hit.LeadDays > 0).Select(hit => hit.LeadDays).Order().ToList();
            text.Append(CultureInfo.InvariantCulture,
                $"| {cause} | {known.Count(spell => spell.Cause == cause)} | {hits.Count} | {ahead.Count} | {(ahead.Count == 0 ? "—" : ((ahead[(ahead.Count - 1) / 2] + ahead[ahead.Count / 2]) / 2m).ToString("0.#", CultureInfo.InvariantCulture))} |\n");
        }

        text.Append("\n| rule | locks it stood for | before the first day | median days of warning | false alarms |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var rule in result.ByRule)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| `{rule.Rule}` | {rule.Hits} | {rule.Announced} | {rule.MedianLeadDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "—"} | {rule.FalseAlarms} |\n");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"\nTogether: {known.Count} known locks, {result.Hits.Count} hits, {result.Misses.Count} misses, {result.FalseAlarms.Count} false alarms, {result.Undecided.Count} undecided.\n");
        text.Append("\n| false alarm | rule | evenings | what it said first | the item's order lines, and its locks |\n| --- | --- | --- | --- | --- |\n");
        foreach (var alarm in result.FalseAlarms.OrderBy(alarm => alarm.Rule, StringComparer.Ordinal).ThenBy(alarm => alarm.FirstOn)
            .ThenBy(alarm => (alarm.ChainId, alarm.StoreId, alarm.ProductId).ToString(), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {alarm.ChainId} {alarm.StoreId} {alarm.ProductId} | `{alarm.Rule}` | {alarm.FirstOn:MM-dd} to {alarm.LastOn:MM-dd} | {alarm.Evidence} | {Truth(world, alarm)} |\n");
        }

        return text.ToString();
    }

    // What really happened to the item in the four weeks before the alarm and the four after: its order lines, those that failed, and its
    // locks.
    private static string Truth(World world, LockBacktest.Alarm alarm)
    {
        bool IsOfItem(Store store, Product product) =>
            (store.ChainId, store.Id, product.Id) == (alarm.ChainId, alarm.StoreId, alarm.ProductId);
        var received = world.GoodNotes.Where(note => !note.IsReturn).SelectMany(note => note.Lines)
            .Where(line => !line.IsFree && IsOfItem(line.Note.Store, line.Product))
            .ToLookup(line => line.OrderNumber, line => line.Received);
        var ordered = world.GoodOrders.Where(order => !order.IsCancelled).SelectMany(order => order.Lines)
            .Where(line => !line.IsFree && IsOfItem(line.Order.Store, line.Product))
            .Select(line => (line.Order.OrderedOn, IsShort: received[line.Order.Number].Sum() < line.Quantity)).ToList();
        string Between(DateOnly from, DateOnly to) => string.Create(CultureInfo.InvariantCulture,
            $"{ordered.Count(line => from <= line.OrderedOn && line.OrderedOn <= to && line.IsShort)} of {ordered.Count(line => from <= line.OrderedOn && line.OrderedOn <= to)}");
        return $"{Between(alarm.FirstOn.AddDays(-28), alarm.FirstOn.AddDays(-1))} failed in the four weeks before, {Between(alarm.FirstOn, alarm.FirstOn.AddDays(28))} from then on"
            + string.Concat(world.LockSpells.Where(spell => IsOfItem(spell.Store, spell.Product))
            .Select(spell => string.Create(CultureInfo.InvariantCulture, $"; locked {spell.LockedOn:MM-dd} ({spell.Cause})")));
    }

    private static DateTime Evening(DateOnly day) => BusinessTime.At(day, new TimeOnly(20, 0)).UtcDateTime;
}

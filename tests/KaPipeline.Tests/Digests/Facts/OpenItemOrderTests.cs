using KaPipeline.Digests.Facts;

namespace KaPipeline.Tests.Digests.Facts;

public sealed class OpenItemOrderTests
{
    [Fact]
    public void Worst_stand_first_by_level_then_by_money_then_by_key() => Assert.Equal(
        ["locked", "suspected-dear", "suspected-a", "suspected-b"],
        new[] { Item("suspected-b", 2, 50), Item("suspected-a", 2, 50), Item("suspected-dear", 2, 900), Item("locked", 3, 10) }
            .Order(OpenItemOrder.WorstFirst).Select(item => item.Key));

    [Fact]
    public void Oldest_stand_first_and_of_one_day_the_worst() => Assert.Equal(
        ["unknown", "may", "june-dear", "june"],
        new[] { Item("june", 2, 50, 6), Item("may", 2, 10, 5), Item("june-dear", 2, 900, 6), Item("unknown", 2, 1) }
            .Order(OpenItemOrder.OldestFirst).Select(item => item.Key));

    private static OpenItem Item(string key, int severity, decimal amount, int? month = null) =>
        new(OpenItemKind.Lock, key, new Place("C", "", "", ""), "rule", severity, amount)
        {
            SinceOn = month is { } known ? new DateOnly(2026, known, 1) : null,
        };
}

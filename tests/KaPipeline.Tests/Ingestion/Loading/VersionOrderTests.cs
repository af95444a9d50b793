using KaPipeline.Tests.Infrastructure;
using static KaPipeline.Tests.Ingestion.Loading.LoadingWorld;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>Random files about three orders, corrected, repeated, cut short and late, in random order.</summary>
public sealed class VersionOrderTests
{
    public static TheoryData<int> Seeds => [.. LongRun.Drawn(Enumerable.Range(1, 150), 3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    [Trait("Category", "Slow")]
    public async Task Any_order_gives_the_same_versions_and_every_reprint_its_own_digits(int seed)
    {
        var random = new Random(seed);
        var files = Files(random);
        await using var inOrder = await CreateAsync();
        foreach (var file in files)
        {
            await inOrder.LoadAndReadAgainAsync(file);
        }

        await using var shuffled = await CreateAsync();
        var reprints = new List<(string KnownAt, List<string> Seen)>();
        foreach (var file in files.OrderBy(_ => random.Next()).ToList())
        {
            await shuffled.LoadAndReadAgainAsync(file);
            var now = await shuffled.ScalarAsync<string>(
                "select max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity')))::text from core.order_line");
            if (now is not null)
            {
                reprints.Add((now, await AsRecordedAsync(shuffled, now)));
            }
        }

        Assert.Equal(await inOrder.OrderHistoryAsync(), await shuffled.OrderHistoryAsync());
        foreach (var (knownAt, seen) in reprints)
        {
            Assert.Equal(seen, await AsRecordedAsync(shuffled, knownAt));
        }
    }

    private static Task<List<string>> AsRecordedAsync(LoadingWorld world, string knownAt) => world.ListAsync(
        $"""
        select concat_ws(' ', order_number, store_id, product_id, ordered_quantity::float8, is_cancelled) from core.order_line
        where recorded_at <= '{knownAt}' and superseded_recorded_at > '{knownAt}' order by 1
        """);

    private static List<FileToLoad> Files(Random random)
    {
        var isWhole = random.Next(4) > 0;
        var isSnapshot = isWhole && random.Next(2) == 0;
        var files = new List<FileToLoad>();
        for (var day = 3; day < 10; day++)
        {
            var lines = new List<(int, string, string, string, decimal)>();
            foreach (var order in new[] { "D1", "D2", "D3" }.Where(_ => random.Next(3) > 0))
            {
                foreach (var item in new[] { "001", "002" }.Where(_ => random.Next(5) > 0))
                {
                    lines.Add((10 + lines.Count + random.Next(3) * 10, order, "S1", item, 1 + random.Next(2)));
                }
            }

            // Some arrive at the same moment: then their content decides.
            var arrived = $"2026-05-{(random.Next(6) == 0 ? Math.Max(3, day - 1) : day):D2} 06";
            files.Add(new FileToLoad($"f{day}", arrived, [.. lines], isWhole, isSnapshot ? ("2026-05-01", "2026-05-04") : null));
        }

        return [.. files.OrderBy(file => file.ArrivedAt, StringComparer.Ordinal).ThenBy(file => file.Name, StringComparer.Ordinal)];
    }
}

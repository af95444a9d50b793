using Dapper;
using KaPipeline.Digests.Calendar;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Rules;

public sealed class BusinessRulesTests
{
    private static readonly DateTimeOffset Before = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Change = new(2026, 6, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Shipped_rules_name_value_unit_and_source()
    {
        var book = BusinessRules.Load(Path.Combine(Repository.Root, "config"));

        Assert.Equal(3, book.Thresholds["lock.suspected_interval_factor"].Value);
        Assert.Equal(1000, book.Penalties["sku_lock"].Amount);
        Assert.All(book.Thresholds.Values, threshold => Assert.NotEmpty(threshold.Source));
    }

    [Fact]
    public void Deadlines_of_papers_are_the_days_of_their_digests_and_stand_nowhere_else()
    {
        var folder = Path.Combine(Repository.Root, "config");
        var deadlines = BusinessRules.Load(folder).Thresholds.Where(rule => rule.Key.StartsWith("deadline.", StringComparison.Ordinal))
            .ToDictionary(rule => rule.Key, rule => rule.Value.Value);

        Assert.DoesNotContain("deadline.", File.ReadAllText(Path.Combine(folder, "rules.yaml")), StringComparison.Ordinal);
        Assert.Equal(5, deadlines.Count);
        Assert.All(DigestDays.Papers, paper =>
            Assert.Contains($" {deadlines[$"deadline.{paper.Paper}"]} ", DigestDays.RuleOf(paper.Digest).Chinese,
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("thresholds:\n  a.b: { value: 3, unit: days }", "a.b")]
    [InlineData("thresholds:\n  deadline.plan: { value: 26, unit: day of the month, source: J }", "deadline.plan")]
    [InlineData("thresholds:\n  a.b: { value: many, unit: days, source: M1 }", "rules.yaml:2: ")]
    [InlineData("thresholds:\n  a.b: { valeu: 3, unit: days, source: M1 }", "rules.yaml:2: ")]
    [InlineData("penalties:\n  p: { shares: { analyst: { factor: 1, capped: maybe } } }",
        "rules.yaml:2: capped: maybe must be true or false")]
    [InlineData("penalties:\n  p: { title: 罚, title_en: p, clause: M1, unit: week, amount: 1, shares: { analyst: { factor: 1 } } }",
        "rules.yaml:2: unit: week is not known; write one of: sku_store, item, store, day, piece, case")]
    public void Entry_that_is_not_as_described_is_refused_by_name_or_line(string yaml, string says)
    {
        var folder = Directory.CreateTempSubdirectory("ka-rules-");
        File.WriteAllText(Path.Combine(folder.FullName, "rules.yaml"), yaml);

        var refusal = Assert.Throws<InvalidDataException>(() => BusinessRules.Load(folder.FullName));

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Second_sync_changes_nothing_and_a_changed_threshold_keeps_its_past()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var book = BusinessRules.Load(Path.Combine(Repository.Root, "config"));
        var changed = new BusinessRules
        {
            Thresholds = new(book.Thresholds) { ["lock.at_risk_lines"] = new() { Value = 5, Unit = "lines", Source = "trial" } },
            Penalties = book.Penalties,
        };

        await BusinessRulesSync.SyncAsync(connection, book, Before, Stopping);
        var again = await BusinessRulesSync.SyncAsync(connection, book, Change, Stopping);
        await BusinessRulesSync.SyncAsync(connection, changed, Change, Stopping);

        Assert.Equal(0, again);
        Assert.Equal(3m, await ValueAsync(Change.AddTicks(-10)));
        Assert.Equal(5m, await ValueAsync(Change));

        async Task<decimal> ValueAsync(DateTimeOffset knownAt)
        {
            await using var transaction = await new KaPipeline.Warehouse.ReportClock(new DateOnly(2026, 6, 2), knownAt)
                .BeginAsync(connection);
            return await connection.ExecuteScalarAsync<decimal>("select core.rule_value('lock.at_risk_lines')");
        }
    }
}

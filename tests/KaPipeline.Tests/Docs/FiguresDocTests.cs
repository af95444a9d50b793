using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;

namespace KaPipeline.Tests.Docs;

/// <summary>Each example of docs/figures.md, docs/alerts.md and docs/money.md is a value that a case folder expects of the named column;
/// what they and docs/domain.md name is there, and every penalty stands in docs/domain.md as config/rules.yaml has it.</summary>
public sealed partial class FiguresDocTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    public static TheoryData<string, string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string, string>();
        var found = new[] { "figures.md", "alerts.md", "money.md" }
            .SelectMany(doc => Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", doc))))
            .Select(match => (View: match.Groups["view"].Value, Column: match.Groups["column"].Value, Value: match.Groups["value"].Value,
            Case: match.Groups["case"].Value));
        // One example may stand on both pages.
        foreach (var one in found.Distinct())
        {
            examples.Add(one.View, one.Column, one.Value, one.Case);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_stands_in_its_case(string view, string column, string value, string sentence)
    {
        var (columns, rows) = new ViewCase(view, sentence).Expected();

        var index = Array.IndexOf(columns, column);
        Assert.True(index >= 0, $"{view}/{sentence} compares no column {column}.");
        Assert.Contains(rows, row => row.Split(" | ")[index] == value);
    }

    [Fact]
    public async Task Named_views_and_columns_exist()
    {
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var known = (await connection.QueryAsync<string>(
            """
            select 'mart.' || c.relname from pg_class c where c.relnamespace = 'mart'::regnamespace
            union all
            select 'mart.' || c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
            where c.relnamespace = 'mart'::regnamespace
            union all
            select 'mart.' || proname from pg_proc where pronamespace = 'mart'::regnamespace
            union all
            select 'mart.' || proname || '.' || unnest(proargnames) from pg_proc where pronamespace = 'mart'::regnamespace
            """)).ToHashSet();
        var texts = await Task.WhenAll(
            new[] { "figures.md", "money.md", "domain.md" }
            .Select(doc => File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", doc))));

        Assert.All(texts.SelectMany(text => View().Matches(text)), match => Assert.Contains(match.Groups["view"].Value, known));
        Assert.All(Examples().Select(row => row.Data), example => Assert.Contains($"{example.Item1}.{example.Item2}", known));
    }

    [Fact]
    public void Thresholds_of_locks_and_prices_are_documented_with_their_values()
    {
        var book = BusinessRules.Load(Path.Combine(Repository.Root, "config"));
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "alerts.md"));

        Assert.All(
            book.Thresholds.Where(rule => rule.Key.StartsWith("lock.", StringComparison.Ordinal)
            || rule.Key.StartsWith("price.", StringComparison.Ordinal)),
            rule => Assert.Contains(FormattableString.Invariant($"`{rule.Key}` | {rule.Value.Value} |"), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Penalties_are_documented_with_clause_amount_and_whether_they_are_computed()
    {
        var rules = BusinessRules.Load(Path.Combine(Repository.Root, "config")).Penalties;
        var rows = Penalty().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "domain.md"))).Select(row => string.Join(" | ",
            row.Groups["clause"].Value, row.Groups["rule"].Value, row.Groups["amount"].Value, row.Groups["computed"].Value));

        Assert.Equal(
            rules.Select(rule => string.Join(" | ",
                rule.Value.Clause, rule.Key, rule.Value.Amount?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? "–",
                rule.Value.Needs.Length == 0 ? "yes" : rule.Value.Feed.Length > 0 ? "with its feed" : "no")),
            rows);
    }

    [GeneratedRegex(
        @"^\| (?<clause>[MJ][\d.]*) \| `(?<rule>\w+)` \| (?<amount>\S+) \| [^|]+ \| [^|]+ \| (?<computed>yes|no|with its feed) \|$",
        RegexOptions.Multiline)]
    private static partial Regex Penalty();

    [GeneratedRegex(@"`(?<view>mart\.\w+)` `(?<column>\w+)` \| `(?<value>[^`]+)` in \[(?<case>[^\]]+)\]")]
    private static partial Regex Example();

    [GeneratedRegex(@"`(?<view>mart\.\w+)`")]
    private static partial Regex View();
}

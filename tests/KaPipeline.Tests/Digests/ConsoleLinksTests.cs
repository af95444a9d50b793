using System.Reflection;
using System.Text.RegularExpressions;
using KaPipeline.Digests.Editions;
using KaPipeline.Digests.Facts;
using KaPipeline.Host.Web;
using KaPipeline.Tests.Host.Work;
using Microsoft.AspNetCore.Components;

namespace KaPipeline.Tests.Digests;

/// <summary>A link in a mail leads to a page that is there.</summary>
public sealed partial class ConsoleLinksTests
{
    private static readonly DateOnly Date = new(2026, 5, 20);

    private static readonly List<Regex> Routes =
    [
        .. typeof(ConsolePage).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route =>
            new Regex("^" + Parameter().Replace(route.Template, match => match.Value.Contains(":long", StringComparison.Ordinal)
            || match.Value.Contains(":int", StringComparison.Ordinal) ? "[0-9]+" : "[^/]+") + "$")),
    ];

    public static TheoryData<string> Paths =>
    [
        ConsolePaths.Statements, ConsolePaths.Orders, ConsolePaths.Locks, ConsolePaths.Prices,
            ConsolePaths.Statement("dingfeng", "DZ/2605 A"),
        ConsolePaths.Order("dingfeng", "O#1"), ConsolePaths.Store("dingfeng", "0101"), ConsolePaths.Case(7), ConsolePaths.Source(3, 12),
        "/now",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_path_of_a_mail_is_a_page_of_the_console(string path) => Assert.Contains(Routes, route => route.IsMatch(path));

    [Fact]
    public async Task Every_link_of_a_letter_is_a_page_of_the_console()
    {
        await using var world = await DigestWorld.CreateAsync(Date);
        await world.SqlAsync(
            """
            select pg_temp.ordered('O1', 'P', 100), pg_temp.ordered('O2', 'Q', 100, printed => 9), pg_temp.delivered('D1', 'O2', 'Q', 40), pg_temp.stated('T1', '2026-05-01', '2026-05-15', 981);
            select pg_temp.settled('T1', 1, 'Q', 40, 9, 360, note => 'D1', ordered => 'O2');
            """);
        await new KaPipeline.Reconciliation.MaterialisedSettlement(world.Jobs.Database).RefreshAsync(ct: Stopping);
        world.Clock.Advance(TimeSpan.FromHours(2));

        foreach (var digest in new[] { "daily", "weekly", "close" })
        {
            var letters = await world.Service().PreviewAsync(new DigestRequest(digest, Date, "test"), Stopping);
            var links = letters.SelectMany(letter => Href().Matches(letter.Content.Html)).Select(match => match.Groups[1].Value).Distinct()
                .ToList();
            Assert.Contains(links, link => link.EndsWith(digest == "daily" ? "/orders/C/O1?asOf=2026-05-20" : "/statements?asOf=2026-05-20",
                StringComparison.Ordinal));
            Assert.All(links, link =>
            {
                Assert.StartsWith("https://ka.example/", link, StringComparison.Ordinal);
                Assert.Contains(Routes, route => route.IsMatch(new Uri(link).AbsolutePath));
            });
        }
    }

    [GeneratedRegex("\\{[^}]+\\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Href();
}

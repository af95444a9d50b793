using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Letters;
using KaPipeline.Host;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Serve;
using KaPipeline.Mail;
using KaPipeline.Tests.Browser;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Digests;

/// <summary>What the console's pages say is open on a date, held against the mails of that date: of everything, and of one chain.</summary>
[Trait("Category", "Slow")]
public sealed partial class ConsoleTotalsTests(WholeSampleMonth month) : IAsyncLifetime, IClassFixture<WholeSampleMonth>
{
    private static readonly DateOnly AsOf = new(2026, 6, 5);

    // Dates that a daily told of, the morning after: a month's last day, the last of the samples and the next, and one in mid-month, when
    // orders are open.
    private static readonly DateOnly[] Told = [new(2026, 5, 20), new(2026, 5, 31), new(2026, 6, 4), AsOf];

    private readonly KaHome home = new(Directory.CreateTempSubdirectory("ka-totals-").FullName, Path.Combine(Repository.Root, "config"));
    private WebApplication app = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        app = ServeHost.Build(new ServeOptions(false, true, "http://127.0.0.1:0"), home, month.Warehouse.DataSource, TimeProvider.System);
        await app.StartAsync();
        client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var name = $"totals-{Path.GetRandomFileName()}";
        await app.Services.GetRequiredService<AccountStore>()
            .AddAsync(name, name, "finance", null, ConsoleSite.Password, null, "test", Stopping);
        foreach (var date in Told)
        {
            await SendAsync(date);
        }
        (await SignIn.AsAsync(client, name, ConsoleSite.Password)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(home.Root, recursive: true);
    }

    [Theory]
    [InlineData("daily", "")]
    [InlineData("close", "")]
    [InlineData("daily", "haoyoulai")]
    public async Task Totals_of_the_pages_are_those_of_the_mail_of_the_date(string digest, string chain)
    {
        var letter = await LetterAsync(digest, chain);
        var shown = new Dictionary<string, string>();
        foreach (var path in (string[])["statements", "cases", "orders", "prices", "locks"])
        {
            shown[path] = Text(await client.GetStringAsync($"/{path}?asOf={AsOf:yyyy-MM-dd}&chain={chain}", Stopping));
        }

        var rows = letter.Document.Blocks.OfType<Grid>().SelectMany(grid => grid.Rows).ToList();
        foreach (var page in (string[])["statements", "cases"])
        {
            var row = rows.First(row => row.Cells[0].Text == "对账差异");
            Assert.NotNull(row.Cells[0].Detail);
            Assert.Contains($"全部未了差异： {row.Cells[0].Detail}", shown[page], StringComparison.Ordinal);
            Assert.Contains($" · {row.Cells[3].Text} 项", shown[page], StringComparison.Ordinal);
        }

        // Where mails lead for the others is a list: all its totals of what they name.
        foreach (var (page, kind) in new[] { ("orders", "送货差异"), ("prices", "价格异常") })
        {
            var told = Regex.Matches(rows.First(row => row.Cells[0].Text == kind).Cells[0].Detail!, "([一-龥]+) ([0-9,]+\\.[0-9]{2})");
            Assert.NotEmpty(told);
            Assert.All(told, amount => Assert.Contains($"{amount.Groups[2].Value} {amount.Groups[1].Value}（元）", shown[page],
                StringComparison.Ordinal));
        }

        var locks = rows.First(row => row.Cells[0].Text == "锁码");
        Assert.Contains($"{locks.Cells[3].Text} 行", shown["locks"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_a_chains_statements_come_to_its_row_of_the_close()
    {
        var grid = (await LetterAsync("close", "")).Document.Blocks.OfType<Grid>()
            .Single(grid => grid.Columns.Any(column => column.Header == "对方应付"));
        var row = grid.Rows.Single(row => row.Cells[0].Text == "好邻来");
        var (stated, claim, against) = (0m, 0m, 0m);
        foreach (var number in (string[])["HY2605A", "HY2605B"])
        {
            var page = Text(await client.GetStringAsync($"/statements/haoyoulai/{number}?asOf={AsOf:yyyy-MM-dd}", Stopping));
            stated += Amount(Regex.Match(page, "([-0-9,.]+) 对账单应付"));
            var open = page[page.IndexOf("其中未了差异：", StringComparison.Ordinal)..];
            claim += Amount(Regex.Match(open[..open.IndexOf('项', StringComparison.Ordinal)], "可追回 ([0-9,.]+)"));
            against += Amount(Regex.Match(open[..open.IndexOf('项', StringComparison.Ordinal)], "可能被追扣 ([0-9,.]+)"));
        }

        Assert.Equal(row.Cells.Skip(1).Select(cell => decimal.Parse(cell.Text, System.Globalization.CultureInfo.InvariantCulture)),
            [stated, claim, against]);
    }

    private static decimal Amount(Match match) => match.Success
        ? decimal.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private Task<Letter> LetterAsync(string name, string chain, DateOnly? date = null, params string[] roles) =>
        month.WithFactsAsync(Frame(name, date ?? AsOf), (facts, _) =>
        {
            var reader = SampleWorld.Reader(chain.Length == 0 ? Scope.All : new Scope([new Grant(chain, "", "", "")]));
            return Task.FromResult(facts.Write(SampleWorld.For(facts, roles.Length == 0 ? reader : reader with { Roles = roles })));
        });

    // As it goes: with all that came by the morning after.
    private static EditionFrame Frame(string digest, DateOnly date)
    {
        var frame = WholeSampleMonth.FrameOf(digest, date);
        return frame with { Clock = new ReportClock(date, SampleWorld.Digests.SlotOf("daily", date).DueAt) };
    }

    private async Task SendAsync(DateOnly date)
    {
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var frame = Frame("daily", date);
        await connection.ExecuteAsync(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at,
              cause)
            select 'daily', @date, 1, @due, @date, @known, 'arrived', false, false, @due, 'schedule'
            where not exists (select from ops.edition where digest = 'daily' and business_date = @date)
            """, new { date, due = frame.DueAt.ToUniversalTime(), known = frame.Clock.KnownAt.ToUniversalTime() });
    }

    private static string Text(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ");

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}

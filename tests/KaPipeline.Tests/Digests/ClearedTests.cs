using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Digests.Editions;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Digests;

/// <summary>What is said to be cleared is cleared: the warehouse finds it no more. What only grew too old for the list is said
/// apart.</summary>
[Trait("Category", "Slow")]
public sealed class ClearedTests(WholeSampleMonth month) : IClassFixture<WholeSampleMonth>
{
    private static readonly DateOnly First = new(2026, 6, 2);
    private static readonly DateOnly Second = new(2026, 6, 3);

    // What stands of the first edition's things, asked of the breaks and prices themselves, whatever their age.
    private const string StillStands =
        """
        select chain_id || '|' || kind || '|' || claim_key from mart.service_break where not is_within_tolerance
        union
        select chain_id || '|' || rule || '|' || coalesce(statement_number, '') || '|' || order_number || '|' || store_id || '|' || product_id from mart.price_anomaly
        """;

    [Fact]
    public async Task A_day_later_no_price_and_few_deliveries_are_cleared_and_the_aged_are_said_apart()
    {
        await MakeAsync(First);
        var earlier = await month.AskAsync<(string Kind, string Key)>(
            "select kind, item_key from ops.edition_item join ops.edition using (edition_id) where digest = 'daily' and business_date = @First and kind in ('service_break', 'anomaly')", First, new { First });
        var letters = await MakeAsync(Second, isNew: true);
        var now = (await month.AskAsync<(string, string)>(
            "select kind, item_key from ops.edition_item join ops.edition using (edition_id) where digest = 'daily' and business_date = @Second", Second, new { Second })).ToHashSet();
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var transaction = await new KaPipeline.Warehouse.ReportClock(Second,
            BusinessTime.At(Second.AddDays(1), new TimeOnly(7, 30))).BeginAsync(connection, Stopping);
        var stands = (await connection.QueryAsync<string>(StillStands)).ToHashSet();
        var gone = earlier.Where(item => !now.Contains(item)).ToList();
        var aged = gone.Where(item => stands.Contains(item.Key)).ToList();

        // 2 June looked back to 6 May: what was of that day stands all the same.
        Assert.Equal(gone.Count(item => item.Kind == OpenItemKind.Anomaly), aged.Count(item => item.Kind == OpenItemKind.Anomaly));
        Assert.InRange(aged.Count, 4, 100);
        var all = letters.Single(letter => letter.Recipient.Scope.IsAll && letter.Recipient.Language == "zh-CN"
            && letter.Recipient.Id == "E002");
        Assert.Contains($"超出 28 天仍未解决 {aged.Count} 项", all.Content.Html, StringComparison.Ordinal);
        Assert.Contains("超出 28 天，仍未解决，不再逐项列出：", all.Content.Html, StringComparison.Ordinal);

        // The representative who was told that 小纯 had been delivered to 湖州吴兴店: it never was.
        var told = letters.Single(letter => letter.Recipient.Id == "E034").Content.Text;
        Assert.DoesNotContain(told.Split('\n'), line => line.Contains("已消除", StringComparison.Ordinal)
            && line.Contains("未送达 小纯 湖州吴兴店", StringComparison.Ordinal));
        Assert.Contains(told.Split('\n'), line => line.Contains("仍未解决", StringComparison.Ordinal)
            && line.Contains("未送达 小纯 湖州吴兴店", StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_page_tells_each_reader_what_the_mail_of_the_date_says_is_cleared()
    {
        await MakeAsync(First);
        var letters = await MakeAsync(Second, isNew: true);
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        await using var transaction = await KaPipeline.Warehouse.ReportClock.EndOf(Second).BeginAsync(connection, Stopping);
        var all = await ClearedItems.LoadAsync(connection, Stopping);
        Assert.Equal((First, Second), (all.ToldOn, all.ClearedOn));

        var told = 0;
        foreach (var letter in letters)
        {
            var cleared = all.CutTo(letter.Recipient).Items.Count;
            // Where nothing is, the mail says so, or that nothing changed at all.
            Assert.Equal(cleared, Regex.Match(letter.Content.Html, "，消除 ([0-9]+) 项|, ([0-9]+) cleared") is { Success: true } said
                ? int.Parse(said.Groups[1].Value + said.Groups[2].Value, CultureInfo.InvariantCulture) : 0);
            told += cleared;
        }

        Assert.True(told > 0);
    }

    private async Task<IReadOnlyList<Rendered>> MakeAsync(DateOnly date, bool isNew = false)
    {
        var clock = ManualClock.At(2026, date.AddDays(1).Month, date.AddDays(1).Day, 7, 30);
        var service = new DigestService(
            month.Warehouse.DataSource, DigestService.AllDigests,
            new RecipientList(RecipientRules.Load(Path.Combine(Repository.Root, "config"))), SampleWorld.Digests,
            new MailOptions { From = "ka@ka.example", Outbox = Path.GetTempPath() }, clock);
        var (edition, letters) = await service.ProduceAsync(new DigestRequest("daily", date, "command line")
        {
            KnownAt = clock.GetUtcNow(), IsNewEdition = isNew, Reason = isNew ? "again" : null,
        });
        await using var connection = await month.Warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync("update ops.delivery set state = 'accepted', ended_at = rendered_at where edition_id = @edition",
            new { edition });
        return letters;
    }
}

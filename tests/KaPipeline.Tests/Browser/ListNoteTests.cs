using System.Net;
using System.Text.RegularExpressions;
using KaPipeline.Host.Accounts;
using KaPipeline.Lists;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

/// <summary>What stands above the rows of a business list.</summary>
[Trait("Category", "Slow")]
public sealed partial class ListNoteTests
{
    [Fact]
    public async Task A_list_tells_the_thresholds_in_force_and_writes_none_out()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        await using (var connection = await site.Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await BusinessRulesSync.SyncAsync(connection, UnusualRules.All, TimeProvider.System.GetUtcNow().AddDays(-1), Stopping);
        }

        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        (await SignIn.AsAsync(client, "finance", ConsoleSite.Password)).EnsureSuccessStatusCode();
        var notes = new List<string>();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await site.Services.GetRequiredService<AccountStore>().SetLanguageAsync("finance", language, Stopping);
            foreach (var list in BusinessLists.All)
            {
                var page = WebUtility.HtmlDecode(await client.GetStringAsync(list.Path, Stopping));
                notes.Add(Lead().Match(page).Groups[1].Value);
            }
        }

        Assert.DoesNotContain(notes, note => note.Length == 0 || RuleWords.AreIn(note) || note.Contains("— 天", StringComparison.Ordinal));
        Assert.Equal("", string.Join('\n', notes.Where(UnusualRules.AreWrittenOutIn)));
        var words = RuleWords.Of(UnusualRules.All);
        Assert.All(
            (string[])["近 {figures.on_sale_days} 天在售单品", "Outlets supplied within {figures.on_sale_days|day}", "后 {ranking.bottom_count} 名须有改进计划",
                "连续 {ranking.escalation_months} 个整月升级", "within {new_product.working_days|working day} of the start"],
            sentence => Assert.Contains(notes, note => note.Contains(words.In(sentence), StringComparison.Ordinal)));
    }

    [GeneratedRegex("<p class=\"lead\">\\s*(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Lead();
}

using System.Net;
using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Browser;

/// <summary>A file whose name commands a terminal and turns its end around, to what people read; and what pages say first.</summary>
[Trait("Category", "Slow")]
public sealed class OutsideTextTests
{
    private const string Turn = "\u202egnp";

    [Fact]
    public async Task A_files_name_is_shown_and_commands_nothing()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        var folder = Directory.CreateDirectory(Path.Combine(site.Home.Root, "in")).FullName;
        var path = Path.Combine(folder, $"鼎丰_订单_20260509\u001b[31m\n{Turn}.csv");
        File.Copy(Path.Combine(Repository.Root, "samples", "dingfeng", "鼎丰_订单_20260509.csv"), path);

        var (_, output, error) = await KaProcess.RunAsync(site.Warehouse, site.Home.Root, null, "ingest", folder);
        var (_, listed, _) = await KaProcess.RunAsync(site.Warehouse, site.Home.Root, null, "quarantine", "list");
        using var client = await ClientAsync(site, "operator");
        string[] said =
            [output + error, listed, await client.GetStringAsync("/arrivals?date=2026-05-09", Stopping), await client.GetStringAsync("/quarantine", Stopping)];

        Assert.Equal(
            @"鼎丰_订单_20260509\u001B[31m\u000A\u202Egnp.csv",
            await site.Warehouse.DataSource.FirstAsync<string>("select file_name from ops.load", ct: Stopping));
        Assert.All(said, text => Assert.Contains(@"20260509\u001B[31m\u000A\u202Egnp.csv", text, StringComparison.Ordinal));
        Assert.All(said, text => Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal));
        Assert.All(said, text => Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hold_of_all_sending_stands_on_the_front_page_with_what_may_have_gone_and_who_ends_it()
    {
        await using var site = await ConsoleSite.StartAsync();
        await site.AddAccountsAsync();
        await site.Warehouse.DataSource.DoAsync(
            """
            insert into ops.sending_hold (held_at, held_by, says) values (now(), 'restore', '数据库从备份恢复');
            insert into ops.alert (kind, subject, says, opened_at) values ('sending_held', 'all mails', '数据库从备份恢复', now());
            insert into ops.edition
                (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('daily', '2026-05-12', 1, '2026-05-13 07:30+08', '2026-05-12', now(), 'arrived', false, false, now(), 'test');
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异');
            insert into ops.delivery
                (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
            select edition_id, 'r1', '读者', 'r1@ka.example', 'zh-CN', 'hash', 'm1@ka.example', 'rendered', now(), now() from ops.edition;
            """, ct: Stopping);
        using var operation = await ClientAsync(site, "operator");
        using var supervision = await ClientAsync(site, "viewer");

        var front = await operation.GetStringAsync("/", Stopping);
        Assert.All(new[] { "数据库从备份恢复", "可能已发", "/sending/resume" }, part => Assert.Contains(part, front, StringComparison.Ordinal));
        var seen = await supervision.GetStringAsync("/", Stopping);
        Assert.Contains("ka delivery resume", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("/sending/resume", seen, StringComparison.Ordinal);
        Assert.Contains("发送暂停 sending held", WebUtility.HtmlDecode(await operation.GetStringAsync("/hangfire", Stopping)), StringComparison.Ordinal);
    }

    private static async Task<HttpClient> ClientAsync(ConsoleSite site, string account)
    {
        var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        using var answer = await SignIn.AsAsync(client, account, ConsoleSite.Password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return client;
    }
}

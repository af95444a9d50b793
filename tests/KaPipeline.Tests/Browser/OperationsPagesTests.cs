using System.Net;
using System.Text.RegularExpressions;
using KaPipeline.Host.Web;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace KaPipeline.Tests.Browser;

/// <summary>What operations do next stands where they see what is wrong.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed partial class OperationsPagesTests(OperatorWorld world)
{
    [Fact]
    public async Task Alerts_stand_by_their_cause_with_who_was_told_and_what_to_do_next()
    {
        using var client = await ClientAsync("operator");
        var page = await ReadAsync(client, "/now");

        Assert.Contains("y.csv · 归档中已丢失", page, StringComparison.Ordinal);
        Assert.Contains("从备份恢复该文件", page, StringComparison.Ordinal);
        Assert.Contains("没有告知任何人", page, StringComparison.Ordinal);
        Assert.Contains("11-05 10:05 已告知 ops@ka.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_feed_is_collected_at_once_with_a_reason_and_says_whom_to_call()
    {
        using var client = await ClientAsync("operator");
        var page = await ReadAsync(client, "/arrivals?date=2026-05-28");
        Assert.Matches("请联系系统主管.*mailto:", Blanks().Replace(page, " "));
        var token = await SignIn.TokenAsync(client, "/account");

        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["chain"] = "haoyoulai", ["date"] = "2026-05-28", ["reason"] = "",
        };
        var collect = new Uri("/arrivals/collect", UriKind.Relative);
        using var bare = await client.PostAsync(collect, new FormUrlEncodedContent(fields), Stopping);
        Assert.Equal("/arrivals", bare.Headers.Location!.OriginalString);
        fields["reason"] = "门户刚补发";
        using var done = await client.PostAsync(collect, new FormUrlEncodedContent(fields), Stopping);

        Assert.StartsWith("/runs/", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var run = long.Parse(done.Headers.Location.OriginalString[6..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("collect haoyoulai 2026-05-28 rerun operator 门户刚补发", await world.Site.Warehouse.DataSource.FirstAsync<string>(
            "select concat_ws(' ', job, chain_id, date_from, cause, requested_by, reason) from ops.run where run_id = @run",
            new { run }, Stopping));
        Assert.Contains("门户刚补发", await ReadAsync(client, "/audit?action=start_rerun"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_of_a_group_is_sent_again_to_the_group_alone_and_missing_sources_have_names()
    {
        var delivery = await world.Site.Warehouse.DataSource.FirstAsync<long>(
            """
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state,
              not_before, rendered_at, ended_at, words)
            select edition_id, 'wecom:east', '华东群', 'wecom:east', language, content_sha256, 'card-of-a-test', 'accepted', not_before,
              rendered_at, ended_at, '0 ok'
            from ops.delivery join ops.edition using (edition_id) where is_partial order by delivery_id limit 1 returning delivery_id
            """, ct: Stopping);
        using var client = await ClientAsync("operator");
        var page = await ReadAsync(client, $"/deliveries/{delivery}");
        await world.Site.Warehouse.DataSource.DoAsync("delete from ops.delivery where delivery_id = @delivery", new { delivery }, Stopping);

        Assert.Contains("只给这个群再发一份", page, StringComparison.Ordinal);
        Assert.DoesNotContain("改发到", page, StringComparison.Ordinal);
        Assert.Matches("缺少来源：.*好邻来.*订单", Blanks().Replace(page, " "));
    }

    [Fact]
    public async Task Attachment_of_a_mail_is_opened_from_its_page()
    {
        using var client = await ClientAsync("admin");
        var delivery = await world.Site.Warehouse.DataSource.FirstAsync<long>(
            "select delivery_id from ops.delivery join ops.mail_attachment using (content_sha256) limit 1", ct: Stopping);
        var link = Attachment().Match(await ReadAsync(client, $"/deliveries/{delivery}"));
        Assert.True(link.Success);

        using var file = await client.GetAsync(new Uri(link.Groups[1].Value, UriKind.Relative), Stopping);

        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("PK"u8.ToArray(), (await file.Content.ReadAsByteArrayAsync(Stopping))[..2]);
    }

    [Fact]
    public async Task Nothing_there_and_no_database_are_pages_that_say_what_to_do()
    {
        using var client = await ClientAsync("operator");
        using var missing = await client.GetAsync(new Uri("/no/such/page", UriKind.Relative), Stopping);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("没有这个页面", WebUtility.HtmlDecode(await missing.Content.ReadAsStringAsync(Stopping)), StringComparison.Ordinal);

        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature
        {
            Error = new InvalidOperationException("read", new NpgsqlException("Failed to connect to 10.0.0.9:5432")),
        });
        await ErrorPage.Options().ExceptionHandler!(context);
        context.Response.Body.Position = 0;
        var says = WebUtility.HtmlDecode(await new StreamReader(context.Response.Body).ReadToEndAsync(Stopping));
        Assert.Equal(503, context.Response.StatusCode);
        Assert.Contains("数据库暂时连不上", says, StringComparison.Ordinal);
        Assert.Contains("ka doctor", says, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.9", says, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(HttpClient client, string path) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stopping));

    private async Task<HttpClient> ClientAsync(string role)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(world.Site.Address),
        };
        await SignIn.AsAsync(client, role, ConsoleSite.Password);
        return client;
    }

    [GeneratedRegex("href=\"(/deliveries/[0-9]+/attachments/[0-9]+)\"")]
    private static partial Regex Attachment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

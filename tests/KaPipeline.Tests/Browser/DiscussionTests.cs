using System.Net;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Browser;

/// <summary>People say what they think where the thing is, put off alerts, and move many cases at once.</summary>
[Trait("Category", "Slow"), Collection(nameof(OperatorWorld))]
public sealed class DiscussionTests(OperatorWorld world)
{
    private NpgsqlDataSource Database => world.Site.Warehouse.DataSource;

    [Fact]
    public async Task Comment_stands_at_the_case_the_break_and_the_figure_and_is_audited_and_a_viewer_only_reads()
    {
        using var finance = await ClientAsync("finance");
        var claim = (await Database.FirstAsync<Claim>(
            """
            select case_id, chain_id, statement_number, claim_key, kinds[1] as kind
            from ops."case" where state = 'open' order by case_id desc limit 1
            """, ct: Stopping))!;
        Assert.Equal($"/cases/{claim.CaseId}", await PostAsync(finance, "/comments",
            ("on", "case"), ("case", $"{claim.CaseId}"), ("said", "<b>采购</b>说下周补")));

        var trace = $"/trace/reconciliation_break?chain_id={claim.ChainId}&statement_number={claim.StatementNumber}"
            + $"&claim_key={Uri.EscapeDataString(claim.ClaimKey)}&kind={claim.Kind}";
        foreach (var path in (string[])[$"/cases/{claim.CaseId}", trace])
        {
            var page = await finance.GetStringAsync(new Uri(path, UriKind.Relative), Stopping);
            Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
            Assert.Contains("<b>采购</b>说下周补", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        }

        var figure = $"chain_id={claim.ChainId}&statement_number={claim.StatementNumber}";
        Assert.StartsWith("/trace/statement_reconciliation?", await PostAsync(finance, "/comments",
            ("on", "figure"), ("view", "statement_reconciliation"), ("where", "?" + figure), ("said", "已与系统核过")), StringComparison.Ordinal);
        Assert.Contains("已与系统核过", await ReadAsync(finance, "/trace/statement_reconciliation?" + figure), StringComparison.Ordinal);
        Assert.Contains("已与系统核过", await ReadAsync(finance, "/audit?action=comment"), StringComparison.Ordinal);

        using var viewer = await ClientAsync("viewer");
        var read = await ReadAsync(viewer, $"/cases/{claim.CaseId}");
        Assert.Contains("说下周补", read, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/comments\"", read, StringComparison.Ordinal);
        Assert.Null(await PostAsync(viewer, "/comments", ("on", "case"), ("case", $"{claim.CaseId}"), ("said", "x")));
    }

    [Fact]
    public async Task Snoozed_alert_says_who_and_why_and_mails_tell_of_it_when_its_day_has_come()
    {
        using var operate = await ClientAsync("operator");
        var id = await Database.FirstAsync<long>(
            """
            insert into ops.alert (kind, subject, says, opened_at) values ('archive_damaged', 'z.csv', 'gone ‖ 丢失', '2026-06-01')
            returning alert_id
            """, ct: Stopping);
        var today = BusinessTime.Today(world.Clock);
        Assert.Equal("/now", await PostAsync(operate, "/alerts/decide",
            ("alert", $"{id}"), ("what", "snooze"), ("until", $"{today.AddDays(3):yyyy-MM-dd}"), ("reason", "等新版门户")));
        Assert.Equal("/now", await PostAsync(operate, "/comments", ("on", "alert"), ("alert", $"{id}"), ("said", "已问过 IT")));

        var page = await ReadAsync(operate, "/now");
        Assert.Contains("operator 静默到", page, StringComparison.Ordinal);
        Assert.Contains("等新版门户", page, StringComparison.Ordinal);
        Assert.Contains("已问过 IT", page, StringComparison.Ordinal);
        await using var connection = await Database.OpenConnectionAsync(Stopping);
        async Task<bool> IsTold(DateOnly on) =>
            (await OpenAlerts.ReadAsync(connection, OpenAlerts.Due, on, Stopping)).Any(alert => alert.AlertId == id);
        Assert.False(await IsTold(today.AddDays(2)));
        Assert.True(await OpenAlerts.SnoozedAsync(connection, today) > 0);
        Assert.True(await IsTold(today.AddDays(3)));
        await Database.DoAsync("update ops.alert set closed_at = now() where alert_id = @id", new { id }, Stopping);
        Assert.Contains("等新版门户", await ReadAsync(operate, "/audit?action=snooze_alert"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_cases_of_a_filter_are_given_to_somebody_of_the_list_and_refusals_are_told_in_Chinese()
    {
        using var finance = await ClientAsync("finance");
        var owner = await Database.FirstAsync<string>(
            "select name from core.person group by name having count(distinct person_id) = 1 order by name limit 1", ct: Stopping);
        var filter = (("state", "open"), ("amount", "1"));
        var count = await Database.FirstAsync<long>(
            "select count(*) from ops.\"case\" where state = 'open' and concerned_amount >= 1", ct: Stopping);
        Assert.True(count > 1);

        await PostAsync(finance, "/cases/steps",
            filter.Item1, filter.Item2, ("seen", $"{count}"), ("action", "assign"), ("assignee", "nobody of ours"));
        Assert.Equal(0, await OwnedAsync(owner!));
        await PostAsync(finance, "/cases/steps",
            filter.Item1, filter.Item2, ("seen", $"{count + 1}"), ("action", "assign"), ("assignee", owner!));
        Assert.Equal(0, await OwnedAsync(owner!));
        Assert.Equal("/cases?state=open&amount=1", await PostAsync(finance, "/cases/steps",
            filter.Item1, filter.Item2, ("seen", $"{count}"), ("action", "assign"), ("assignee", owner!)));
        Assert.Equal(count, await OwnedAsync(owner!));

        var listed = await ReadAsync(finance, $"/cases?owner={Uri.EscapeDataString(owner!)}&due=overdue");
        Assert.True(listed.Contains("已逾期", StringComparison.Ordinal) || listed.Contains("没有这样的索赔", StringComparison.Ordinal));
        var id = await Database.FirstAsync<long>("select case_id from ops.\"case\" where owner = @owner limit 1", new { owner }, Stopping);
        await PostAsync(finance, $"/cases/{id}/step", ("action", "agree"), ("amount", "1"));
        Assert.Contains($"索赔 {id} 现为 待提交，不能 系统同意；现在可以：", await ReadAsync(finance, $"/cases/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task English_reader_is_told_owners_in_English_letters()
    {
        using var finance = await ClientAsync("finance");
        var (chinese, english) = await Database.FirstAsync<(string, string)>(
            """
            select name, min(name_en) from core.person where name_en is not null
            group by name having count(distinct person_id) = 1 order by name desc limit 1
            """, ct: Stopping);
        var id = await Database.FirstAsync<long>("select max(case_id) from ops.\"case\" where state = 'open'", ct: Stopping);
        await PostAsync(finance, "/cases/assign", ("case", $"{id}"), ("assignee", chinese));
        Assert.Contains($"已指派给 {chinese}。", await ReadAsync(finance, $"/cases/{id}"), StringComparison.Ordinal);
        await PostAsync(finance, "/language", ("language", "en"));
        try
        {
            await PostAsync(finance, "/cases/assign", ("case", $"{id}"), ("assignee", chinese));
            var page = await ReadAsync(finance, $"/cases/{id}");
            Assert.Contains($"Assigned to {english}.", page, StringComparison.Ordinal);
            Assert.Contains($"<dt>Owner</dt><dd>{english}</dd>", page, StringComparison.Ordinal);
            Assert.DoesNotContain($">{chinese}<", page, StringComparison.Ordinal);
            var listed = await ReadAsync(finance, $"/cases?owner={Uri.EscapeDataString(chinese)}");
            Assert.Contains($"<td>{english}</td>", listed, StringComparison.Ordinal);
            Assert.DoesNotContain($">{chinese}<", listed, StringComparison.Ordinal);
        }
        finally
        {
            await PostAsync(finance, "/language", ("language", "zh"));
        }
    }

    private Task<long> OwnedAsync(string owner) =>
        Database.FirstAsync<long>("select count(*) from ops.\"case\" where owner = @owner", new { owner }, Stopping);

    private static async Task<string> ReadAsync(HttpClient client, string path) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stopping));

    // Where it leads; null where the role may not.
    private static async Task<string?> PostAsync(HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        var token = await SignIn.TokenAsync(client, "/account");
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form, Stopping);
        return answer.StatusCode == HttpStatusCode.Forbidden ? null : answer.Headers.Location!.OriginalString;
    }

    private async Task<HttpClient> ClientAsync(string role)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(world.Site.Address),
        };
        await SignIn.AsAsync(client, role, ConsoleSite.Password);
        return client;
    }

    private sealed record Claim
    {
        public long CaseId { get; init; }
        public string ChainId { get; init; } = "";
        public string StatementNumber { get; init; } = "";
        public string ClaimKey { get; init; } = "";
        public string Kind { get; init; } = "";
    }
}

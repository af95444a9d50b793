using System.Net;
using System.Reflection;
using System.Text.Json;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.States;
using KaPipeline.Host.Hangfire;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RouteCollection = Hangfire.Dashboard.RouteCollection;

namespace KaPipeline.Tests.Browser;

/// <summary>Each button of the dashboard does what the ledger means by it, with a name and a reason, or says why not; none reaches
/// Hangfire's own command.</summary>
[Trait("Category", "Slow"), Collection(nameof(DashboardWorld))]
public sealed class DashboardCommandTests(DashboardWorld world)
{
    private NpgsqlDataSource Database => world.Site.Warehouse.DataSource;

    [Fact]
    public async Task No_request_reaches_a_command_of_hangfires_own()
    {
        var builtIn = BuiltIn();
        Assert.Equal(16, builtIn.Count);
        // A job of its own: the one that failed is what the other tests of this world look at.
        var done = await world.RunAsync("rehearse", "", new DateOnly(2026, 4, 9));
        await world.UntilAsync(done, "succeeded");
        var job = await world.JobOfAsync(done);
        using var client = await world.ClientAsync("operator");
        foreach (var (path, isBatch) in builtIn)
        {
            // Ours answers in words, without a reason with 400.
            using var ours = await PostAsync(client, "/hangfire" + path, [job], "");
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, ours.StatusCode));
            Assert.Contains("请写明原因", await ours.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);

            // Hangfire's patterns also match these spellings, and its batch commands any method.
            var real = path.Replace("1", job, StringComparison.Ordinal);
            foreach (var spelling in (string[])[real + "//", real + "%0A", "/x/.." + real + "//", real.ToUpperInvariant() + "//", real
                + "/"])
            {
                using var answer = await PostAsync(client, "/hangfire" + spelling, [job], "why");
                Assert.True(answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Conflict or HttpStatusCode.OK
                    or HttpStatusCode.NotFound, $"{spelling}: {answer.StatusCode}");
                Assert.NotEqual(HttpStatusCode.NoContent, answer.StatusCode);
            }

            foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Get])
            {
                using var request = new HttpRequestMessage(method, "/hangfire"
                    + real)
                { Content = new FormUrlEncodedContent([new("jobs[]", job), new("reason", "why")]) };
                using var answer = await client.SendAsync(request, Stopping);
                Assert.Equal((method, path, HttpStatusCode.MethodNotAllowed), (method, path, answer.StatusCode));
            }
        }

        Assert.Equal(0, await Database.FirstAsync<long>("select count(*) from hangfire.state where reason like '%Dashboard UI%'", ct: Stopping));
    }

    [Fact]
    public async Task A_page_left_open_still_acts_after_the_account_has_changed_its_language()
    {
        using var client = await world.ClientAsync("admin");
        foreach (var language in (string[])["en", "zh"])
        {
            using var form = new FormUrlEncodedContent(
                [new("__RequestVerificationToken", await SignIn.TokenAsync(client, "/")), new("language", language)]);
            using var changed = await client.PostAsync(new Uri("/language", UriKind.Relative), form, Stopping);
            Assert.Equal(language, await Database.FirstAsync<string>("select language from ops.account where account_name = 'admin'", ct: Stopping));

            // The token is that of the page that was there before.
            var (status, _, refused) = await AskAsync(client, "/recurring/trigger", ["drill"], "");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(language == "en" ? "A reason is needed" : "请写明原因", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Trigger_now_runs_the_newest_slot_once_with_name_and_reason_and_is_refused_while_paused_or_under_way()
    {
        using var client = await world.ClientAsync("operator");
        var (status, said, _) = await AskAsync(client, "/recurring/trigger", ["drill"], "演练一次");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("1 次运行", said, StringComparison.Ordinal);
        var year = BusinessTime.Today(TimeProvider.System).Year;
        var run = await Database.FirstAsync<string>(
            "select concat_ws(' ', run_id, cause, requested_by, reason, date_to, sends_mail) from ops.run where job = 'rehearse' and reason = '演练一次'", ct: Stopping);
        var id = long.Parse(run!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.EndsWith($" rerun operator 演练一次 {year}-01-01 f", run, StringComparison.Ordinal);

        // The same occurrence is under way; then it is done, and it is done once more by whoever asks with a reason.
        Assert.Contains($"运行 {id}", (await AskAsync(client, "/recurring/trigger", ["drill"], "再来")).Refused, StringComparison.Ordinal);
        await world.UntilAsync(id, "succeeded");

        Assert.Contains("没有计划「nothing」", (await AskAsync(client, "/recurring/trigger", ["nothing"], "x")).Refused,
            StringComparison.Ordinal);
        Assert.Equal(
            ["trigger_schedule drill 演练一次 f", "trigger_schedule drill 再来 t", "trigger_schedule nothing x t"],
            await Database.ListAsync<string>(
            "select concat_ws(' ', action, subject, reason, coalesce(after ? 'refused', false)) from ops.audit where action = 'trigger_schedule' and subject in ('drill', 'nothing') order by audit_id", ct: Stopping));
    }

    [Fact]
    public async Task Remove_pauses_the_schedule_whose_entry_then_says_who_and_why_and_never_comes()
    {
        using var client = await world.ClientAsync("operator");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/recurring/remove", ["often"], "换邮件服务器")).Status);

        var page = await client.GetStringAsync(new Uri("/hangfire/recurring", UriKind.Relative), Stopping);
        Assert.Contains("清理 often · 每天 · 已由 operator 暂停：换邮件服务器", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal("0 0 31 2 *", await CronAsync());
        Assert.Contains("operator 暂停：换邮件服务器", (await AskAsync(client, "/recurring/trigger", ["often"], "x")).Refused,
            StringComparison.Ordinal);
        Assert.Contains("已由 operator 暂停", (await AskAsync(client, "/recurring/remove", ["often"], "x")).Refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(client, "/recurring/resume", ["often"], "")).Status);
        Assert.Equal(0, await Database.FirstAsync<long>("select count(*) from ops.run where job = 'tidy'", ct: Stopping));

        Assert.Contains("已恢复", (await AskAsync(client, "/recurring/resume", ["often"], "已换好")).Said, StringComparison.Ordinal);
        Assert.Contains("没有暂停", (await AskAsync(client, "/recurring/resume", ["often"], "已换好")).Refused, StringComparison.Ordinal);
        page = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri("/hangfire/recurring", UriKind.Relative), Stopping));
        Assert.Contains("清理 often · 每天\r\n", page, StringComparison.Ordinal);
        Assert.Equal("20 7 1 1 *", await CronAsync());
    }

    private Task<string?> CronAsync() =>
        Database.FirstAsync<string>("select value from hangfire.hash where key = 'recurring-job:often' and field = 'Cron'");

    [Fact]
    public async Task Requeue_is_a_new_run_of_the_same_occurrence_and_is_refused_while_that_is_queued_or_runs()
    {
        using var client = await world.ClientAsync("operator");
        var done = await world.RunAsync("rehearse", "", new DateOnly(2026, 4, 1));
        await world.UntilAsync(done, "succeeded");
        var job = await world.JobOfAsync(done);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/jobs/succeeded/requeue", [job], "再做一次")).Status);
        var again = await Database.FirstAsync<long>(
            "select run_id from ops.run where rerun_of = @done and reason = '再做一次' and requested_by = 'operator'", new { done }, ct: Stopping);
        await world.UntilAsync(again, "succeeded");
        Assert.Equal("succeeded 1",
            await Database.FirstAsync<string>("select state || ' ' || attempt from ops.run where run_id = @done", new { done }, ct: Stopping));

        // Under way: the very job and the one before it are refused, on whatever list or page the button is.
        var slow = await world.RunAsync("rehearse", "", new DateOnly(2026, 4, 1), milliseconds: 60_000);
        await world.UntilAsync(slow, "running");
        var running = await world.JobOfAsync(slow);
        foreach (var path in (string[])["/jobs/processing/requeue", "/jobs/enqueued/requeue", "/jobs/succeeded/requeue",
            $"/jobs/actions/requeue/{running}", $"/jobs/actions/requeue/{job}"])
        {
            var (status, _, refused) =
                await AskAsync(client, path, [path.Contains("succeeded", StringComparison.Ordinal) ? job : running], "x");
            Assert.Equal((path, HttpStatusCode.Conflict), (path, status));
            Assert.Contains($"运行 {slow} 正在做同样的事", refused, StringComparison.Ordinal);
        }

        // Deleted: stopped for good, with name and reason, and done again when asked for.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, $"/jobs/actions/delete/{running}", [], "停")).Status);
        await world.UntilAsync(slow, "cancelled");
        var page = await client.GetStringAsync(new Uri($"/hangfire/jobs/details/{running}", UriKind.Relative), Stopping);
        Assert.Contains("operator 已取消", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cancelled by operator", page, StringComparison.Ordinal);
        Assert.Contains("已取消", (await AskAsync(client, "/jobs/processing/delete", [running], "x")).Refused, StringComparison.Ordinal);
        Assert.Contains("已成功", (await AskAsync(client, $"/jobs/actions/delete/{job}", [], "x")).Refused, StringComparison.Ordinal);
        await Task.Delay(3000, Stopping);
        Assert.Equal("cancelled 1",
            await Database.FirstAsync<string>("select state || ' ' || attempt from ops.run where run_id = @slow", new { slow }, ct: Stopping));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/jobs/deleted/requeue", [running], "还是要做")).Status);
        var third = await Database.FirstAsync<long>("select run_id from ops.run where rerun_of = @slow", new { slow }, ct: Stopping);
        await world.UntilAsync(third, "running");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/jobs/processing/delete", [await world.JobOfAsync(third)], "够了")).Status);
        await world.UntilAsync(third, "cancelled");
    }

    [Fact]
    public async Task Waiting_attempt_starts_at_once_or_is_cancelled_at_once_and_a_failed_run_is_set_aside()
    {
        using var client = await world.ClientAsync("operator");
        var waiting = await WaitingAsync(new DateOnly(2026, 3, 1));
        Assert.Equal(HttpStatusCode.OK,
            (await AskAsync(client, "/jobs/scheduled/enqueue", [await world.JobOfAsync(waiting)], "不等了")).Status);
        await world.UntilAsync(waiting, "succeeded");
        Assert.Contains("不在等待", (await AskAsync(client, "/jobs/awaiting/enqueue", [await world.JobOfAsync(waiting)], "x")).Refused,
            StringComparison.Ordinal);
        Assert.Equal("operator 不等了",
            await Database.FirstAsync<string>(
            "select who || ' ' || reason from ops.audit where action = 'start_run_now' and subject = @run order by audit_id limit 1",
            new { run = $"{waiting}" }, ct: Stopping));

        var given = await WaitingAsync(new DateOnly(2026, 3, 2));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/jobs/scheduled/delete", [await world.JobOfAsync(given)], "不做了")).Status);
        await world.UntilAsync(given, "cancelled");

        var failed = await world.RunAsync("rehearse", "nowhere", new DateOnly(2026, 3, 3), milliseconds: -5);
        await world.UntilAsync(failed, "failed");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/jobs/failed/delete", [await world.JobOfAsync(failed)], "参数写错")).Status);
        await world.UntilAsync(failed, "cancelled");
        Assert.Equal("operator 参数写错 failed cancelled", await Database.FirstAsync<string>(
            "select concat_ws(' ', who, reason, before ->> 'state', after ->> 'state') from ops.audit where action = 'set_aside_run' and subject = @run", new { run = $"{failed}" }, ct: Stopping));

        Assert.Contains("不是运行", (await AskAsync(client, "/jobs/failed/requeue", ["987654"], "x")).Refused, StringComparison.Ordinal);
        Assert.Contains("不是运行", (await AskAsync(client, "/jobs/failed/requeue", ["' or 1=1"], "x")).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planning_of_a_schedule_is_no_run_to_requeue_and_may_be_deleted()
    {
        using var client = await world.ClientAsync("operator");
        var job = world.Site.Services.GetRequiredService<IBackgroundJobClient>()
            .Create<PlanJob>(plan => plan.Execute("drill", null, CancellationToken.None), new FailedState(new IOException("gone")));
        var name = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri($"/hangfire/jobs/details/{job}", UriKind.Relative), Stopping));
        Assert.Contains("演练 drill · 每天", name, StringComparison.Ordinal);

        Assert.Contains("只为计划「drill」排期", (await AskAsync(client, "/jobs/failed/requeue", [job], "x")).Refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "/jobs/failed/delete", [job], "数据库已恢复")).Status);
        Assert.Equal("Deleted", await Database.FirstAsync<string>("select statename from hangfire.job where id = @id",
            new { id = long.Parse(job, System.Globalization.CultureInfo.InvariantCulture) }, ct: Stopping));
        Assert.Equal("operator 数据库已恢复",
            await Database.FirstAsync<string>("select who || ' ' || reason from ops.audit where action = 'delete_job' and subject = @job",
            new { job }, ct: Stopping));
    }

    /// <summary>A path to each command that Hangfire itself would do, and whether it takes a list.</summary>
    internal static IReadOnlyList<(string Path, bool IsBatch)> BuiltIn()
    {
        var field = typeof(RouteCollection).GetField("_dispatchers", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var routes = (List<Tuple<string, IDashboardDispatcher>>)field.GetValue(DashboardRoutes.Routes)!;
        return [.. routes.Where(route => route.Item2.GetType().Name is "CommandDispatcher" or "BatchCommandDispatcher")
            .Select(route =>
            (route.Item1.Replace("(?<JobId>.+)", "1", StringComparison.Ordinal), route.Item2.GetType().Name == "BatchCommandDispatcher"))];
    }

    // A run whose moment comes in an hour, with its Hangfire job.
    private async Task<long> WaitingAsync(DateOnly date)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = await Database.FirstAsync<long>(
            """
            insert into ops.run (job, date_from, date_to, cause, requested_by, arguments, not_before, queued_at)
            values ('rehearse', @date, @date, 'command_line', 'wang', '{"milliseconds": "0"}', @now + interval '1 hour', @now) returning run_id
            """, new { date, now });
        await world.Site.Services.GetRequiredService<RunQueue>().EnqueueAsync([run], Stopping);
        return run;
    }

    private static async Task<(HttpStatusCode Status, string Said, string Refused)> AskAsync(HttpClient client, string path, string[] jobs,
        string reason)
    {
        using var answer = await PostAsync(client, "/hangfire" + path, jobs, reason);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        string Lines(string name) =>
            string.Join('\n', json.RootElement.GetProperty(name).EnumerateArray().Select(line => line.GetString()));
        return (answer.StatusCode, Lines("said"), Lines("refused"));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string[] jobs, string reason)
    {
        using var form =
            new FormUrlEncodedContent([.. jobs.Select(job => new KeyValuePair<string, string>("jobs[]", job)), new("reason", reason)]);
        return await client.PostAsync(new Uri(path, UriKind.Relative), form);
    }
}

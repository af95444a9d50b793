using KaPipeline.Backup;
using KaPipeline.Digests.Calendar;
using KaPipeline.Host.Work;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Work;

/// <summary>What operations hear, over two real mail servers: the ordinary one, and the one for alarms.</summary>
public sealed class WatchJobTests : IAsyncLifetime
{
    private static readonly DateOnly Date = new(2026, 5, 20);
    private readonly SmtpTestServer alarms = new();
    private DigestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync(Date);
        world.Options.Transport = "smtp";
        world.Options.Smtp = Loopback.To(world.Server);
        world.Options.AlarmSmtp = Loopback.To(alarms);
        world.Options.Operations = ["ops@ka.example"];
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Jobs.Planner(DigestWorld.Daily).PlanAsync(null, Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await alarms.DisposeAsync();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Lesson_02_a_digest_that_should_have_gone_is_told_to_operations_by_the_other_server()
    {
        await WatchAsync();
        Assert.Empty(alarms.Accepted);

        world.Clock.Advance(TimeSpan.FromMinutes(160));
        await WatchAsync();

        var (recipient, message) = Assert.Single(alarms.Accepted);
        Assert.Equal("ops@ka.example", recipient);
        var mail = ReceivedMail.Parse(message);
        Assert.Equal("KaPipeline 告警 alert: 报告未发 digest missing 1", mail.Subject);
        Assert.Contains(
            "日报 2026-05-20 应于 2026-05-21 07:30（Asia/Shanghai）发出：没有制作。 \"daily\" for 2026-05-20 should have gone at 2026-05-21 07:30 Asia/Shanghai: it has no edition.",
            mail.Text, StringComparison.Ordinal);
        Assert.Empty(world.Server.Accepted);
    }

    [Fact]
    public async Task A_digest_is_missed_by_the_calendar_also_when_no_schedule_ever_planned_it()
    {
        // The only schedule is that of the daily mail. The close of 5 June has neither run nor edition nor schedule.
        world.Clock.Advance(BusinessTime.At(new DateOnly(2026, 6, 5), new TimeOnly(10, 3)) - world.Clock.GetUtcNow());
        await WatchAsync(DigestWorld.Daily with { Enabled = false });
        Assert.DoesNotContain("close 2026-06-04", await MissingAsync());

        await WatchAsync(DigestWorld.Daily with { Enabled = false });
        Assert.Contains("close 2026-06-04", await MissingAsync());
        // Switched off by the file, the daily mail is not missed.
        Assert.DoesNotContain(await MissingAsync(), subject => subject.StartsWith("daily", StringComparison.Ordinal));

        // It stays told over the week, until it has gone.
        world.Clock.Advance(TimeSpan.FromDays(20));
        await WatchAsync();
        Assert.Contains("close 2026-06-04", await MissingAsync());
    }

    [Fact]
    public async Task A_digest_moved_to_ten_is_missed_three_quarters_of_an_hour_later()
    {
        var late = DigestWorld.Daily with { Cron = "0 10 * * *" };
        world.Clock.Advance(BusinessTime.At(Date.AddDays(1), new TimeOnly(10, 43)) - world.Clock.GetUtcNow());
        await WatchAsync(late);
        Assert.DoesNotContain("daily 2026-05-20", await MissingAsync());

        await WatchAsync(late);
        Assert.Contains("daily 2026-05-20", await MissingAsync());
    }

    [Fact]
    public async Task What_was_left_out_while_a_schedule_was_paused_is_not_missed_once_it_is_resumed()
    {
        var book = world.Jobs.ScheduleOperations();
        await book.PauseAsync("daily", "wang", "换邮件服务器", Stopping);
        world.Clock.Advance(TimeSpan.FromHours(4));
        await WatchAsync();
        Assert.Contains("daily 2026-05-20", await MissingAsync());

        await book.ResumeAsync("daily", "wang", "已换好", Stopping);
        await WatchAsync();
        Assert.DoesNotContain("daily 2026-05-20", await MissingAsync());
    }

    [Fact]
    public async Task A_feed_that_is_late_is_told_by_the_chains_name_in_both_languages()
    {
        await world.ArriveAsync("orders", Date.AddDays(-1));
        world.Clock.Advance(TimeSpan.FromMinutes(95));

        await WatchAsync();

        var chain = await world.AskAsync<string>("select name || '|' || name_en from core.chain where chain_id = 'C'");
        var text = ReceivedMail.Parse(Assert.Single(alarms.Accepted).Message).Text;
        Assert.Contains(
            $"{chain.Split('|')[0]} 订单 2026-05-20：应于 05-21 09:00 前到达，未到。 {chain.Split('|')[1]} orders of 2026-05-20: expected by 05-21 09:00, not arrived.", text, StringComparison.Ordinal);

        // It stays told until the file comes, however long that takes.
        world.Clock.Advance(TimeSpan.FromDays(20));
        await WatchAsync();
        Assert.Equal("C orders 2026-05-20",
            await world.AskAsync<string>(
            "select subject from ops.alert where kind = 'feed_late' and closed_at is null and subject like 'C orders 2026-05-20'"));
    }

    [Fact]
    public async Task A_feed_that_came_with_hardly_a_row_is_told_to_operations()
    {
        // Three Wednesdays brought 40 rows; this one's file has none.
        await world.SqlAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version, state, rows_in, rows_loaded)
            select 'C', 'orders', 'thin' || day, 'thin' || day, 1, 'test', day, '2026-05-20 20:00+08', '2026-05-20 20:00+08', '1', 'loaded', row_count, row_count
            from (values (date '2026-04-29', 40), ('2026-05-06', 42), ('2026-05-13', 40), ('2026-05-20', 0)) as files (day, row_count)
            """);
        await WatchAsync();

        var mail = ReceivedMail.Parse(Assert.Single(alarms.Accepted).Message);
        var chain = await world.AskAsync<string>("select name || '|' || name_en from core.chain where chain_id = 'C'");
        Assert.Contains("来源行数异常少 feed with few rows", mail.Subject, StringComparison.Ordinal);
        Assert.Contains(
            $"{chain.Split('|')[0]} 订单 2026-05-20：只有 0 行，同星期通常 40 行。 {chain.Split('|')[1]} orders of 2026-05-20: 0 rows, usually 40 on that weekday.",
            mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lesson_17_a_breach_is_told_once_while_it_lasts_and_once_more_when_it_comes_back()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(160));
        await WatchAsync();
        await WatchAsync();
        Assert.Single(alarms.Accepted);

        await world.SqlAsync(
            "insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause) values ('daily', '2026-05-20', 1, now(), '2026-05-20', now(), 'arrived', false, true, now(), 'test')");
        await WatchAsync();
        Assert.Equal(0, await world.AskAsync<long>("select count(*) from ops.alert where closed_at is null"));

        await world.SqlAsync("delete from ops.edition");
        await WatchAsync();
        Assert.Equal(2, alarms.Accepted.Count);
    }

    [Fact]
    public async Task A_run_that_failed_for_good_and_a_letter_that_was_refused_are_told_in_one_mail()
    {
        await AddDeliveryAsync("refused", "'550 no such user'");
        var run = await world.Jobs.AddAsync("reconcile", Date);
        await world.Jobs.Dispatcher("test",
            new FunctionJob("reconcile", (_, _) =>
            throw new PermanentJobException("check_stopped", "Check statement_identity found 3 rows.")))
            .ExecuteAsync(world.Jobs.Database, run, Stopping);

        await WatchAsync();

        var mail = ReceivedMail.Parse(Assert.Single(alarms.Accepted).Message);
        Assert.Contains("失败：", mail.Text, StringComparison.Ordinal);
        Assert.Contains("周报 2026-05-17 发给 读者 <reader1@ka.example>：被拒收。 \"weekly\"", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Check statement_identity found 3 rows.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("550 no such user", mail.Html, StringComparison.Ordinal);
        Assert.Equal(2, await world.AskAsync<long>(
            "select count(*) from ops.alert where told_at is not null and cardinality(told_to) > 0"));
    }

    [Fact]
    public async Task Operations_are_told_also_in_a_year_without_a_calendar()
    {
        world.Clock.Advance(BusinessTime.At(new DateOnly(2031, 2, 3), new TimeOnly(10, 0)) - world.Clock.GetUtcNow());
        await AddDeliveryAsync("in_doubt", "'connection lost'");

        await WatchAsync();

        Assert.Contains("connection lost", ReceivedMail.Parse(Assert.Single(alarms.Accepted).Message).Html, StringComparison.Ordinal);
        Assert.Contains("config/calendar/2031.csv is missing",
            await world.AskAsync<string>("select string_agg(says, ' ') from ops.run_step"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_other_server_is_away_the_ordinary_one_tells()
    {
        await alarms.DisposeAsync();
        await AddDeliveryAsync("in_doubt", "'connection lost'");

        await WatchAsync();

        Assert.Equal("ops@ka.example", Assert.Single(world.Server.Accepted).Recipient);
    }

    [Fact]
    public async Task A_mail_server_in_trouble_is_told_once_by_the_other_server_and_blames_no_mail()
    {
        world.Server.Answer = command => command == "greeting" ? "554 5.7.1 your address is blocked here" : null;
        await AddDeliveryAsync("rendered", "null", attempt: 1);
        await AddDeliveryAsync("rendered", "null", attempt: 2);

        await WatchAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await WatchAsync();

        var mail = ReceivedMail.Parse(Assert.Single(alarms.Accepted).Message);
        Assert.Equal("KaPipeline 告警 alert: 邮件服务器不可用 mail server cannot be used 1", mail.Subject);
        Assert.Contains("554 your address is blocked here", mail.Text.Replace("5.7.1 ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(2, await world.AskAsync<long>("select count(*) from ops.delivery where state = 'rendered' and failures = 0"));

        world.Server.Answer = _ => null;
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        await WatchAsync();
        Assert.Equal(2, world.Server.Accepted.Count);
        Assert.Equal(0, await world.AskAsync<long>("select count(*) from ops.alert where closed_at is null"));
    }

    [Fact]
    public async Task What_is_left_of_an_edition_that_waits_is_sent_and_nothing_of_one_that_is_held()
    {
        await AddDeliveryAsync("rendered", "null", attempt: 0);
        await world.SqlAsync("update ops.edition set edition_state = 'held'");
        await WatchAsync();
        Assert.Empty(world.Server.Accepted);

        await world.SqlAsync("update ops.edition set edition_state = 'waiting'");
        await WatchAsync();
        Assert.Single(world.Server.Accepted);
    }

    [Fact]
    public async Task What_no_server_took_stays_untold_and_is_told_later()
    {
        alarms.Answer = world.Server.Answer = command => command == "MAIL" ? "451 not now" : null;
        await AddDeliveryAsync("in_doubt", "'connection lost'");
        await WatchAsync();
        Assert.Equal(1, await world.AskAsync<long>("select count(*) from ops.alert where told_at is null"));

        alarms.Answer = _ => null;
        await WatchAsync();

        Assert.Single(alarms.Accepted);
        Assert.Equal(0, await world.AskAsync<long>("select count(*) from ops.alert where told_at is null"));
    }

    [Fact]
    public async Task Mails_that_were_put_off_are_tried_again_and_those_held_back_are_not()
    {
        await AddDeliveryAsync("rendered", "null", attempt: 1);
        await AddDeliveryAsync("rendered", "null", attempt: 0);

        await WatchAsync();

        Assert.Equal("reader1@ka.example", Assert.Single(world.Server.Accepted).Recipient);
    }

    [Fact]
    public async Task From_November_it_asks_for_the_calendar_of_the_next_year_once()
    {
        world.Clock.Advance(new DateTimeOffset(JobWorld.Calendar.LastDay.Year, 11, 2, 1, 0, 0, TimeSpan.Zero) - world.Clock.GetUtcNow());

        await WatchAsync();
        await WatchAsync();

        Assert.Equal(["config/calendar"], await world.Jobs.Database.ListAsync<string>(
            "select subject from ops.alert where kind = 'calendar_missing' and closed_at is null and says like '%ka calendar draft%'",
            ct: Stopping));
    }

    [Fact]
    public async Task A_password_of_a_portal_that_expires_is_told_two_weeks_before_with_who_renews_it()
    {
        var today = BusinessTime.DateOf(world.Clock.GetUtcNow());
        var source = new SourceOptions { Name = "wanjia-portal", RenewedBy = "王敏 8123", PasswordExpires = today.AddDays(15) };
        await WatchAsync(sources: source);
        Assert.Empty(await ExpiringAsync());

        source.PasswordExpires = today.AddDays(14);
        await WatchAsync(sources: source);
        Assert.Contains("王敏 8123", Assert.Single(await ExpiringAsync()), StringComparison.Ordinal);

        source.PasswordExpires = today.AddDays(100);
        await WatchAsync(sources: source);
        Assert.Empty(await ExpiringAsync());

        Task<IReadOnlyList<string>> ExpiringAsync() => world.Jobs.Database.ListAsync<string>(
            "select says from ops.alert where kind = 'password_expires' and closed_at is null", ct: Stopping);
    }

    [Fact]
    public async Task A_backup_that_nobody_makes_any_more_is_told_once_it_was_made_regularly()
    {
        async Task BackUpAsync(string path, int? keep) => await BackupRecord.NoteAsync(
            world.Jobs.Database, new BackupFolder(path), keep, "ka", world.Clock.GetUtcNow(), Stopping);

        // One by hand, before an upgrade: nobody said that there would be another.
        await BackUpAsync("/root/before-the-upgrade", null);
        world.Clock.Advance(TimeSpan.FromDays(30));
        await WatchAsync();
        Assert.Empty(await OldAsync());

        await BackUpAsync("/var/backups/ka-pipeline/1", 30);
        world.Clock.Advance(TimeSpan.FromHours(47));
        await WatchAsync();
        Assert.Empty(await OldAsync());

        world.Clock.Advance(TimeSpan.FromHours(2));
        await WatchAsync();
        Assert.Contains("/var/backups/ka-pipeline/1", Assert.Single(await OldAsync()), StringComparison.Ordinal);

        // The next one is told of no longer, whoever made it.
        await BackUpAsync("/root/by-hand", null);
        await WatchAsync();
        Assert.Empty(await OldAsync());

        Task<IReadOnlyList<string>> OldAsync() => world.Jobs.Database.ListAsync<string>(
            "select says from ops.alert where kind = 'backup_old' and closed_at is null", ct: Stopping);
    }

    private Task<IReadOnlyList<string>> MissingAsync() =>
        world.Jobs.Database.ListAsync<string>("select subject from ops.alert where kind = 'digest_missing' and closed_at is null");

    private async Task WatchAsync(JobSchedule? daily = null, params SourceOptions[] sources)
    {
        var schedules = new[] { daily ?? DigestWorld.Daily };
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var job = new WatchJob(world.Jobs.Database,
            new DigestCalendar(JobWorld.Calendar, schedules.SendTimes(), world.Options.WaitForSourcesUntil), schedules, sources,
            world.Options, world.Postman, world.Clock);
        var run = await world.Jobs.AddAsync("watch", Date);
        await world.Jobs.Dispatcher("test", job).ExecuteAsync(world.Jobs.Database, run, Stopping);
        Assert.Equal("succeeded", (await world.Jobs.StateAsync(run)).State);
    }

    private Task AddDeliveryAsync(string state, string words, int attempt = 1) => world.SqlAsync(
        $"""
        insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('weekly', '2026-05-17', 1, '{Now}', '2026-05-17', '{Now}', 'arrived', false, false, '{Now}', 'test') on conflict do nothing;
        insert into ops.mail_content values ('hash', '周报', '<p>差异</p>', '差异') on conflict do nothing;
        insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, attempt, not_before, rendered_at, words, ended_at)
            select edition_id, 'reader{attempt}', '读者', 'reader{attempt}@ka.example', 'zh-CN', 'hash', 'weekly.reader{attempt}@ka.example', '{state}', {attempt}, '{Now}', '{Now}', {words}, case when '{state}' = 'refused' then timestamptz '{Now}' end
            from ops.edition
        """);

    private string Now => world.Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;
using KaPipeline.Backup;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Editions;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Work;

/// <summary><c>watch</c>: reports what should have happened and did not, one alert per breach, closed when it recovers; mails operations
/// what is new; and tries again the mails that were put off.</summary>
internal sealed class WatchJob(
    NpgsqlDataSource database, DigestCalendar calendar, IReadOnlyList<JobSchedule> schedules, IReadOnlyList<SourceOptions> sources,
    MailOptions mail, Func<Postman> postman, TimeProvider clock) : IJob
{
    private const int ExpiryDays = 14;

    public string Name => "watch";

    public async Task RunAsync(RunContext run, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = BusinessTime.DateOf(now);
        var editions = new EditionBreaches(database, clock);
        await run.StepAsync("look for late sources", (step, token) =>
            WithCalendarAsync(step, () => FollowAsync(step, "feed_late", LateAsync(today, now, token), now, token)), ct);
        await run.StepAsync("look for thin sources", (step, token) =>
            WithCalendarAsync(step, () => FollowAsync(step, "feed_thin", ThinAsync(today, now, token), now, token)), ct);
        await run.StepAsync("look for passwords that expire", (step, token) =>
            FollowAsync(step, "password_expires", Task.FromResult(Expiring(today)), now, token), ct);
        await run.StepAsync("look for held files", (step, token) => FollowAsync(step, "file_held", HeldAsync(token), now, token), ct);
        await run.StepAsync("look at master data", (step, token) =>
            WithCalendarAsync(step, () => FollowAsync(step, "master_data", MasterDataAsync(today, now, token), now, token)), ct);
        await run.StepAsync("look at the calendar", (step, token) => CalendarAsync(step, today, now, token), ct);
        await run.StepAsync("look at the nodes' configuration", (step, token) =>
            FollowAsync(step, "config_not_followed", ConfigAsync(token), now, token), ct);
        await run.StepAsync("look for old backups", (step, token) =>
            FollowAsync(step, "backup_old", BackupAsync(now, token), now, token), ct);
        await run.StepAsync("send what was put off", async (step, token) =>
        {
            var report = await postman().DeliverAsync(new SendScope(IsLeftOver: true), ct: token);
            step.RowsOut = report.Count;
            step.Message = report.Held ?? report.Trouble?.Words ?? Bilingual.Of(report.In);
        }, ct);
        await run.StepAsync("look for mail servers in trouble", (step, token) =>
            FollowAsync(step, "mail_server", TroublesAsync(token), now, token), ct);
        await run.StepAsync("look for missing digests", (step, token) =>
            WithCalendarAsync(step, async () =>
            await FollowAsync(step, "digest_missing", editions.MissingAsync(await DueAsync(now, token), token), now, token)), ct);
        await run.StepAsync("look for refused letters", (step, token) =>
            FollowAsync(step, "delivery_refused", editions.EndedBadlyAsync(ct: token), now, token), ct);
        if (mail.Returns.Host.Length > 0)
        {
            await run.StepAsync("read returned mails", (step, token) =>
                FollowAsync(step, "return_mailbox", ReturnsAsync(step, token), now, token), ct);
        }

        await run.StepAsync("look for addresses that bounce", (step, token) =>
            FollowAsync(step, "address_bounced", BouncedAsync(token), now, token), ct);
        await run.StepAsync("tell operations", async (step, token) =>
        {
            step.RowsOut = await new OperationsMail(database, mail, clock).TellAsync(token);
            var untold = await database.FirstAsync<long>(
                "select count(*) from ops.alert where told_at is null and closed_at is null and snoozed_until is null", ct: token);
            step.Message = mail.Operations.Count == 0 ? Bilingual.Of("Mail:Operations 没有收件人", "Mail:Operations names nobody")
                : untold > 0 ? Bilingual.Of(
                    $"{untold} 条告警没能发出，下次巡检再发", $"{Language.Counted(untold, "alert")} could not be mailed; the next run of watch tries again") : null;
        }, ct);
    }

    // What waits in the outbox and what operations must know goes out also where the year's calendar is missing; the schedules raise that
    // alert.
    private static async Task WithCalendarAsync(RunStep step, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (MissingCalendarYearException e)
        {
            step.Message = e.Message;
        }
    }

    private async Task<IReadOnlyList<Breach>> LateAsync(DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var open = await OpenAsync("feed_late", ct);
        var late = await database.ListAsync<Late>(new ReportClock(today, now),
            """
            select chain_id, coalesce(chain.name, chain_id) as name, coalesce(chain.name_en, chain_id) as name_en, report, business_date,
                to_char(expected_by at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as expected_by
            from mart.feed_arrival left join core.chain using (chain_id) 
            where state = 'missing' and (business_date > @today - 7 or concat_ws(' ', chain_id, report, to_char(business_date, 'YYYY-MM-DD')) = any (@open))
            """, new { today, open }, ct);
        return
        [
            .. late.Select(feed => new Breach(
                $"{feed.ChainId} {feed.Report} {feed.BusinessDate:yyyy-MM-dd}",
                Bilingual.Of(
                    $"{feed.Name} {Label.Feed.Of(feed.Report, Language.Chinese)} {feed.BusinessDate:yyyy-MM-dd}：应于 {feed.ExpectedBy} 前到达，未到。",
                    $"{feed.NameEn} {Label.Feed.Of(feed.Report, Language.English)} of {feed.BusinessDate:yyyy-MM-dd}: expected by {feed.ExpectedBy}, not arrived."))),
        ];
    }

    private async Task<IReadOnlyList<Breach>> ConfigAsync(CancellationToken ct) =>
        [.. (await NodeRegister.NotFollowingAsync(database, ct)).Select(node => new Breach(
            node.Worker, Bilingual.Of(language => $"{node.Worker}: {Bilingual.In(node.Message, language)}")))];

    // A timer that stopped, or a disk that is full, tells nobody else.
    private async Task<IReadOnlyList<Breach>> BackupAsync(DateTimeOffset now, CancellationToken ct) =>
        await BackupRecord.NewestAsync(database, ct) is { } newest && newest.IsOld(now)
            ? [new Breach(newest.Path, Bilingual.Of(
                $"最近一次备份是 {BusinessTime.DateOf(newest.MadeAt):yyyy-MM-dd} 做的（{newest.Path}），此后没有新的备份。",
                $"The last backup was made on {BusinessTime.DateOf(newest.MadeAt):yyyy-MM-dd} ({newest.Path}), none since."))]
            : [];

    private async Task<IReadOnlyList<Breach>> TroublesAsync(CancellationToken ct) =>
    [
        .. (await new MailServerLedger(database, clock).TroublesAsync(ct)).Select(trouble => new Breach(
            trouble.Destination,
            Bilingual.Of(
            $"{trouble.Called(Language.Chinese)} 自 {TimeZoneInfo.ConvertTime(trouble.Since, BusinessTime.Zone):MM-dd HH:mm} 起不可用，邮件都在等待，没有一封算作退信：{trouble.Words}",
            $"The {trouble.Called(Language.English)} has been unusable since {TimeZoneInfo.ConvertTime(trouble.Since, BusinessTime.Zone):MM-dd HH:mm}; all mails wait, none counts as refused: {trouble.Words}"))),
    ];

    // Nothing else waits for the mailbox: what it cannot tell is told once, and mails go as ever.
    private async Task<IReadOnlyList<Breach>> ReturnsAsync(RunStep step, CancellationToken ct)
    {
        try
        {
            var look = await new ReturnMailboxReader(database, mail.Returns, clock).ReadAsync(ct);
            step.Message = Bilingual.Of($"读取 {look.Read} 封，退信 {look.Bounced}，延迟 {look.Delayed}",
                $"{Language.Counted(look.Read, "mail")} read, {look.Bounced} bounced, {look.Delayed} delayed");
            return [];
        }
        catch (MailServerException e)
        {
            step.Message = e.Message;
            return [new Breach(mail.Returns.Name, Bilingual.Of(
                language => language.Say("退信邮箱无法读取：", "The return mailbox cannot be read: ") + Bilingual.In(e.Message, language)))];
        }
    }

    private async Task<IReadOnlyList<Breach>> BouncedAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return
        [
            .. (await new BounceLedger(clock).AddressesAsync(connection, ct)).Select(bounced => new Breach(
                bounced.InARow > 1 ? $"{bounced.Address} again" : bounced.Address,
                Bilingual.Of(language => language.Say(
                    $"{bounced.Name} <{bounced.Address}>："
                    + (bounced.InARow > 1 ? $"连续 {bounced.InARow} 封退信，请改正地址或停发：" : "退信："),
                    $"{bounced.Name} <{bounced.Address}>: "
                    + (bounced.InARow > 1 ? $"{Language.Counted(bounced.InARow, "mail")} in a row came back, correct the address or stop them: "
                        : "a mail came back: ")) + bounced.Words))),
        ];
    }

    // A file that came with hardly a row, of the last week: nobody else would notice a portal that sends headers.
    private async Task<IReadOnlyList<Breach>> ThinAsync(DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        var open = await OpenAsync("feed_thin", ct);
        var thin = await database.ListAsync<Thin>(new ReportClock(today, now),
            """
            select chain_id, coalesce(chain.name, chain_id) as name, coalesce(chain.name_en, chain_id) as name_en, report, business_date, row_count, usual_count
            from mart.feed_volume left join core.chain using (chain_id) 
            where is_low and (business_date > @today - 7 or concat_ws(' ', chain_id, report, to_char(business_date, 'YYYY-MM-DD')) = any (@open))
            order by business_date, chain_id, report
            """, new { today, open }, ct);
        return
        [
            .. thin.Select(feed => new Breach(
                $"{feed.ChainId} {feed.Report} {feed.BusinessDate:yyyy-MM-dd}",
                Bilingual.Of(
                FormattableString.Invariant(
                $"{feed.Name} {Label.Feed.Of(feed.Report, Language.Chinese)} {feed.BusinessDate:yyyy-MM-dd}：只有 {feed.RowCount} 行，同星期通常 {feed.UsualCount:0.#} 行。"),
                FormattableString.Invariant(
                $"{feed.NameEn} {Label.Feed.Of(feed.Report, Language.English)} of {feed.BusinessDate:yyyy-MM-dd}: {Language.Counted(feed.RowCount, "row")}, usually {feed.UsualCount:0.#} on that weekday.")))),
        ];
    }

    private IReadOnlyList<Breach> Expiring(DateOnly today) =>
    [
        .. sources.Where(source => source.PasswordExpires <= today.AddDays(ExpiryDays)).Select(source =>
        {
            var day = source.PasswordExpires!.Value;
            var who = source.RenewedBy;
            return new Breach($"{source.Name} {day:yyyy-MM-dd}", Bilingual.Of(
                $"来源 {source.Name} 的密码{(day < today ? "已于" : "将于")} {day:yyyy-MM-dd} 到期{(who.Length > 0 ? $"，由 {who} 更新" : "")}。",
                $"The password of source {source.Name} {(day < today ? "expired" : "expires")} on {day:yyyy-MM-dd}{(who.Length > 0 ? $"; {who} renews it" : "")}."));
        }),
    ];

    // A file that waits for a person: the day's figures lack it, and nobody else tells.
    private async Task<IReadOnlyList<Breach>> HeldAsync(CancellationToken ct) =>
    [
        .. (await new HeldFiles(database).ListAsync(ct: ct)).Select(file => new Breach(
            $"{file.ChainId} {file.Report} {file.FileName}".Trim(),
            Bilingual.Of(
            $"{file.FileName}（加载号 {file.LoadId}）待处理：{Bilingual.In(file.Finding, Language.Chinese)}；请在控制台「隔离」页放行或作废。",
            $"{file.FileName} (load {file.LoadId}) needs a decision: {Bilingual.In(file.Finding, Language.English)}; see the console's page Quarantine, or ka held list."))),
    ];

    // One alert a kind; the console lists them one by one.
    private async Task<IReadOnlyList<Breach>> MasterDataAsync(DateOnly today, DateTimeOffset now, CancellationToken ct) =>
    [
        .. (await database.ListAsync<MasterData>(new ReportClock(today, now),
            "select kind, count(*) as findings, min(concat_ws(' ', named_in, nullif(chain_id, ''), subject, found)) as first from mart.master_data_finding group by kind order by kind",
            null, ct)).Select(row => new Breach(
                row.Kind, Bilingual.Of(
                    $"主数据 {Label.MasterDataFault.Of(row.Kind, Language.Chinese)}：{row.Findings} 处，如 {row.First}，见控制台「主数据」页。",
                    $"Master data, {Label.MasterDataFault.Of(row.Kind, Language.English)}: {Language.Counted(row.Findings, "finding")}, such as {row.First}; see the console's page Master data."))),
    ];

    // Schedules that lack their year have alerts of the same kind, by their names; this one's subject is the folder.
    private async Task CalendarAsync(RunStep step, DateOnly today, DateTimeOffset now, CancellationToken ct)
    {
        const string Kind = "calendar_missing", Subject = "config/calendar";
        await using var connection = await database.OpenConnectionAsync(ct);
        if (calendar.WorkingDays.ToDo(today) is { } toDo)
        {
            await Alerts.OpenAsync(connection, Kind, Subject, toDo, now);
            step.RowsOut = 1;
            return;
        }

        await Alerts.CloseAsync(connection, Kind, Subject, now);
        step.RowsOut = 0;
    }

    // What the calendar asks for, whatever the schedules planned: of two months, so that a long outage is told whole. A schedule is
    // switched off by its file alone; one that is not in the file is missed, since nobody said that its digest should not go.
    private async Task<IReadOnlyList<DigestSlot>> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        var known = await database.ListAsync<Active>("select schedule_name as name, active_since as since from ops.schedule", ct: ct);
        var open = await OpenAsync("digest_missing", ct);
        var due = new List<DigestSlot>();
        foreach (var digest in DigestDays.Digests)
        {
            var schedule = schedules.FirstOrDefault(schedule => schedule.Job == digest);
            var since = known.Where(row => schedule is null || row.Name == schedule.Name).Select(row => (DateTimeOffset?)row.Since).Min();
            if (since is { } first && schedule is not { Enabled: false })
            {
                var window = now.AddDays(-62);
                var told = open.Where(subject => subject.StartsWith(digest + " ", StringComparison.Ordinal))
                    .Select(subject =>
                    calendar.SlotOf(digest, DateOnly.ParseExact(subject[^10..], "yyyy-MM-dd", CultureInfo.InvariantCulture)))
                    .Where(slot => slot.DueAt >= first);
                due.AddRange(calendar.Between(digest, first > window ? first.AddSeconds(-1) : window, now).Union(told));
            }
        }

        return due;
    }

    private async Task FollowAsync(RunStep step, string kind, Task<IReadOnlyList<Breach>> found, DateTimeOffset now, CancellationToken ct)
    {
        var breaches = await found;
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var breach in breaches)
        {
            await Alerts.OpenAsync(connection, kind, breach.Subject, breach.Message, now);
        }

        foreach (var recovered in (await OpenAsync(kind, ct)).Except(breaches.Select(breach => breach.Subject)))
        {
            await Alerts.CloseAsync(connection, kind, recovered, now);
        }

        step.RowsOut = breaches.Count;
    }

    // What was told stays open until its cause is gone, however old it is by then.
    private async Task<string[]> OpenAsync(string kind, CancellationToken ct) =>
        [.. await database.ListAsync<string>("select subject from ops.alert where kind = @kind and closed_at is null", new { kind }, ct)];

    private sealed record Late(string ChainId, string Name, string NameEn, string Report, DateOnly BusinessDate, string ExpectedBy);

    private sealed record Thin(string ChainId, string Name, string NameEn, string Report, DateOnly BusinessDate, long RowCount,
        decimal UsualCount);

    private sealed record MasterData(string Kind, long Findings, string First);

    private sealed record Active
    {
        public string Name { get; init; } = "";

        public DateTimeOffset Since { get; init; }
    }
}

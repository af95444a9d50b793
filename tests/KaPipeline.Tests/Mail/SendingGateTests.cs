using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Mail;

/// <summary>What makes all sending stop, and how it goes on: a warehouse that was restored, and a clock that is off.</summary>
public sealed class SendingGateTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-gate-").FullName;
    private readonly SmtpTestServer server = new();
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_warehouse_that_does_not_know_the_last_send_sends_nothing_until_a_person_says_what_had_gone()
    {
        await AddEditionAsync(1, "2026-05-13 07:30+08");
        Assert.Equal(3, (await Postman().DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);
        await ForgetSendsAsync();

        // Somebody who sends an edition to its end is not kept waiting: it is left to the next round after the release.
        var held = await Postman().DeliverToEndAsync(1, TimeSpan.Zero, isAsked: true, ct: Stopping);

        Assert.Equal((0, 3), (held.Count, server.Accepted.Count));
        Assert.Contains("does not know the last send", held.Held, StringComparison.Ordinal);
        Assert.Equal("waiting", await warehouse.DataSource.FirstAsync<string>("select edition_state from ops.edition", ct: Stopping));
        Assert.Equal(1,
            await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.alert where kind = 'sending_held' and closed_at is null", ct: Stopping));
        await Assert.ThrowsAsync<OperationRefusedException>(() => Sending.ResumeAsync(null, null, "zhou", " ", Stopping));
        await Assert.ThrowsAsync<OperationRefusedException>(() =>
            Sending.ResumeAsync(At("2026-05-13 08:00"), At("2026-05-13 07:00"), "zhou", "they have them", Stopping));

        Assert.Equal(3, await Sending.ResumeAsync(At("2026-05-13 07:00"), At("2026-05-13 07:31"), "zhou", "they have them", Stopping));

        Assert.Equal(0, (await Postman().DeliverAsync(new SendScope(), ct: Stopping)).Count);
        await AddEditionAsync(2, "2026-05-14 07:30+08");
        Assert.Equal(3, (await Postman().DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);
        Assert.Equal(6, server.Accepted.Count);
        Assert.Equal(6, server.Accepted.Select(mail => ReceivedMail.Parse(mail.Message).Message.MessageId).Distinct().Count());
        Assert.Equal(["resume_sending they have them"],
            await warehouse.DataSource.ListAsync<string>("select action || ' ' || reason from ops.audit", ct: Stopping));
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>("select count(*) from ops.alert where closed_at is null", ct: Stopping));
    }

    [Fact]
    public async Task An_edition_of_that_time_that_is_made_later_counts_as_sent_and_one_asked_for_anew_goes()
    {
        await warehouse.DataSource.DoAsync("insert into ops.sending_hold (held_at, held_by, says) values (now(), 'restore', 'restored')", ct: Stopping);
        await Sending.ResumeAsync(At("2026-05-13 07:00"), At("2026-05-13 08:00"), "zhou", "the morning's mails had gone", Stopping);
        await AddEditionAsync(1, "2026-05-13 07:30+08");

        Assert.Equal(0, (await Postman().DeliverToEndAsync(1, TimeSpan.Zero, ct: Stopping)).Count);
        Assert.Equal(["accepted"], await warehouse.DataSource.ListAsync<string>("select distinct state from ops.delivery", ct: Stopping));
        Assert.Empty(server.Accepted);

        await AddEditionAsync(2, "2026-05-13 07:30+08");
        Assert.Equal(3, (await Postman().DeliverToEndAsync(2, TimeSpan.Zero, ct: Stopping))[MailState.Accepted]);
    }

    [Fact]
    public async Task A_warehouse_in_another_place_is_held_unless_its_mark_is_known()
    {
        await AddEditionAsync(1, "2026-05-13 07:30+08");
        await Postman().DeliverAsync(new SendScope(), ct: Stopping);

        // A server that was upgraded or failed over has lost nothing.
        await warehouse.DataSource.DoAsync("update ops.sending_place set system_identifier = 1", ct: Stopping);
        Assert.Null(await Gate().AskAsync(Stopping));
        await warehouse.DataSource.DoAsync("update ops.sending_place set timeline = timeline + 1", ct: Stopping);
        File.Delete(Mark);

        Assert.Contains("is in another server or database", await Gate().AskAsync(Stopping), StringComparison.Ordinal);
        await Sending.ResumeAsync(null, null, "zhou", "nothing was lost", Stopping);
        Assert.Null(await Gate().AskAsync(Stopping));
    }

    [Fact]
    public async Task A_home_that_has_sent_nothing_knows_a_standby_that_took_over_from_another_server()
    {
        Assert.Null(await Gate().AskAsync(Stopping));

        await warehouse.DataSource.DoAsync("update ops.sending_place set timeline = timeline + 1", ct: Stopping);
        Assert.Null(await Gate().AskAsync(Stopping));
        await warehouse.DataSource.DoAsync("update ops.sending_place set database_oid = 1", ct: Stopping);
        Assert.Null(await Gate().AskAsync(Stopping));
        await File.WriteAllTextAsync(Mark, (await File.ReadAllTextAsync(Mark, Stopping)).Replace("/", "9/", StringComparison.Ordinal), Stopping);
        await warehouse.DataSource.DoAsync("update ops.sending_place set system_identifier = 1", ct: Stopping);

        Assert.Contains("is in another server or database", await Gate().AskAsync(Stopping), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_had_waited_goes_where_a_person_lets_all_that_is_due_go()
    {
        await AddEditionAsync(1, "2026-05-13 07:30+08");
        await File.WriteAllTextAsync(Path.Combine(home, "restored"), "/backups/20260513T000000Z", Stopping);

        Assert.Contains("restored from a backup", (await Postman().DeliverAsync(new SendScope(), ct: Stopping)).Held, StringComparison.Ordinal);
        var hold = (await Gate().OpenHoldAsync(Stopping))!;
        Assert.Equal([(1L, 3)], (await Gate().WaitingAsync(hold, Stopping)).Select(edition => (edition.EditionId, edition.Mails)));
        await Sending.ResumeAsync(null, null, "zhou", "the restore was a trial", Stopping);

        Assert.Equal(3, (await Postman().DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);
    }

    [Theory]
    [InlineData(5, "ahead of")]
    [InlineData(-60, "behind")]
    [InlineData(40 * 24 * 60, "40 d ahead of")]
    public async Task A_node_whose_clock_is_off_sends_nothing_and_puts_nothing_of_others_in_doubt(int minutes, string says)
    {
        await AddEditionAsync(1, "2026-05-13 07:30+08");
        var right = Gates.Clock(warehouse.DataSource);
        await right.MeasureAsync(Stopping);
        var (claim, _) = await new MailLedger(warehouse.DataSource, right)
            .ClaimAsync("other/1", new SendScope(), new SendRate(100), TimeSpan.FromMinutes(2), Stopping);
        var own = new ManualClock(TimeProvider.System.GetUtcNow().AddMinutes(minutes));
        var off = Postman(new DatabaseClock(warehouse.DataSource, own, TimeSpan.FromMinutes(2)));

        Assert.Contains(says, (await off.DeliverToEndAsync(1, TimeSpan.Zero, ct: Stopping)).Held, StringComparison.Ordinal);

        Assert.Equal(["claimed 1", "rendered 2"],
            await warehouse.DataSource.ListAsync<string>(
            "select state || ' ' || count(*) from ops.delivery group by state order by state", ct: Stopping));
        await new MailLedger(warehouse.DataSource, right).EndAsync(claim!, "other/1", MailState.Accepted, "250");
        own.Move(TimeSpan.FromMinutes(-minutes));
        Assert.Equal(2, (await off.DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{ "Jobs": { "ClockMinutes": 10 } }""", true)]
    public async Task How_far_a_clock_may_be_off_is_what_the_settings_say_for_the_command_line_too(string settings, bool agrees)
    {
        await File.WriteAllTextAsync(Path.Combine(home, "appsettings.json"), settings, Stopping);
        var own = new ManualClock(TimeProvider.System.GetUtcNow().AddMinutes(5));
        var clock = DatabaseClock.For(warehouse.DataSource, new KaHome(home, home), own);
        await clock.MeasureAsync(Stopping);

        Assert.Equal(agrees, clock.Agrees);
    }

    [Fact]
    public async Task A_clock_that_leaps_while_a_batch_goes_stops_it_and_the_rest_is_left_to_another_node()
    {
        await AddEditionAsync(1, "2026-05-13 07:30+08");
        var own = new ManualClock(TimeProvider.System.GetUtcNow());
        server.Answer = command =>
        {
            if (command == "." && own.GetUtcNow() < TimeProvider.System.GetUtcNow().AddDays(1))
            {
                own.Advance(TimeSpan.FromDays(40));
            }

            return null;
        };

        var report = await Postman(new DatabaseClock(warehouse.DataSource, own, TimeSpan.FromMinutes(2)))
            .DeliverToEndAsync(1, TimeSpan.Zero, ct: Stopping);

        Assert.Equal(1, report[MailState.Accepted]);
        Assert.NotNull(report.Held);
        Assert.Equal(2, (await Postman().DeliverAsync(new SendScope(IsLeftOver: true), ct: Stopping))[MailState.Accepted]);
        Assert.Equal(3, server.Accepted.Select(mail => mail.Recipient).Distinct().Count());
    }

    private string Mark => Path.Combine(home, "last-sent.json");

    private SendingOperations Sending => new(warehouse.DataSource, TimeProvider.System);

    private SendingGate Gate() => new(warehouse.DataSource, Mark, Gates.Clock(warehouse.DataSource));

    private Postman Postman(DatabaseClock? time = null)
    {
        var clock = time ?? Gates.Clock(warehouse.DataSource);
        return new Postman(
            new MailLedger(warehouse.DataSource, clock), new MailServerLedger(warehouse.DataSource, clock),
            new MailKitTransport(Loopback.To(server), TimeProvider.System), new SendingGate(warehouse.DataSource, Mark, clock),
            new MailOptions { From = "ka@ka.example", Smtp = new SmtpOptions { MailsPerMinute = 10_000 } }, [], clock);
    }

    private static DateTimeOffset At(string moment) => BusinessTime.TryParse(moment, out var at) ? at : throw new FormatException(moment);

    // As a backup knew it that was taken between making and sending.
    private Task<int> ForgetSendsAsync() => warehouse.DataSource.DoAsync(
        """
        delete from ops.delivery_event;
        update ops.delivery set state = 'rendered', attempt = 0, claimed_at = null, claimed_by = null, ended_at = null, words = null
        """);

    private Task<int> AddEditionAsync(int number, string due) => warehouse.DataSource.DoAsync(
        """
        insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
        values ('daily', '2026-05-12', @number, @due::timestamptz, '2026-05-12', now(), 'arrived', false, false, now(), 'test');
        insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异') on conflict do nothing;
        insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
        select edition_id, 'reader' || n, '读者', 'reader' || n || '@example.com', 'zh-CN', 'hash', 'daily.' || edition_number || '.reader' || n || '@ka.example', 'rendered', now(), now()
        from ops.edition, generate_series(1, 3) as n where edition_number = @number
        """, new { number, due });
}

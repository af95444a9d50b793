using Dapper;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

public sealed class PostmanTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 12, 23, 30, 0, TimeSpan.Zero);
    private readonly ManualClock clock = new(Morning);
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync() => await warehouse.DisposeAsync();

    [Fact]
    public async Task Each_reader_gets_one_copy_and_a_second_round_sends_nothing()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(3);

        var first = await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);
        var second = await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);

        Assert.Equal(3, first[MailState.Accepted]);
        Assert.Equal(0, second.Count);
        Assert.Equal(3, server.Accepted.Count);
        Assert.Equal(3, server.Accepted.Select(mail => mail.Recipient).Distinct().Count());
    }

    [Fact]
    public async Task Lesson_01_each_reader_has_a_state_with_the_servers_words_and_only_what_it_accepted_is_called_sent()
    {
        await using var server = new SmtpTestServer();
        server.Answer = command => command.Contains("<reader1@", StringComparison.Ordinal) ? "550 5.1.1 no such user"
            : command == "." && server.Commands.Count(line => line.Contains("<reader2@", StringComparison.Ordinal)) == 1 ? "cut" : null;
        await AddEditionAsync(3);

        var ended = await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);

        Assert.Equal(["accepted", "in_doubt", "refused"], ended.States.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("no such user", await WordsAsync("reader1"), StringComparison.Ordinal);
        Assert.Equal("reader0@example.com", Assert.Single(server.Accepted).Recipient);
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from ops.delivery where state = 'accepted'"));
    }

    [Fact]
    public async Task Lesson_04_a_retry_goes_only_to_those_who_were_not_accepted_yet()
    {
        await using var server = new SmtpTestServer();
        server.Answer = command => command.Contains("<reader1@", StringComparison.Ordinal) ? "451 4.3.2 not now" : null;
        await AddEditionAsync(3);
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);
        server.Answer = _ => null;
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, (await Postman(server).DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);

        Assert.Equal(["reader0@example.com", "reader1@example.com", "reader2@example.com"], server.Accepted.Select(mail => mail.Recipient)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_4xx_is_tried_again_after_a_pause_that_doubles_and_given_up_in_the_end()
    {
        await using var server = new SmtpTestServer
        {
            Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal)
            ? "451 4.7.1 greylisted" : null
        };
        await AddEditionAsync(1);
        var postman = Postman(server, attempts: 3);

        Assert.Equal(1, (await postman.DeliverAsync(new SendScope(), ct: Stopping))[MailState.Rendered]);
        Assert.Equal(0, (await postman.DeliverAsync(new SendScope(), ct: Stopping)).Count);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await postman.DeliverAsync(new SendScope(), ct: Stopping))[MailState.Rendered]);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(0, (await postman.DeliverAsync(new SendScope(), ct: Stopping)).Count);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await postman.DeliverAsync(new SendScope(), ct: Stopping))[MailState.Refused]);
        Assert.Contains("given up after 3 attempts", await WordsAsync("reader0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_5xx_to_one_reader_does_not_keep_the_others_waiting()
    {
        await using var server = new SmtpTestServer
        {
            Answer = command => command.Contains("<reader1@", StringComparison.Ordinal)
            ? "550 5.1.1 no such user" : null
        };
        await AddEditionAsync(3);

        var ended = await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);

        Assert.Equal(2, ended[MailState.Accepted]);
        Assert.Equal(1, ended[MailState.Refused]);
        Assert.Contains("no such user", await WordsAsync("reader1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_doubt_is_never_sent_again_without_a_persons_word()
    {
        await using var server = new SmtpTestServer { Answer = command => command == "." ? "cut-after-accepting" : null };
        await AddEditionAsync(1);
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);
        clock.Advance(TimeSpan.FromDays(2));
        server.Answer = _ => null;

        Assert.Equal(0, (await Postman(server).DeliverAsync(new SendScope(), ct: Stopping)).Count);
        Assert.Single(server.Accepted);

        await new MailOperations(warehouse.DataSource, clock).SendAgainAsync(1, "zhou", "the reader says nothing came", Stopping);
        Assert.Equal(1, (await Postman(server).DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);
        Assert.Equal("zhou", await ScalarAsync<string>("select who from ops.audit where action = 'send_again'"));
    }

    [Fact]
    public async Task A_batch_goes_over_one_connection()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(12);

        Assert.Equal(12, (await Postman(server).DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);

        Assert.Equal(1, server.Connections);
        Assert.Single(server.Commands, command => command == "QUIT");
    }

    [Fact]
    public async Task A_server_that_takes_so_many_mails_a_connection_gets_them_all_over_several()
    {
        await using var server = new SmtpTestServer { MailsPerConnection = 5 };
        await AddEditionAsync(12);

        var report = await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);

        Assert.Equal((12, null), (report[MailState.Accepted], report.Trouble));
        Assert.Equal(3, server.Connections);
        Assert.Equal(12, server.Accepted.Select(mail => mail.Recipient).Distinct().Count());
    }

    [Theory]
    [InlineData("greeting", "554 5.7.1 blocked")]
    [InlineData("greeting", "cut")]
    [InlineData("EHLO", "cut")]
    [InlineData("MAIL", "530 5.7.0 authentication required")]
    [InlineData("MAIL", "550 5.7.1 sender not known")]
    [InlineData("MAIL", "451 4.3.0 local error")]
    [InlineData("MAIL", "cut")]
    public async Task Trouble_of_the_server_blames_no_mail_spends_no_attempt_and_is_tried_again_after_a_pause(string at, string reply)
    {
        await using var server = new SmtpTestServer { Answer = command => command == at ? reply : null };
        await AddEditionAsync(4);
        for (var round = 1; round <= 12; round++)
        {
            var report = await Postman(server, attempts: 2).DeliverAsync(new SendScope(), ct: Stopping);
            Assert.NotNull(report.Trouble);
            Assert.Equal(0, report.Count);
            clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal(12, server.Connections);
        Assert.Equal("4 rendered 0",
            await ScalarAsync<string>("select count(*) || ' ' || state || ' ' || max(failures) from ops.delivery group by state"));
        Assert.Equal(12, await ScalarAsync<int>("select tries from ops.mail_server"));

        server.Answer = _ => null;
        Assert.Equal(4, (await Postman(server).DeliverAsync(new SendScope(), ct: Stopping))[MailState.Accepted]);
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from ops.mail_server"));
    }

    [Fact]
    public async Task A_server_in_trouble_is_left_alone_by_every_process_until_its_pause_is_over_unless_a_person_asks()
    {
        await using var server = new SmtpTestServer { Answer = command => command == "greeting" ? "554 5.7.1 blocked" : null };
        await AddEditionAsync(1);
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);
        Assert.Equal(1, server.Connections);

        await Postman(server).DeliverAsync(new SendScope(), isAsked: true, ct: Stopping);
        Assert.Equal(2, server.Connections);
        clock.Advance(TimeSpan.FromSeconds(61));
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task A_batch_waits_for_the_server_and_goes_on_when_it_is_back()
    {
        await using var server = new SmtpTestServer { Answer = command => command == "greeting" ? "421 4.3.2 busy" : null };
        await AddEditionAsync(2);
        var sending = Postman(server).DeliverToEndAsync(1, TimeSpan.FromHours(1), ct: Stopping);
        await UntilAsync(() => clock.WaitingTimers > 0);
        server.Answer = _ => null;
        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(2, (await sending)[MailState.Accepted]);
        Assert.Equal("open", await ScalarAsync<string>("select edition_state from ops.edition"));
    }

    [Fact]
    public async Task A_mail_under_way_is_sent_to_its_end_when_the_process_is_asked_to_stop()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new SmtpTestServer();
        server.Answer = command =>
        {
            if (command == "DATA")
            {
                stop.Cancel();
            }

            return null;
        };
        await AddEditionAsync(3);

        var report = await Postman(server).DeliverAsync(new SendScope(), ct: stop.Token);

        Assert.Equal((1, 1), (report.Count, report[MailState.Accepted]));
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from ops.delivery where state = 'rendered' and attempt = 0"));
    }

    [Fact]
    public async Task Two_processes_at_once_send_each_mail_once()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(20);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Postman(server).DeliverAsync(new SendScope())));

        Assert.Equal(20, server.Accepted.Count);
        Assert.Equal(20, server.Accepted.Select(mail => mail.Recipient).Distinct().Count());
    }

    [Fact]
    public async Task The_server_is_given_no_more_mails_a_minute_than_it_may()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(5);
        var ledger = new MailLedger(warehouse.DataSource, clock);
        async Task<(ClaimedMail? Claim, TimeSpan? Wait)> Next() =>
            await ledger.ClaimAsync("test", new SendScope(), new SendRate(2), TimeSpan.FromMinutes(2));

        Assert.NotNull((await Next()).Claim);
        Assert.NotNull((await Next()).Claim);
        var third = await Next();
        Assert.Null(third.Claim);
        Assert.InRange(third.Wait!.Value, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(61));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.NotNull((await Next()).Claim);
    }

    [Fact]
    public async Task A_postman_waits_out_the_servers_minute_and_sends_the_rest_in_the_same_round()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(5);
        var round = Postman(Smtp(server), mailsPerMinute: 2).DeliverAsync(new SendScope(), ct: Stopping);
        foreach (var sent in new[] { 2, 4 })
        {
            await UntilAsync(() => clock.WaitingTimers > 0);
            Assert.Equal(sent, server.Accepted.Count);
            clock.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Equal(5, (await round)[MailState.Accepted]);
    }

    [Fact]
    public async Task A_copy_asked_for_by_hand_keeps_its_reason_and_gets_a_message_id_of_its_own()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(1);
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);

        await new MailOperations(warehouse.DataSource, clock).ResendAsync(1, "new.address@example.com", "zhou", "address was wrong", Stopping);
        await Postman(server).DeliverAsync(new SendScope(), ct: Stopping);

        Assert.Equal(["reader0@example.com", "new.address@example.com"], server.Accepted.Select(mail => mail.Recipient));
        Assert.Equal(2, server.Accepted.Select(mail => ReceivedMail.Parse(mail.Message).Message.MessageId).Distinct().Count());
        Assert.Equal("address was wrong", await ScalarAsync<string>("select reason from ops.delivery where copy_number = 2"));
    }

    private async Task AddEditionAsync(int readers)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('daily', '2026-05-12', 1, @Morning, '2026-05-12', @Morning, 'arrived', false, false, @Morning, 'test');
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异');
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
            select 1, 'reader' || n, '读者', 'reader' || n || '@example.com', 'zh-CN', 'hash', 'daily.2026-05-12.1.reader' || n || '@ka.example', 'rendered', @Morning, @Morning
            from generate_series(0, @last) as n
            """, new { Morning, last = readers - 1 });
    }

    private Postman Postman(SmtpTestServer server, int attempts = 6) => Postman(Smtp(server), attempts);

    private Postman Postman(IMailTransport transport, int attempts = 6, int mailsPerMinute = 10_000) => new(
        new MailLedger(warehouse.DataSource, clock), new MailServerLedger(warehouse.DataSource, clock), transport,
        Gates.WithoutMark(warehouse.DataSource),
        new MailOptions
        {
            From = "ka@example.com", Attempts = attempts, FirstRetrySeconds = 30,
            Smtp = new SmtpOptions { MailsPerMinute = mailsPerMinute }
        }, [], clock);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(10, Stopping);
        }
    }

    private static MailKitTransport Smtp(SmtpTestServer server) => new(Loopback.To(server), TimeProvider.System);

    private async Task<string> WordsAsync(string recipient) =>
        await ScalarAsync<string>($"select words from ops.delivery where recipient_id = '{recipient}'");

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }
}

using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Mail;

/// <summary>What comes back, read over a real IMAP conversation.</summary>
public sealed class ReturnMailboxTests : IAsyncLifetime
{
    private const string Variable = "KA_TEST_RETURN_PASSWORD";
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 5, 13, 2, 0, 0, TimeSpan.Zero));
    private readonly ImapTestServer server = new();
    private TestWarehouse warehouse = null!;
    private ReturnMailboxOptions mailbox = null!;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Variable, server.Password);
        mailbox = new ReturnMailboxOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            User = "ka@example.com",
            PasswordVariable = Variable,
            Security = SmtpOptions.NoTlsEvenForThePassword,
            TimeoutSeconds = 30,
        };
        warehouse = await TestWarehouse.CreateAsync();
        await warehouse.DataSource.DoAsync(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('daily', '2026-05-12', 1, @now, '2026-05-12', @now, 'arrived', false, false, @now, 'test');
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异');
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at, ended_at, words)
            select edition_id, 'E' || n, '读者' || n, 'e' || n || '@kehu.example', 'zh-CN', 'hash', 'daily.e' || n || '@ka.example', 'accepted', @now, @now, @now, '250 ok'
            from ops.edition, generate_series(1, 6) as n
            """, new { now = clock.GetUtcNow() });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await warehouse.DisposeAsync();
    }

    [Fact]
    public async Task Reports_and_letters_of_servers_make_deliveries_bounced_and_nothing_else_does()
    {
        server.Mails[3] = ReturnLetters.Postfix("daily.e1@ka.example", "e1@kehu.example");
        server.Mails[4] = ReturnLetters.Exchange("daily.e2@ka.example", "e2@kehu.example");
        server.Mails[5] = ReturnLetters.Qq("daily.e3@ka.example", "e3@kehu.example");
        server.Mails[6] = ReturnLetters.Netease("daily.e4@ka.example", "e4@kehu.example");
        server.Mails[7] = ReturnLetters.Postfix("daily.e5@ka.example", "e5@kehu.example", "4.4.1", "delayed");
        server.Mails[8] = ReturnLetters.Absence("daily.e6@ka.example");
        server.Mails[9] = ReturnLetters.Postfix("another@else.example", "e6@elsewhere.example");
        server.Mails[10] = "no mail at all";

        Assert.Equal(new ReturnMailboxReader.Look(8, 4, 1), await LookAsync());
        Assert.Equal(
            [
                "E1 bounced 5.1.1 550 5.1.1 <e1@kehu.example>: Recipient address rejected: User unknown",
                "E2 bounced 5.2.2 554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException",
                "E3 bounced 550 Mailbox unavailable or access denied", "E4 bounced 554 DT:SPM 用户邮箱已停用",
                "E5 accepted 250 ok", "E6 accepted 250 ok",
            ],
            await warehouse.DataSource.ListAsync<string>(
                "select recipient_id || ' ' || state || ' ' || words from ops.delivery order by 1", ct: Stopping));
        Assert.Equal("accepted delayed: 4.4.1 550 4.4.1 <e5@kehu.example>: Recipient address rejected: User unknown",
            await warehouse.DataSource.FirstAsync<string>(
                """
                select said.state || ' ' || said.words from ops.delivery_event as said join ops.delivery using (delivery_id)
                where recipient_id = 'E5'
                """,
                ct: Stopping));
    }

    [Fact]
    public async Task A_look_goes_on_where_the_last_one_ended_until_the_mailbox_is_made_anew()
    {
        server.Mails[3] = ReturnLetters.Postfix("daily.e1@ka.example", "e1@kehu.example");
        Assert.Equal(new ReturnMailboxReader.Look(1, 1, 0), await LookAsync());
        Assert.Equal(new ReturnMailboxReader.Look(0, 0, 0), await LookAsync());
        server.Mails[4] = ReturnLetters.Postfix("daily.e2@ka.example", "e2@kehu.example");
        Assert.Equal(new ReturnMailboxReader.Look(1, 1, 0), await LookAsync());

        // Numbers hold no longer: everything is read again, and says nothing new.
        server.UidValidity++;
        Assert.Equal(new ReturnMailboxReader.Look(2, 0, 0), await LookAsync());
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("SELECT", StringComparison.Ordinal)
            || command.Contains("STORE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_got_another_number_on_its_way_is_found_by_its_list_and_reader()
    {
        server.Mails[3] = ReturnLetters.Postfix("0100018f@ses.example", "e1@kehu.example");

        Assert.Equal(new ReturnMailboxReader.Look(1, 1, 0), await LookAsync());
        Assert.Equal("E1", await warehouse.DataSource.FirstAsync<string>(
            "select recipient_id from ops.delivery where state = 'bounced'", ct: Stopping));
    }

    [Theory]
    [InlineData("not-the-one", "refused the sign-in")]
    [InlineData("", "holds no password")]
    public async Task A_mailbox_that_cannot_be_read_says_why_without_its_password(string password, string says)
    {
        Environment.SetEnvironmentVariable(Variable, password);

        var trouble = await Assert.ThrowsAsync<MailServerException>(LookAsync);

        Assert.Contains(says, trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-one", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_told_until_a_mail_arrives_or_its_reader_has_another()
    {
        server.Mails[3] = ReturnLetters.Postfix("daily.e1@ka.example", "e1@kehu.example");
        server.Mails[4] = ReturnLetters.Postfix("daily.e2@ka.example", "e2@kehu.example");
        await LookAsync();
        Assert.Equal(["e1@kehu.example 1", "e2@kehu.example 1"], await AddressesAsync());

        // A copy to the same address comes back too; the other reader gets theirs at another address.
        await ResendAsync("E1", null, "daily.e1.copy2@ka.example");
        await ResendAsync("E2", "neu@kehu.example", "daily.e2.copy2@ka.example");
        server.Mails[5] = ReturnLetters.Postfix("daily.e1.copy2@ka.example", "e1@kehu.example");
        await LookAsync();
        Assert.Equal(["e1@kehu.example 2"], await AddressesAsync());

        // A third is accepted, and after a day nothing was heard of it.
        await ResendAsync("E1", null, "daily.e1.copy3@ka.example");
        Assert.Equal(["e1@kehu.example 2"], await AddressesAsync());
        clock.Advance(TimeSpan.FromHours(25));
        Assert.Empty(await AddressesAsync());
    }

    private Task<ReturnMailboxReader.Look> LookAsync() =>
        new ReturnMailboxReader(warehouse.DataSource, mailbox, clock).ReadAsync(Stopping);

    private async Task<List<string>> AddressesAsync()
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        return [.. (await new BounceLedger(clock).AddressesAsync(connection, Stopping)).Select(one => $"{one.Address} {one.InARow}")];
    }

    // Another copy, which the server takes.
    private async Task ResendAsync(string reader, string? address, string id)
    {
        var last = await warehouse.DataSource.FirstAsync<long>(
            "select max(delivery_id) from ops.delivery where recipient_id = @reader", new { reader }, Stopping);
        var copy = await new MailOperations(warehouse.DataSource, clock).ResendAsync(last, address, "zhou", "came back", Stopping);
        await warehouse.DataSource.DoAsync(
            "update ops.delivery set state = 'accepted', ended_at = @now, words = '250 ok', message_id = @id where delivery_id = @copy",
            new { now = clock.GetUtcNow(), id, copy });
    }
}

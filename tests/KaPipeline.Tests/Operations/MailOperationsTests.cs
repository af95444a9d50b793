using Dapper;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Operations;

/// <summary>Every action in every state of a delivery and its edition: what may not be done changes nothing, and says why.</summary>
public sealed class MailOperationsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 12, 23, 30, 0, TimeSpan.Zero);
    private readonly ManualClock clock = new(Morning);
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        await using var owner = new Npgsql.NpgsqlConnection(warehouse.OwnerConnectionString);
        await owner.ExecuteAsync("alter table ops.delivery alter column delivery_id restart with 100");
    }

    public async ValueTask DisposeAsync() => await warehouse.DisposeAsync();

    // What each action makes of a delivery in each state, of an edition in each state; null: it is refused.
    private static string? Expected(string action, string delivery, string edition) => (action, delivery, edition) switch
    {
        ("confirm", "in_doubt", _) => "accepted",
        ("again", "in_doubt", "open" or "waiting") => "rendered",
        ("resend", "accepted" or "refused" or "suppressed" or "bounced", "open" or "waiting") => delivery + "+rendered",
        ("hold", _, "open" or "waiting") => delivery + " held",
        ("release", _, "held") => delivery + " waiting",
        ("send", "rendered", "open" or "waiting") => "accepted",
        _ => null,
    };

    [Fact]
    public async Task Each_action_moves_only_from_the_states_that_allow_it()
    {
        await using var server = new SmtpTestServer();
        var wrong = new List<string>();
        foreach (var action in (string[])["confirm", "again", "resend", "hold", "release", "send"])
        {
            foreach (var edition in EditionState.All)
            {
                foreach (var delivery in MailState.All)
                {
                    await AddAsync(edition, delivery, "rendered");
                    var before = await ScalarAsync<long>("select count(*) from ops.audit");
                    var refusal = await ActAsync(action, server);
                    var audits = await ScalarAsync<long>("select count(*) from ops.audit") - before;
                    var stands = await ScalarAsync<string>(
                        """
                        select string_agg(state, '+' order by copy_number) || case when edition_state <> @edition then ' ' || edition_state else '' end
                        from ops.delivery join ops.edition using (edition_id) where recipient_id = 'reader1' group by edition_state
                        """, new { edition });
                    var expected = Expected(action, delivery, edition);
                    var isRight = stands == (expected ?? delivery)
                        && (action == "send" || ((refusal is null) == (expected is not null) && audits == (expected is null ? 0 : 1)
                        && refusal is not { Length: 0 }))
                        && await ScalarAsync<string>("select state from ops.delivery where recipient_id = 'reader2'") == "rendered";
                    if (!isRight)
                    {
                        wrong.Add($"{action} of {delivery} in {edition}: {stands}, wanted {expected ?? "refusal"}; {audits} audits; {refusal}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Resending_one_mail_of_an_edition_sends_that_one_mail_and_moves_no_other()
    {
        await using var server = new SmtpTestServer();
        await AddAsync(EditionState.Open, MailState.Accepted, MailState.Rendered);

        var copy = await Operations.ResendAsync(1, null, "wang", "lost it", Stopping);
        var report = await Postman(server).DeliverAsync(new SendScope(DeliveryId: copy), ct: Stopping);

        Assert.Equal((1, 1), (report.Count, report[MailState.Accepted]));
        Assert.Equal("reader1@example.com", Assert.Single(server.Accepted).Recipient);
        Assert.Equal("rendered 0",
            await ScalarAsync<string>("select state || ' ' || attempt from ops.delivery where recipient_id = 'reader2'"));
        Assert.Equal("m1.copy2@ka.example", await ScalarAsync<string>("select message_id from ops.delivery where copy_number = 2"));
    }

    [Fact]
    public async Task Nothing_of_a_held_edition_goes_whoever_asks_and_all_of_it_once_after_its_release()
    {
        await using var server = new SmtpTestServer();
        await AddAsync(EditionState.Held, MailState.Rendered, MailState.Rendered);

        await Assert.ThrowsAsync<OperationRefusedException>(() => Operations.ResendAsync(1, null, "wang", "please", Stopping));
        foreach (var scope in (SendScope[])[new(), new(EditionId: 1), new(DeliveryId: 1), new(IsLeftOver: true)])
        {
            Assert.Equal(0, (await Postman(server).DeliverAsync(scope, isAsked: true, ct: Stopping)).Count);
        }

        Assert.Equal(0, server.Connections);
        await Operations.ReleaseAsync(1, "wang", "read and right", Stopping);
        Assert.Equal(2, (await Postman(server).DeliverAsync(new SendScope(IsLeftOver: true), ct: Stopping))[MailState.Accepted]);
        Assert.Equal(2, server.Accepted.Select(mail => mail.Recipient).Distinct().Count());
    }

    [Fact]
    public async Task A_button_pressed_twice_sends_one_copy()
    {
        await AddAsync(EditionState.Open, MailState.Accepted, MailState.Accepted);

        var pressed = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await Operations.ResendAsync(1, null, "wang", "lost it");
                return 1;
            }
            catch (OperationRefusedException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, pressed.Sum());
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from ops.delivery where copy_number = 2"));
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from ops.audit"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Nothing_is_decided_without_a_reason(string reason)
    {
        await AddAsync(EditionState.Open, MailState.InDoubt, MailState.Rendered);

        foreach (var act in (Func<Task>[])
            [() => Operations.ConfirmAsync(1, "wang", reason), () => Operations.SendAgainAsync(1, "wang", reason),
                () => Operations.ResendAsync(1, null, "wang", reason), () => Operations.HoldAsync(1, "wang", reason)])
        {
            Assert.Contains("A reason is needed", (await Assert.ThrowsAsync<OperationRefusedException>(act)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_does_not_exist_and_an_address_that_is_none_are_refused_in_words()
    {
        await AddAsync(EditionState.Open, MailState.Refused, MailState.Rendered);

        Assert.Contains("There is no mail 99",
            (await Assert.ThrowsAsync<OperationRefusedException>(() => Operations.ConfirmAsync(99, "wang", "x", Stopping))).Message,
            StringComparison.Ordinal);
        Assert.Contains("There is no edition 99",
            (await Assert.ThrowsAsync<OperationRefusedException>(() => Operations.HoldAsync(99, "wang", "x", Stopping))).Message,
            StringComparison.Ordinal);
        Assert.Contains("is not a mail address",
            (await Assert.ThrowsAsync<OperationRefusedException>(() => Operations.ResendAsync(1, "nobody", "wang", "x", Stopping))).Message,
            StringComparison.Ordinal);
        Assert.Contains("Mail 2 is rendered",
            (await Assert.ThrowsAsync<OperationRefusedException>(() => Operations.ResendAsync(2, null, "wang", "x", Stopping))).Message,
            StringComparison.Ordinal);
    }

    private MailOperations Operations => new(warehouse.DataSource, clock);

    private async Task<string?> ActAsync(string action, SmtpTestServer server)
    {
        try
        {
            await (action switch
            {
                "confirm" => Operations.ConfirmAsync(1, "wang", "why"),
                "again" => Operations.SendAgainAsync(1, "wang", "why"),
                "resend" => Operations.ResendAsync(1, null, "wang", "why"),
                "hold" => Operations.HoldAsync(1, "wang", "why"),
                "release" => Operations.ReleaseAsync(1, "wang", "why"),
                _ => (Task)Postman(server).DeliverAsync(new SendScope(DeliveryId: 1)),
            });
            return null;
        }
        catch (OperationRefusedException e)
        {
            return e.Message;
        }
    }

    private Postman Postman(SmtpTestServer server) => new(
        new MailLedger(warehouse.DataSource, clock), new MailServerLedger(warehouse.DataSource, clock),
        new MailKitTransport(Loopback.To(server), TimeProvider.System),
        Gates.WithoutMark(warehouse.DataSource),
        new MailOptions { From = "ka@ka.example", Smtp = new SmtpOptions { MailsPerMinute = 10_000 } }, [], clock);

    // Edition 1 with the deliveries 1 and 2.
    private async Task AddAsync(string edition, params string[] states)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            delete from ops.delivery; delete from ops.edition;
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异') on conflict do nothing;
            insert into ops.edition (edition_id, digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause, edition_state)
                overriding system value values (1, 'daily', '2026-05-12', 1, @Morning, '2026-05-12', @Morning, 'arrived', false, false, @Morning, 'test', @edition);
            insert into ops.delivery (delivery_id, edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at, words, ended_at, claimed_at, claimed_by, claim_expires_at)
                overriding system value
            select n, 1, 'reader' || n, '读者', 'reader' || n || '@example.com', 'zh-CN', 'hash', 'm' || n || '@ka.example', state, @Morning, @Morning, 'words',
                   case when state in ('accepted', 'refused', 'suppressed', 'bounced') then @Morning end, @Morning - interval '1 hour', 'other', @Morning + interval '1 hour'
            from unnest(@states) with ordinality as made (state, n);
            """, new { Morning, edition, states });
    }

    private async Task<T> ScalarAsync<T>(string sql, object? values = null)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, values))!;
    }
}

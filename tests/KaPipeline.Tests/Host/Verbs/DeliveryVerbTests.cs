using System.Text.Json;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>What a person does about mails by the verb: a process of its own, a real database, mails into an outbox.</summary>
[Trait("Category", "Slow")]
public sealed class DeliveryVerbTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-delivery-").FullName;
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        await warehouse.DataSource.DoAsync(
            """
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异');
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
                values ('daily', '2026-05-12', 1, now(), '2026-05-12', now(), 'arrived', false, false, now(), 'test');
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at, words, ended_at)
            select edition_id, 'reader' || n, '读者', 'reader' || n || '@example.com', 'zh-CN', 'hash', 'm' || n || '@ka.example', state, now(), now(), 'connection lost',
                   case when state = 'accepted' then now() end
            from ops.edition, unnest(array['in_doubt', 'in_doubt', 'accepted', 'rendered']) with ordinality as made (state, n);
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_doubt_is_listed_confirmed_or_sent_again_and_one_mail_is_resent_alone()
    {
        var (code, listed, _) = await RunAsync("list", "--state", "in_doubt");
        Assert.Equal(0, code);
        Assert.Contains("reader1 读者 <reader1@example.com>  in doubt: connection lost", listed, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("list", "--json")).Output);
        Assert.Equal(3, json.RootElement.GetArrayLength());

        Assert.Equal(2, (await RunAsync("confirm", "1")).Code);
        Assert.Equal(0, (await RunAsync("confirm", "1", "--reason", "the reader has it")).Code);
        Assert.Equal(0, (await RunAsync("again", "2", "--reason", "nothing came")).Code);
        Assert.Equal(0, (await RunAsync("resend", "3", "--address", "new@example.com", "--reason", "address was wrong")).Code);
        var (refused, _, why) = await RunAsync("confirm", "1", "--reason", "once more");

        Assert.Equal((1, true), (refused, why.Contains("Mail 1 is accepted", StringComparison.Ordinal)));
        Assert.Equal(["m2 reader2@example.com.eml", "m3.copy2 new@example.com.eml"], Outbox());
        Assert.Equal(["1 accepted", "2 accepted", "3 accepted", "4 rendered", "5 accepted"],
            await warehouse.DataSource.ListAsync<string>("select delivery_id || ' ' || state from ops.delivery order by 1", ct: Stopping));
        Assert.Equal(
            ["confirm_delivery the reader has it", "resend_digest address was wrong", "send_again nothing came"],
            (await warehouse.DataSource.ListAsync<string>("select action || ' ' || reason from ops.audit", ct: Stopping)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Held_means_held_until_it_is_released()
    {
        Assert.Equal(0, (await RunAsync("hold", "1", "--reason", "a figure is wrong")).Code);
        Assert.Contains("edition 1 held", (await RunAsync("list", "--state", "held")).Output, StringComparison.Ordinal);
        var (code, _, why) = await RunAsync("resend", "3", "--reason", "please");
        Assert.Equal((1, true), (code, why.Contains("Edition 1 is held: release it first", StringComparison.Ordinal)));
        Assert.Contains("Nothing waits", (await RunAsync("send")).Output, StringComparison.Ordinal);
        Assert.Empty(Outbox());

        Assert.Equal(0, (await RunAsync("release", "1", "--reason", "read and right")).Code);
        Assert.Equal(["m4 reader4@example.com.eml"], Outbox());
    }

    private List<string> Outbox() => Directory.Exists(Path.Combine(home, "outbox"))
        ? [.. Directory.EnumerateFiles(Path.Combine(home, "outbox"), "*.eml", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        KaProcess.RunAsync(warehouse, home, null, ["delivery", .. arguments]);
}

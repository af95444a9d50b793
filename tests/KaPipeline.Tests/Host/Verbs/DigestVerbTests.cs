using System.Text.Json.Nodes;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary><c>ka digest</c> as a person types it.</summary>
[Trait("Category", "Slow")]
public sealed class DigestVerbTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-digest-").FullName;
    private string config = "";
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        config = ConfigCopy.Make(home, "Mail", new() { ["From"] = "ka@ka.example" });
        await File.WriteAllTextAsync(
            Path.Combine(config, "recipients.yaml"), (await File.ReadAllTextAsync(Path.Combine(config, "recipients.yaml")))
            .Replace("silenced: {}", "silenced:\n  R2: on leave", StringComparison.Ordinal));
        await warehouse.DataSource.DoAsync(
            """
            insert into core.person (person_id, name, email, language, arrived_at, recorded_at) values
                ('R1', '周晓东', 'r1@ka.example', 'zh-CN', '-infinity', '-infinity'), ('R2', 'Ann', 'r2@ka.example', 'en', '-infinity', '-infinity');
            insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at)
                select person_id, 'region_manager', '华东', '2026-01-01', '-infinity', '-infinity' from core.person;
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_preview_is_what_would_be_mailed_and_names_who_gets_none_and_a_day_that_is_none()
    {
        var (code, output, error) = await RunAsync("--as-of", "2026-05-22", "--preview");

        Assert.Equal(0, code);
        Assert.Contains("suppressed: R2 Ann (on leave)", output, StringComparison.Ordinal);
        Assert.Contains("1 mail would go, 1 suppressed", output, StringComparison.Ordinal);
        Assert.Contains("2026-05-23 is not a day on which \"daily\" goes", error, StringComparison.Ordinal);
        var files = Directory.GetFiles(Path.Combine(home, "outbox", "preview")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ToList();
        Assert.DoesNotContain(files, file => file!.Contains("R2", StringComparison.Ordinal)
            || file.Contains("r2@", StringComparison.Ordinal));
        var mail = ReceivedMail.Read(Directory.GetFiles(Path.Combine(home, "outbox", "preview"), "*.eml").Single());
        Assert.Equal(("周晓东", "重点客户日报"), (mail.Message.To.Mailboxes.Single().Name, mail.Message.From.Mailboxes.Single().Name));
        Assert.Equal(0, await warehouse.DataSource.FirstAsync<long>("select count(*) from ops.edition", ct: Stopping));
        Assert.Contains("default: yesterday", (await KaProcess.RunAsync(warehouse, home, config, "digest", "--help")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_that_were_put_off_are_completed_and_that_is_said()
    {
        Assert.Equal(0, (await RunAsync("--as-of", "2026-05-20")).Code);
        var outbox = Path.Combine(home, "outbox");
        Directory.Delete(outbox, recursive: true);
        await warehouse.DataSource.DoAsync(
            "update ops.delivery set state = 'rendered', ended_at = null, words = 'greylisted', failures = 1, not_before = now() + interval '2 seconds' where state = 'accepted'", ct: Stopping);

        var (code, output, _) = await RunAsync("--as-of", "2026-05-20");

        Assert.Equal(0, code);
        Assert.Contains("every requested reader has a letter of it: 1 waiting, 1 suppressed; sending the 1 that waits", output,
            StringComparison.Ordinal);
        Assert.Contains("1 accepted", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--new-edition", output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(outbox, "*.eml", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_reason_is_a_reason_and_a_new_edition_asks_back()
    {
        var (code, output, _) = await RunAsync("--as-of", "2026-05-20", "--reason", "the schedule was paused");
        Assert.Equal(0, code);
        Assert.Contains("2 letters rendered, 1 to send, 1 suppressed: R2 Ann (on leave)", output, StringComparison.Ordinal);
        Assert.Contains("1 accepted", output, StringComparison.Ordinal);

        Assert.Contains("every requested reader has a letter of it: 1 accepted, 1 suppressed",
            (await RunAsync("--as-of", "2026-05-20", "--reason", "once more")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("--as-of", "2026-05-20", "--new-edition")).Code);
        var (asked, said, why) = await RunAsync("--as-of", "2026-05-20", "--new-edition", "--reason", "prices were corrected");
        Assert.Equal((2, true), (asked, why.Contains("Nothing was made: --new-edition asks for confirmation", StringComparison.Ordinal)));
        Assert.Contains("has 1 edition; 1 reader received mails of it: 1 got 1", said, StringComparison.Ordinal);
        Assert.Equal(1, await warehouse.DataSource.FirstAsync<long>("select count(*) from ops.edition", ct: Stopping));

        Assert.Equal(0, (await RunAsync("--as-of", "2026-05-20", "--new-edition", "--reason", "prices were corrected", "--yes")).Code);
        Assert.Equal(["make_edition the schedule was paused", "new_edition prices were corrected"],
            await warehouse.DataSource.ListAsync<string>("select action || ' ' || reason from ops.audit order by audit_id", ct: Stopping));
    }

    [Fact]
    public async Task An_edition_on_hold_is_said_to_be_held_and_sends_nothing()
    {
        var (code, output, _) = await RunAsync("--as-of", "2026-05-20", "--hold");
        Assert.Equal((0, true), (code, output.Contains("is held: no mail goes out until ./ka delivery release", StringComparison.Ordinal)));

        Assert.Equal(3, (await RunAsync("--as-of", "2026-05-20")).Code);
        Assert.Equal(1,
            await warehouse.DataSource.FirstAsync<long>("select count(*) from ops.delivery where state = 'rendered' and attempt = 0", ct: Stopping));
    }

    [Fact]
    public async Task A_send_that_is_refused_says_why_on_standard_error()
    {
        await using var server = new SmtpTestServer
        {
            Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal)
            ? "550 5.1.1 no such user here" : null
        };
        var file = Path.Combine(config, "appsettings.json");
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(file, Stopping))!;
        settings["Mail"] = new JsonObject
        {
            ["From"] = "ka@ka.example", ["Transport"] = "smtp",
            ["Smtp"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = server.Port, ["Security"] = "none" },
        };
        await File.WriteAllTextAsync(file, settings.ToJsonString(), Stopping);

        var (code, _, error) = await RunAsync("--as-of", "2026-05-20");
        Assert.Equal(3, code);
        Assert.Contains("to 周晓东 <r1@ka.example>: refused: 550 5.1.1 no such user here", error, StringComparison.Ordinal);

        server.Answer = command => command == "greeting" ? "554 5.7.1 blocked" : null;
        var (waiting, _, why) = await RunAsync("--as-of", "2026-05-21");
        Assert.Equal((3, true), (waiting, why.Contains("could not be used, so the mails wait: ", StringComparison.Ordinal)));
        var (failed, _, run) = await KaProcess.RunAsync(warehouse, home, config, "run", "daily", "--from", "2026-05-19");
        Assert.Equal(1, failed);
        Assert.Contains("554 5.7.1 blocked", run, StringComparison.Ordinal);
        Assert.Equal(2, await warehouse.DataSource.FirstAsync<long>("select count(*) from ops.edition where edition_state = 'waiting'", ct: Stopping));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        KaProcess.RunAsync(warehouse, home, config, ["digest", "daily", .. arguments]);
}

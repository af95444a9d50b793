using System.Text;
using System.Text.Json;
using Dapper;
using KaPipeline.Digests.Editions;
using KaPipeline.Host.Doctor;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>Cards to groups and webhooks, from the ledger to servers that behave as each does. Each test has editions of its own in one
/// warehouse.</summary>
public sealed class RobotTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>, IAsyncLifetime
{
    private static readonly string[] Kinds = [Robot.DingTalk, Robot.Feishu, Robot.Webhook, Robot.WeCom];

    private readonly ManualClock clock = ManualClock.At(2026, 5, 21, 7, 30);
    private TestWarehouse Warehouse => shared.Warehouse;
    private RobotServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RobotServer.StartAsync(clock);
        Environment.SetEnvironmentVariable("KA_TEST_ROBOT_SECRET", RobotServer.Secret);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Each_kind_takes_the_card_of_an_edition_and_no_secret_is_in_the_ledger()
    {
        await using (var connection = await Warehouse.DataSource.OpenConnectionAsync(Stopping))
        {
            await SampleWorld.Calendar.SyncAsync(connection, Stopping);
        }

        var rules = RecipientRules.Load(Path.Combine(Repository.Root, "config"));
        rules.Robots = [.. Kinds.Select(kind => Of(kind, "east"))];
        var (edition, letters) = await new DigestService(Warehouse.DataSource, DigestService.AllDigests, new RecipientList(rules),
            SampleWorld.Digests, Options, clock).ProduceAsync(new DigestRequest("daily", SampleWorld.Date, "schedule"), Stopping);

        var sent = await Postman(rules.Robots).DeliverAsync(new SendScope(edition), ct: Stopping);

        Assert.Equal(Kinds.Select(kind => $"{kind}:east"), letters.Select(letter => letter.Recipient.Id));
        Assert.Equal((4, 4, 0), (sent.Count, sent[MailState.Accepted], sent.Failures.Count));
        Assert.Equal(4, server.Posted.Count);
        Assert.All(server.Posted, card =>
        {
            Assert.Contains(letters[0].Content.Subject, card.Body, StringComparison.Ordinal);
            Assert.Contains($"https://ka.example.com/deliveries?edition={edition}", card.Body, StringComparison.Ordinal);
            Assert.Contains("east · dingfeng · 0 家门店", card.Body, StringComparison.Ordinal);
        });
        var ledger = await AskAsync<string>(
            "select string_agg(delivery::text || event::text, '') from ops.delivery join ops.delivery_event as event using (delivery_id)");
        Assert.DoesNotContain("the-key-of", ledger, StringComparison.Ordinal);
        Assert.DoesNotContain(RobotServer.Secret, ledger, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_means_for_a_card_what_it_means_for_a_mail_and_nobody_waits_for_a_robot_that_is_down()
    {
        await using var mails = new SmtpTestServer();
        Robot[] robots =
        [
            Of(Robot.WeCom, "refused"), Of(Robot.DingTalk, "often"), Of(Robot.Feishu, "silent"), Of(Robot.Webhook, "gone"),
            Of(Robot.WeCom, "down") with { Place = Held("KA_TEST_ROBOT_DOWN", "http://127.0.0.1:1/the-key-of-nobody") },
            Of(Robot.WeCom, "unset") with { Place = "env:KA_TEST_ROBOT_UNSET" }, Of(Robot.Webhook, "broken"),
        ];
        server.Answers["the-key-of-refused"] = (200, """{"errcode":93000,"errmsg":"invalid webhook url the-key-of-refused"}""");
        server.Answers["the-key-of-often"] = (200, """{"errcode":130101,"errmsg":"send too fast"}""");
        server.Answers["the-key-of-silent"] = (0, "");
        server.Answers["the-key-of-gone"] = (410, "");
        server.Answers["the-key-of-broken"] = (503, "");
        var edition = await AddAsync(1, ["reader@example.com", "feishu:left", .. robots.Select(robot => robot.Address)]);

        var sent = await Postman(robots, mails).DeliverAsync(new SendScope(edition), ct: Stopping);

        await using var connection = await Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var after = (await connection.QueryAsync<(string Address, string State, string? Words, int Failures, double Minutes)>(
            "select address, state, words, failures, (extract(epoch from not_before - @now) / 60)::float8 from ops.delivery where edition_id = @edition",
            new { edition, now = clock.GetUtcNow() })).ToDictionary(row => row.Address);
        Assert.Equal(
            new Dictionary<string, (string, int)>
            {
                ["reader@example.com"] = ("accepted", 0), ["wecom:refused"] = ("refused", 1), ["dingtalk:often"] = ("rendered", 1),
                ["feishu:silent"] = ("in_doubt", 0), ["webhook:gone"] = ("refused", 1), ["wecom:down"] = ("rendered", 0),
                ["wecom:unset"] = ("rendered", 0), ["webhook:broken"] = ("rendered", 0), ["feishu:left"] = ("refused", 1),
            }.OrderBy(one => one.Key, StringComparer.Ordinal),
            after.OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => KeyValuePair.Create(one.Key, (one.Value.State, one.Value.Failures))));
        Assert.Equal("200 errcode 93000 invalid webhook url ***", after["wecom:refused"].Words);
        Assert.Equal(10, after["dingtalk:often"].Minutes, 1);
        Assert.Contains("handed over whole", after["feishu:silent"].Words, StringComparison.Ordinal);
        Assert.Equal(["webhook:broken", "wecom:down", "wecom:unset"],
            await connection.QueryAsync<string>("select destination from ops.mail_server order by 1"));
        Assert.Null(sent.Trouble);
        Assert.Equal(["webhook:broken", "wecom:down", "wecom:unset"], sent.Robots.Select(robot => robot.Destination));
        Assert.Single(mails.Accepted);

        // A run ends all the same, and leaves the card to the next look.
        var later = await AddAsync(4, ["wecom:down", "reader@example.com"]);
        var ended = await Postman(robots, mails).DeliverToEndAsync(later, TimeSpan.FromHours(1), ct: Stopping);
        Assert.Equal((1, "wecom:down"), (ended[MailState.Accepted], Assert.Single(ended.Robots).Destination));
        Assert.Equal("waiting", await AskAsync<string>($"select edition_state from ops.edition where edition_id = {later}"));

        // What is gone is not asked again, until somebody has a copy sent and it is taken.
        var next = await AddAsync(2, ["webhook:gone"]);
        Assert.Equal(1, (await Postman(robots).DeliverAsync(new SendScope(next), ct: Stopping))[MailState.Refused]);
        Assert.Single(server.Posted, card => card.Key == "the-key-of-gone");
        server.Answers.Clear();
        var refused = await AskAsync<long>("select max(delivery_id) from ops.delivery");
        var copy = await new MailOperations(Warehouse.DataSource, clock).ResendAsync(refused, null, "zhou", "it is back", Stopping);
        Assert.Equal(1, (await Postman(robots).DeliverAsync(new SendScope(DeliveryId: copy), ct: Stopping))[MailState.Accepted]);
        clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(2, (await Postman(robots).DeliverAsync(new SendScope(edition), ct: Stopping))[MailState.Accepted]);
        Assert.Equal(2, await AskAsync<long>($"select count(*) from ops.delivery where state = 'rendered' and edition_id = {edition}"));
    }

    [Fact]
    public async Task A_robot_has_rates_of_its_own_beside_the_mails()
    {
        var edition = await AddAsync(3, ["wecom:a", "wecom:a", "wecom:a", "wecom:b", "reader@example.com"]);
        var ledger = new MailLedger(Warehouse.DataSource, clock);
        async Task<(ClaimedMail? Claim, TimeSpan? Wait)> Next(string? robot) =>
            await ledger.ClaimAsync("test", new SendScope(edition, Robot: robot), new SendRate(2, 1), TimeSpan.FromMinutes(2), Stopping);

        Assert.Equal("wecom:a", (await Next("wecom:a")).Claim?.Address);
        Assert.InRange((await Next("wecom:a")).Wait!.Value, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1));
        Assert.Equal("wecom:b", (await Next("wecom:b")).Claim?.Address);
        Assert.Equal("reader@example.com", (await Next(null)).Claim?.Address);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull((await Next("wecom:a")).Claim);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.InRange((await Next("wecom:a")).Wait!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_card_is_cut_at_a_line_within_its_bytes_and_names_from_outside_give_no_orders()
    {
        var letter = "日报\n全部系统\n\n== 要事 ==\n- 名字 [点我](http://x) <@all>\n    -> https://ka/a\n"
            + string.Concat(Enumerable.Range(0, 60).Select(line => $"门店 {line} 的差异与说明，需要今天处理\n")) + "\n--\n小字\n";
        var envelope = new Envelope(new("", ""), new("", ""), "m@ka", "2026-05-20", new MailContent("主题", "", letter, []))
        {
            Link = "https://ka/deliveries?edition=7",
        };
        string Content(Robot robot) => JsonDocument.Parse(new RobotCard(robot, envelope).Body(new Dictionary<string, string>()))
            .RootElement.GetProperty("markdown").GetProperty("content").GetString()!;

        var cut = Content(Of(Robot.WeCom, "x") with { Bytes = 1024, Lines = 100 });

        Assert.InRange(Encoding.UTF8.GetByteCount(cut), 900, 1024);
        Assert.StartsWith("**主题**\n全部系统\n**要事**\n- 名字 ［点我］(http://x) ＜＠all＞\n门店 0 ", cut, StringComparison.Ordinal);
        Assert.EndsWith("需要今天处理\n…\n[查看全文](https://ka/deliveries?edition=7)", cut, StringComparison.Ordinal);
        Assert.DoesNotContain("小字", Content(Of(Robot.WeCom, "x") with { Bytes = 9_999, Lines = 100 }), StringComparison.Ordinal);
        Assert.Equal(3 + 2 + 1, Content(Of(Robot.WeCom, "x") with { Lines = 4 }).Split('\n').Length - 1);
    }

    [Fact]
    public void The_doctor_names_a_robot_without_its_secret_and_the_configuration_each_that_signs_wrongly()
    {
        var folder = Directory.CreateTempSubdirectory("ka-robots-").FullName;
        try
        {
            var home = new KaHome(folder, ConfigCopy.Make(folder, "Jobs", []));
            var path = Path.Combine(home.Config, "recipients.yaml");
            var text = File.ReadAllText(path);
            void Write(params string[] robots) =>
                File.WriteAllText(path, text.Replace("robots: []", "robots:\n  - " + string.Join("\n  - ", robots), StringComparison.Ordinal));

            var there = Held("KA_TEST_ROBOT_THERE", "https://robots.example.com/send?key=x");
            Write($$"""{ name: a, kind: wecom, address: {{there}}, digests: [daily] }""",
                $$"""{ name: b, kind: feishu, address: {{there}}, secret: env:KA_TEST_ROBOT_UNSET, digests: [daily] }""");
            Assert.StartsWith("feishu:b: The environment variable KA_TEST_ROBOT_UNSET is not set",
                Assert.Single(MailExamination.Robots(home)).Message, StringComparison.Ordinal);

            Write($$"""{ name: a, kind: wecom, address: {{there}}, secret: {{there}}, digests: [daily] }""",
                $$"""{ name: b, kind: webhook, address: {{there}}, digests: [daily] }""",
                $$"""{ name: b, kind: webhook, address: https://robots.example.com, secret: {{there}}, digests: [] }""");
            Assert.Equal(
                ["secret: a WeCom robot", "a webhook needs", "address: does not name a secret", "the robot webhook:b occurs twice"],
                ConfigCheck.Faults(home).Select(fault => fault.Split(": ", 2)[1]).Zip([21, 15, 31, 32], (fault, length) => fault[..length]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static MailOptions Options { get; } = new() { From = "ka@ka.example", ConsoleAddress = "https://ka.example.com" };

    private Robot Of(string kind, string name) => new()
    {
        Name = name, Kind = kind, Place = Held($"KA_TEST_ROBOT_{kind}_{name}", server.Of(kind, $"the-key-of-{name}")),
        SecretPlace = kind == Robot.WeCom ? null : "env:KA_TEST_ROBOT_SECRET", Digests = ["daily"],
        Scope = new Scope([new Grant("dingfeng", "", "", "")]), Rate = new SendRate(20),
    };

    private static string Held(string variable, string value)
    {
        Environment.SetEnvironmentVariable(variable, value);
        return "env:" + variable;
    }

    private Postman Postman(IReadOnlyList<Robot> robots, SmtpTestServer? mails = null) => new(
        new MailLedger(Warehouse.DataSource, clock), new MailServerLedger(Warehouse.DataSource, clock),
        mails is null ? new PickupTransport(Path.GetTempPath()) : new MailKitTransport(Loopback.To(mails), TimeProvider.System),
        Gates.WithoutMark(Warehouse.DataSource), Options, robots, clock);

    private async Task<long> AddAsync(int day, string[] addresses)
    {
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync(Stopping);
        return await connection.ExecuteScalarAsync<long>(
            """
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', E'日报\n全部系统\n') on conflict do nothing;
            with edition as (
                insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
                select 'daily', '2026-05-01'::date + @day, 1, @now, '2026-05-12', @now, 'arrived', false, false, @now, 'test' returning edition_id
            ), made as (
                insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
                select edition_id, address || n, '读者', address, 'zh-CN', 'hash', 'm' || @day || '.' || n || '@ka.example', 'rendered', @now, @now
                from edition, unnest(@addresses) with ordinality as one (address, n)
            )
            select edition_id from edition
            """, new { day, addresses, now = clock.GetUtcNow() });
    }

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = await Warehouse.DataSource.OpenConnectionAsync(Stopping);
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }
}

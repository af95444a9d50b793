using System.Globalization;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Tests.Host.Hangfire;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>A primary that is lost in the midst of the work, a standby that takes its place, and nodes whose connection string names
/// both.</summary>
[Trait("Category", "Slow")]
public sealed class FailoverTests
{
    private static readonly string[] Moments = ["MAIL", "DATA", ".", "after the 250"];
    private static readonly int Failovers = LongRun.IsOn ? 6 : 1;
    private const int Readers = 10;

    private static readonly DateOnly First = new(2026, 5, 8);

    [Fact]
    public async Task Primary_lost_in_mid_load_and_in_mid_send_loses_and_doubles_nothing()
    {
        await using var clean = await IngestWorld.CreateAsync();
        await using var pair = await ServerPair.StartAsync();
        await using var server = new SmtpTestServer();
        await using var nodes = new RehearsalNodes(pair.ConnectionString, pair.OwnerConnectionString, schedules: "schedules: []\n")
        {
            Environment = Mailing(server),
        };
        var dice = new Random(LongRun.Seed);
        var files = Files();
        nodes.Start();
        nodes.Start();
        for (var failover = 1; failover <= Failovers; failover++)
        {
            List<string> share = [.. files.Take(files.Count * failover / Failovers)];
            Fill(nodes.Inbox, share);
            var load = await AddAsync(nodes, "load", First);
            await nodes.WorkerOfAsync(load, dice);
            await pair.FailOverAsync(isKilled: failover % 2 == 1);
            await SucceededAsync(nodes, load);
            await clean.LoadAsync([.. share]);
            await pair.RejoinAsync();
        }

        const string Loads =
            "select concat_ws(' ', file_name, state, rows_in, rows_loaded, rows_quarantined, rows_duplicate) from ops.load order by 1";
        Assert.Equal(await clean.Warehouse.DataSource.ListAsync<string>(Loads, ct: Stopping),
            await nodes.Database.ListAsync<string>(Loads, ct: Stopping));
        Assert.Empty((await CoreHashes.OfAsync(clean.Warehouse.DataSource))
            .Except(await CoreHashes.OfAsync(nodes.Database)));

        var moments = Failovers == 1 ? [Moments[dice.Next(Moments.Length)]]
            : Enumerable.Range(0, Failovers).Select(n => Moments[n % Moments.Length]).ToArray();
        for (var (n, date) = (0, First); n < moments.Length; n++, date = date.AddDays(1))
        {
            await AddEditionAsync(nodes.Database, date);
            var lost = LoseAt(server, pair, moments[n], mails: 1 + dice.Next(3));
            var send = await AddAsync(nodes, "daily", date);
            await lost.WaitAsync(TimeSpan.FromMinutes(3), Stopping);
            await pair.PromoteAsync();
            await SucceededAsync(nodes, send);
            if (n + 1 < moments.Length)
            {
                await pair.RejoinAsync();
            }
        }

        await StateMap.AgreesAsync(nodes.Database);
        await AssertSentOnceAsync(nodes, server, moments);
        // What signs in as other programs do finds the primary by the same string.
        await new PostgresClient(pair.OwnerConnectionString).RunAsync("pg_dump", ["--schema=ops", "--schema-only", "--file=/dev/null"], Stopping);
    }

    [Fact]
    public async Task Mail_whose_claim_the_standby_has_not_confirmed_is_given_back_and_not_sent()
    {
        await using var server = await OwnServer.StartAsync();
        await using var nodes = new RehearsalNodes(server.ConnectionString + ";Command Timeout=1", server.OwnerConnectionString);
        await AddEditionAsync(nodes.Database, First);
        await server.AdministerAsync("alter system set synchronous_commit = on", "alter system set synchronous_standby_names = 'gone'",
            "select pg_reload_conf()");

        // The wait for the standby is broken off by the command's time; the server commits all the same, and warns.
        var refused = await Assert.ThrowsAsync<StandbyUnconfirmedException>(() => new MailLedger(nodes.Database, TimeProvider.System)
            .ClaimAsync("node/1", new SendScope(), new SendRate(100), TimeSpan.FromMinutes(2), Stopping));

        Assert.True(ServerGone.IsSaidBy(refused));
        Assert.Equal(["rendered"], await nodes.Database.ListAsync<string>("select distinct state from ops.delivery", ct: Stopping));
        Assert.Equal(["claimed", "rendered"],
            await nodes.Database.ListAsync<string>("select state from ops.delivery_event order by event_id", ct: Stopping));
    }

    // Each mail was taken by the server once, or stands as a doubt of which the server has no more than one copy.
    private static async Task AssertSentOnceAsync(RehearsalNodes nodes, SmtpTestServer server, string[] moments)
    {
        var later = new ManualClock(TimeProvider.System.GetUtcNow().AddMinutes(10));
        await new MailLedger(nodes.Database, later).ExpireClaimsAsync(Stopping);
        var states = await nodes.Database.ListAsync<(string MessageId, string State)>(
            "select message_id, state from ops.delivery", ct: Stopping);
        var copies = server.Accepted.ToLookup(mail => mail.Message.Split("Message-Id: <")[1].Split('>')[0]);
        Assert.True(states.Count >= moments.Length * Readers, $"{states.Count} mails");
        Assert.All(states, row => Assert.Contains(row.State, new[] { MailState.Accepted, MailState.InDoubt }));
        Assert.All(states, row => Assert.InRange(copies[row.MessageId].Count(), row.State == MailState.Accepted ? 1 : 0, 1));
        Assert.Equal(server.Accepted.Count, copies.Count);
        Assert.InRange(states.Count(row => row.State == MailState.InDoubt), 0, moments.Length);
        Assert.Empty(await nodes.Database.ListAsync<string>("select says from ops.sending_hold", ct: Stopping));
    }

    // The primary dies while the mail server is at a command of one mail, some mails later.
    private static Task LoseAt(SmtpTestServer server, ServerPair pair, string moment, int mails)
    {
        var (left, lost) = (mails, new TaskCompletionSource());
        server.Answer = command =>
        {
            if (lost.Task.IsCompleted || command != (moment == "after the 250" ? "." : moment) || left-- > 0)
            {
                return null;
            }

            if (moment == "after the 250")
            {
                _ = Task.Run(Lose);
                return null;
            }

            Lose();
            return null;
        };
        return lost.Task;

        void Lose()
        {
            pair.Kill(isKilled: true);
            lost.TrySetResult();
        }
    }

    private static Dictionary<string, string> Mailing(SmtpTestServer server) => new()
    {
        ["KA_Mail__Transport"] = "smtp", ["KA_Mail__From"] = "ka@ka.example", ["KA_Mail__Smtp__Host"] = "127.0.0.1",
        ["KA_Mail__Smtp__Port"] = server.Port.ToString(CultureInfo.InvariantCulture), ["KA_Mail__Smtp__Security"] = "none",
        ["KA_Mail__Smtp__MailsPerMinute"] = "10000",
    };

    private static Task<int> AddEditionAsync(NpgsqlDataSource database, DateOnly date) => database.DoAsync(
        """
        insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异') on conflict do nothing;
        with edition as (
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('daily', @date, 1, now(), @date, now(), 'arrived', false, false, now(), 'test') returning edition_id)
        insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
        select edition_id, 'reader' || n, '读者', 'reader' || n || '@example.com', 'zh-CN', 'hash', 'daily.' || @date || '.1.reader' || n || '@ka.example', 'rendered', now(), now()
        from edition, generate_series(1, @readers) as n
        """, new { date, readers = Readers }, ct: Stopping);

    private static Task<bool> SucceededAsync(RehearsalNodes nodes, long run) => RehearsalNodes.UntilAsync(() =>
        nodes.Database.FirstAsync<bool>("select state = 'succeeded' from ops.run where run_id = @run", new { run }), 240);

    private static List<string> Files() =>
    [
        .. IngestWorld.MasterFiles,
        .. Directory.GetFiles(Path.Combine(IngestWorld.Samples, "haoyoulai"), LongRun.IsOn ? "*2026050*" : "*20260508*"),
    ];

    // With the listing that tells when each came, so that it makes no difference which attempt takes it.
    private static void Fill(string inbox, IReadOnlyList<string> files)
    {
        foreach (var file in files.Append(Path.Combine(IngestWorld.Samples, "arrivals.csv")))
        {
            var copy = Path.Combine(inbox, Path.GetRelativePath(IngestWorld.Samples, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static async Task<long> AddAsync(RehearsalNodes nodes, string job, DateOnly date)
    {
        var run = 0L;
        await RehearsalNodes.UntilAsync(async () =>
        {
            run = await new Dispatcher(nodes.Database, [], new JobOptions(), TimeProvider.System, NullLoggerFactory.Instance, "test")
                .AddAsync(job, "", date, date, "wang", null, "{}", true, Stopping);
            return true;
        });
        return run;
    }
}

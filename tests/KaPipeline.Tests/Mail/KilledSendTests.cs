using System.Diagnostics;
using Dapper;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>A real process sends to a real mail server and is killed (<c>kill -9</c>) at random moments of the conversation.</summary>
[Trait("Category", "Slow")]
public sealed class KilledSendTests : IAsyncLifetime
{
    private static readonly int Kills = LongRun.IsOn ? 30 : 2;
    private static readonly string[] Moments = ["EHLO", "MAIL", "RCPT", "DATA", "in mid-data", ".", "after the 250"];

    private readonly string home = Directory.CreateTempSubdirectory("ka-killed-").FullName;
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_send_killed_at_30_random_moments_leaves_one_accepted_copy_or_an_open_claim_for_a_person()
    {
        await using var server = new SmtpTestServer();
        await AddEditionAsync(Kills * 4);
        var random = new Random(LongRun.IsOn ? 20260512 : LongRun.Seed);
        var moments = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var moment = Moments[random.Next(Moments.Length)];
            // One greeting serves a whole batch.
            await KillAsync(server, moment, mails: moment == "EHLO" ? 0 : random.Next(3), random.Next(30));
            moments.Add(moment);
        }

        server.Answer = _ => null;
        using (var last = Start(server))
        {
            await last.EndAsync();
        }

        // Nobody sends what a killed process had claimed; when its lease is over it is a doubt that the console shows.
        var ledger = new MailLedger(warehouse.DataSource, new ManualClock(TimeProvider.System.GetUtcNow().AddMinutes(10)));
        await ledger.ExpireClaimsAsync(Stopping);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var states = (await connection.QueryAsync<(string Address, string State)>("select address, state from ops.delivery")).AsList();
        var copies = server.Accepted.ToLookup(mail => mail.Recipient);
        Assert.All(states, row => Assert.Contains(row.State, new[] { MailState.Accepted, MailState.InDoubt }));
        Assert.All(states, row => Assert.InRange(copies[row.Address].Count(), row.State == MailState.Accepted ? 1 : 0, 1));
        Assert.True(states.Count(row => row.State == MailState.InDoubt) is var doubts && doubts <= Kills
            && doubts >= moments.Count(moment => moment is not ("EHLO" or "in mid-data" or "after the 250")),
            $"killed at {string.Join(", ", moments)}: {string.Join(", ", states.GroupBy(row => row.State).Select(state => $"{state.Count()} {state.Key}"))}");
        Assert.Equal(states.Count(row => row.State == MailState.InDoubt),
            await connection.ExecuteScalarAsync<long>(
            "select count(*) from ops.delivery where words like 'the process % stopped while sending'"));
    }

    // Kills the sender at a moment of one mail's conversation, after some mails have gone.
    private async Task KillAsync(SmtpTestServer server, string moment, int mails, int milliseconds)
    {
        var left = mails;
        var killed = new TaskCompletionSource();
        Process? sender = null;
        using var started = new ManualResetEventSlim();
        string? Kill(string? answer)
        {
            started.Wait();
            sender!.Kill();
            sender.WaitForExit();
            killed.TrySetResult();
            return answer;
        }

        async Task KillSoonAsync()
        {
            await Task.Delay(milliseconds, Stopping);
            Kill(null);
        }

        server.Answer = command =>
        {
            var at = command.StartsWith("RCPT", StringComparison.Ordinal) ? "RCPT" : command;
            var wanted = moment switch { "in mid-data" => "DATA", "after the 250" => ".", _ => moment };
            if (killed.Task.IsCompleted || at != wanted || left-- > 0)
            {
                return null;
            }

            if (moment is "in mid-data" or "after the 250")
            {
                // The message is long enough that 30 ms end within it; after the 250 they end before or after the ledger knows of it.
                left = int.MaxValue;
                _ = KillSoonAsync();
                return null;
            }

            return Kill(null);
        };
        sender = Start(server);
        started.Set();
        await killed.Task.WaitAsync(TimeSpan.FromMinutes(2), Stopping);
        sender.Dispose();
    }

    private Process Start(SmtpTestServer server)
    {
        var start = new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "digest", "daily", "--as-of", "2026-05-12"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["KA_DATABASE"] = warehouse.ConnectionString;
        start.Environment["KA_DATABASE_OWNER"] = warehouse.OwnerConnectionString;
        start.Environment["KA_HOME"] = home;
        start.Environment["KA_Mail__Transport"] = "smtp";
        start.Environment["KA_Mail__From"] = "ka@ka.example";
        start.Environment["KA_Mail__Smtp__Host"] = "127.0.0.1";
        start.Environment["KA_Mail__Smtp__Port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["KA_Mail__Smtp__Security"] = "none";
        start.Environment["KA_Mail__Smtp__MailsPerMinute"] = "10000";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task AddEditionAsync(int readers)
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('daily', '2026-05-12', 1, now(), '2026-05-12', now(), 'arrived', false, false, now(), 'test');
            insert into ops.mail_content values ('hash', '日报', '<p>' || repeat('差异', 30000) || '</p>', '差异');
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
            select 1, 'reader' || n, '读者', 'reader' || n || '@example.com', 'zh-CN', 'hash', 'daily.2026-05-12.1.reader' || n || '@ka.example', 'rendered', now(), now()
            from generate_series(1, @readers) as n
            """, new { readers });
    }
}

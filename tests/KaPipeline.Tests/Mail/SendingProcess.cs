using System.Diagnostics;
using System.Globalization;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Mail;

/// <summary>One letter of one edition, and a real <c>ka</c> process that sends it.</summary>
internal sealed class SendingProcess : IAsyncDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-sending-").FullName;
    private readonly TestWarehouse warehouse;

    private SendingProcess(TestWarehouse warehouse) => this.warehouse = warehouse;

    public static async Task<SendingProcess> CreateAsync()
    {
        var made = new SendingProcess(await TestWarehouse.CreateAsync());
        await made.warehouse.DataSource.DoAsync(
            """
            with edition as (
                insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
                values ('daily', '2026-05-12', 1, now(), '2026-05-12', now(), 'arrived', false, false, now(), 'test') returning edition_id),
            content as (insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异') returning content_sha256)
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
            select edition_id, 'reader1', '读者', 'reader1@example.com', 'zh-CN', content_sha256, 'daily.2026-05-12.1.reader1@ka.example', 'rendered', now(), now() from edition, content
            """);
        return made;
    }

    /// <summary>Lets the process send to a server whose certificate it trusts, and waits for its end.</summary>
    /// <param name="secrets">Environment that only this process gets.</param>
    /// <returns>The exit code, and what it said on standard error.</returns>
    public async Task<(int Code, string Error)> SendAsync(SmtpTestServer server, Dictionary<string, string> secrets)
    {
        var trusted = Path.Combine(home, "trusted.pem");
        await File.WriteAllTextAsync(trusted, server.CertificatePem);
        var start = new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "digest", "daily", "--as-of", "2026-05-12"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>(secrets)
        {
            ["KA_Mail__Smtp__CaFile"] = trusted, ["KA_DATABASE"] = warehouse.ConnectionString,
            ["KA_DATABASE_OWNER"] = warehouse.OwnerConnectionString, ["KA_HOME"] = home,
            ["KA_Mail__Transport"] = "smtp", ["KA_Mail__From"] = "ka@ka.example", ["KA_Mail__Attempts"] = "1",
            ["KA_Mail__Smtp__Host"] = "127.0.0.1",
            ["KA_Mail__Smtp__Port"] = server.Port.ToString(CultureInfo.InvariantCulture), ["KA_Mail__Smtp__User"] = "ka@ka.example",
        })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEndAsync();
        await process.EndAsync();
        return (process.ExitCode, await error);
    }

    /// <summary>What the ledger says of the letter.</summary>
    public Task<string?> StateAsync() => warehouse.DataSource.FirstAsync<string>("select state from ops.delivery");

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }
}

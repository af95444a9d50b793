using System.Diagnostics;
using System.Text;
using Dapper;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>The program as it runs sends by STARTTLS with user and password to a server whose certificate the machine trusts.</summary>
[Trait("Category", "Slow")]
public sealed class SecureSendTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-secure-").FullName;
    private TestWarehouse warehouse = null!;

    public async Task InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async Task DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task The_password_goes_only_after_STARTTLS_and_the_mail_only_after_the_password()
    {
        await using var server = new SmtpTestServer(tls: true);
        await AddLetterAsync();

        var said = await SendAsync(server);

        Assert.Equal("chen@example.com", Assert.Single(server.Accepted).Recipient);
        Assert.Contains("1 accepted", said, StringComparison.Ordinal);
        var commands = server.Commands.Select(line => line.Split(' ', ':')[0].ToUpperInvariant()).ToList();
        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "AUTH"], commands.Take(4));
        Assert.Equal("MAIL", commands[5]);
        Assert.Equal("geheim 密码", Encoding.UTF8.GetString(Convert.FromBase64String(server.Commands.ElementAt(4))));
    }

    [Fact]
    public async Task A_server_that_does_not_take_the_password_takes_no_mail_and_its_words_are_kept()
    {
        await using var server = new SmtpTestServer(tls: true);
        server.Answer = command => command.EndsWith("==", StringComparison.Ordinal) ? "535 5.7.8 wrong password" : command == "MAIL" ? "530 5.7.0 authentication required" : null;
        await AddLetterAsync();

        await SendAsync(server);

        Assert.Empty(server.Accepted);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        var (state, words) = await connection.QuerySingleAsync<(string, string)>("select state, words from ops.delivery");
        Assert.Equal(DeliveryState.Refused, state);
        Assert.Contains("5.7.0 authentication required", words, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(SmtpTestServer server)
    {
        var trusted = Path.Combine(home, "trusted.pem");
        await File.WriteAllTextAsync(trusted, server.CertificatePem);
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "digest", "daily", "--as-of", "2026-05-12"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["KA_DATABASE"] = warehouse.ConnectionString, ["KA_DATABASE_OWNER"] = warehouse.OwnerConnectionString, ["KA_HOME"] = home, ["SSL_CERT_FILE"] = trusted,
            ["KA_Mail__Transport"] = "smtp", ["KA_Mail__From"] = "ka@ka.example", ["KA_Mail__Smtp__Host"] = "localhost", ["KA_Mail__Smtp__User"] = "ka",
            ["KA_Mail__Smtp__Port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), ["KA_SMTP_PASSWORD"] = "geheim 密码",
        })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said + await errors;
    }

    private async Task AddLetterAsync()
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
            values ('daily', '2026-05-12', 1, now(), '2026-05-12', now(), 'arrived', false, false, now(), 'test');
            insert into ops.mail_content values ('hash', '日报', '<p>差异</p>', '差异');
            insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before, rendered_at)
            values (1, 'chen', '陈伟', 'chen@example.com', 'zh-CN', 'hash', 'daily.2026-05-12.1.chen@ka.example', 'rendered', now(), now())
            """);
    }
}

using System.Net.Sockets;
using KaPipeline.Mail;

namespace KaPipeline.Host.Doctor;

/// <summary>Whether mails would leave, and if not, at which step they stop.</summary>
internal static class MailExamination
{
    /// <summary>The quick look of every round: the settings are whole, and a server answers at the port.</summary>
    public static async Task<Finding> GlanceAsync(KaHome home, CancellationToken ct)
    {
        if (Settings(home, out var options) is { } fault)
        {
            return fault;
        }

        if (options.Transport != "smtp")
        {
            return new(Health.Warning, "mail", $"mails are written to {options.Outbox}; they are not sent to anybody",
                "for real readers set Mail:Transport to smtp and Mail:Smtp in config/appsettings.json; config/appsettings.sample.jsonc shows each setting");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(options.Smtp.Host, options.Smtp.PortInUse, limit.Token);
            return new(Health.Well, "mail",
                $"a server answers at {options.Smtp.Host}:{options.Smtp.PortInUse}; ./ka doctor --mail encrypts and signs in as well");
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(Health.Bad, "mail", $"{options.Smtp.Host}:{options.Smtp.PortInUse} does not answer: {e.Message}",
                FixOf(MailServerFault.Unreachable, options.Smtp, "Smtp"));
        }
    }

    /// <summary>The whole way to each server but for a mail: connects, encrypts, signs in, and asks whether the sender is taken; and into
    /// the mailbox to which mails come back.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(KaHome home, TimeProvider clock, CancellationToken ct)
    {
        if (Settings(home, out var options) is { } fault)
        {
            return [fault];
        }

        var findings = new List<Finding>();
        findings.Add(options.Transport == "smtp" ? await ServerAsync("mail", "Smtp", options.Smtp, options.From, clock, ct)
            : Outbox(options.Outbox));
        if (options.AlarmSmtp.Host.Length > 0)
        {
            findings.Add(await ServerAsync("alarms", "AlarmSmtp", options.AlarmSmtp, options.From, clock, ct));
        }

        if (options.Returns.Host.Length > 0)
        {
            findings.Add(await ReturnsAsync(options.Returns, clock, ct));
        }

        findings.AddRange(Readers(options));
        return findings;
    }

    /// <summary>Whether anybody hears of failures, and whether mails lead into the console.</summary>
    public static IReadOnlyList<Finding> Readers(KaHome home) => Settings(home, out var options) is null ? Readers(options) : [];

    private static IReadOnlyList<Finding> Readers(MailOptions options) =>
    [
        .. options.Shadow ? (Finding[])[Shadow(options)] : [],
        options.Operations.Count > 0
            ? new(Health.Well, "operations", $"failures are reported to {string.Join(", ", options.Operations)}")
            : new(Health.Warning, "operations", "failures are reported to nobody", "name the addresses of operations in Mail:Operations"),
        options.ConsoleAddress.Length > 0
            ? new(Health.Well, "links", $"links in mails lead to {options.ConsoleAddress}")
            : new(Health.Warning, "links", "mails carry no links into the console", "set Mail:ConsoleAddress to the address under which people reach it"),
    ];

    /// <summary>Robots whose address or secret is not where the configuration says.</summary>
    public static IReadOnlyList<Finding> Robots(KaHome home)
    {
        IReadOnlyList<Robot> robots;
        try
        {
            robots = RecipientRules.Load(home.Config).Robots;
        }
        catch (InvalidDataException)
        {
            return []; // Said with the configuration.
        }

        Finding[] missing =
        [
            .. from robot in robots
               let fault = robot.Fault
               where fault is not null
               select new Finding(Health.Bad, "robots", $"{robot.Address}: {fault}",
               "put it where the robot's address and secret in config/recipients.yaml say; docs/robots.md has each kind"),
        ];
        return robots.Count == 0 || missing.Length > 0 ? missing
            : [new(Health.Well, "robots", $"address and secret are there: {string.Join(", ", robots.Select(robot => robot.Address))}")];
    }

    private static Finding Shadow(MailOptions options) => new(Health.Warning, "shadow",
        "the shadow month is on: letters are rendered and kept, and go to "
        + (options.ShadowReaders.Count == 0 ? "nobody" : $"nobody but {string.Join(", ", options.ShadowReaders)}"),
        "set Mail:Shadow to false in config/appsettings.json once the figures agree (docs/shadow-month.md)");

    private static Finding? Settings(KaHome home, out MailOptions options)
    {
        options = new MailOptions();
        try
        {
            options = MailSettings.Load(home);
            options.CreateTransport(TimeProvider.System);
            return null;
        }
        catch (InvalidDataException e)
        {
            return new(Health.Bad, "mail", e.Message,
                "correct section Mail of config/appsettings.json; config/appsettings.sample.jsonc shows each setting");
        }
    }

    private static Finding Outbox(string folder)
    {
        try
        {
            var probe = Path.Combine(Directory.CreateDirectory(folder).FullName, ".probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new(Health.Warning, "mail", $"mails are written to {folder}; they are not sent to anybody",
                "for real readers set Mail:Transport to smtp and Mail:Smtp:Host");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(Health.Bad, "mail", $"the outbox {folder} cannot be written: {e.Message}",
                "correct Mail:Outbox, or the permissions of that folder");
        }
    }

    private static async Task<Finding> ServerAsync(string subject, string setting, SmtpOptions server, string from, TimeProvider clock,
        CancellationToken ct)
    {
        try
        {
            await using var session = await new MailKitTransport(server, clock).OpenAsync(ct);
            await session.ProbeSenderAsync(from, ct);
            return new(Health.Well, subject, $"{server.Host}:{server.PortInUse}: {session.Description}; takes mails from {from}");
        }
        catch (MailServerException e)
        {
            return new(Health.Bad, subject, e.Message, FixOf(e.Fault, server, setting));
        }
    }

    private static async Task<Finding> ReturnsAsync(ReturnMailboxOptions mailbox, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            var mails = await new ReturnMailboxLine(mailbox, clock).CountAsync(ct);
            return new(Health.Well, "returns", $"{mailbox.Name}: signed in; {mails} mails lie there");
        }
        catch (MailServerException e)
        {
            return new(Health.Bad, "returns", e.Message, e.Fault switch
            {
                MailServerFault.SignIn =>
                    $"check Mail:Returns:User and the variable {mailbox.PasswordVariable}; many providers want IMAP switched on and an app password (授权码)",
                MailServerFault.Token => "check Mail:Returns:OAuth and its secrets",
                MailServerFault.Encryption =>
                    "port 143 needs Mail:Returns:Security start_tls, port 993 implicit_tls; a private authority's certificate is named in CaFile",
                MailServerFault.Unreachable =>
                    "check Mail:Returns:Host and Port, the name service, and whether a firewall lets this machine connect",
                _ => "check Mail:Returns:Folder and Security, or raise Mail:Returns:TimeoutSeconds",
            });
        }
    }

    private static string FixOf(MailServerFault fault, SmtpOptions server, string setting) => fault switch
    {
        MailServerFault.Unreachable =>
            $"check Mail:{setting}:Host and Port, the name service, and whether a firewall lets this machine connect",
        MailServerFault.Silent when server.Security == SmtpOptions.StartTls =>
        $"port 465 needs Mail:{setting}:Security implicit_tls; otherwise ask the server's administrators, or raise TimeoutSeconds",
        MailServerFault.Silent => $"ask the server's administrators, or raise Mail:{setting}:TimeoutSeconds",
        MailServerFault.Greeting => "ask the server's administrators whether this machine may connect",
        MailServerFault.Encryption when server.Security == SmtpOptions.ImplicitTls =>
        $"ports 587 and 25 need Mail:{setting}:Security start_tls; a private authority's certificate is named in CaFile; Host must be the name in the certificate",
        MailServerFault.Encryption =>
        $"port 465 needs Mail:{setting}:Security implicit_tls; a private authority's certificate is named in CaFile; Host must be the name in the certificate",
        MailServerFault.SignIn when server.OAuth.TokenEndpoint.Length > 0 =>
        $"check Mail:{setting}:User and OAuth:Scope, and whether the provider lets this application send for that mailbox",
        MailServerFault.SignIn =>
        $"check Mail:{setting}:User and the variable {server.PasswordVariable}; many providers want an app password (授权码) in place of the person's password",
        MailServerFault.Token =>
        $"check Mail:{setting}:OAuth, and the variables {server.OAuth.ClientSecretVariable} and {server.OAuth.RefreshTokenVariable}",
        _ => "set Mail:From to an address that this account may send as",
    };
}

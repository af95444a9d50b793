using System.Text.Json.Nodes;
using KaPipeline.Host.Accounts;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>Settings of the mail: what is not known, out of range or dangerous is refused in words before anything is sent.</summary>
public sealed class MailSettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_pickup_folder_is_refused_in_production_unless_asked_for()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => new MailOptions { Production = true }.CreateTransport(TimeProvider.System));

        Assert.Contains("nobody would get a mail", refusal.Message, StringComparison.Ordinal);
        Assert.IsType<PickupTransport>(new MailOptions { Production = true, PickupInProduction = true, Outbox = "/tmp" }
            .CreateTransport(TimeProvider.System));
    }

    [Theory]
    [InlineData("""{ "Smtp": { "StartTls": false } }""",
        "there is no setting Mail:Smtp:StartTls: set Security to start_tls, implicit_tls or none")]
    [InlineData("""{ "Smtp": { "UseSsl": true } }""", "there is no setting Mail:Smtp:UseSsl: set Security")]
    [InlineData("""{ "Smtp": { "Password": "x" } }""", "there is no setting Mail:Smtp:Password: a password does not belong in a file")]
    [InlineData("""{ "AlarmSmtp": { "Nonsense": 1 } }""",
        "there is no setting Mail:AlarmSmtp:Nonsense: there are CaFile, CheckRevocation, Host")]
    [InlineData("""{ "Smtp": { "OAuth": { "Tenant": "t" } } }""", "there is no setting Mail:Smtp:OAuth:Tenant: there are ClientId")]
    [InlineData("""{ "Nonsense": 1, "FromName": "KA" }""", "there is no setting Mail:FromName: set SenderNames")]
    [InlineData("""{ "Transport": "carrier pigeon" }""", "appsettings.json:1: Mail:Transport must be pickup or smtp")]
    [InlineData("""{ "Smtp": { "Port": "abc" } }""", "appsettings.json:1: Mail:Smtp:Port is \"abc\"; write a whole number")]
    [InlineData("""{ "Smtp": { "Port": 70000 } }""", "Smtp:Port must be between 0 and 65535")]
    [InlineData("""{ "Smtp": { "TimeoutSeconds": 0 } }""", "Smtp:TimeoutSeconds must be between 1 and 600")]
    [InlineData("""{ "Smtp": { "Security": "ssl" } }""", "Smtp:Security must be one of start_tls, implicit_tls, none")]
    [InlineData("""{ "Smtp": { "Security": "none", "User": "ka" } }""", "Smtp:Security is none, so there can be no sign-in")]
    [InlineData("""{ "Smtp": { "CaFile": "missing.pem" } }""", "missing.pem was not found")]
    [InlineData("""{ "AlarmSmtp": { "User": "a", "OAuth": { "TokenEndpoint": "http://login.example.com/token", "ClientId": "c" } } }""",
        "AlarmSmtp:OAuth:TokenEndpoint must be an https address")]
    [InlineData("""{ "Smtp": { "User": "a", "OAuth": { "TokenEndpoint": "https://login.example.com/token", "ClientId": "c", "Grant": "password" } } }""", "OAuth:Grant must be")]
    [InlineData("""{ "Smtp": { "OAuth": { "TokenEndpoint": "https://login.example.com/token", "ClientId": "c" } } }""", "OAuth needs User")]
    [InlineData("""{ "From": "nobody" }""", "From: \"nobody\" is not a mail address")]
    [InlineData("""{ "ReplyTo": "a b@example.com" }""", "ReplyTo: \"a b@example.com\" is not a mail address")]
    [InlineData("""{ "Operations": ["ops"] }""", "Operations: \"ops\" is not a mail address")]
    [InlineData("""{ "SenderNames": { "dayly": { "en": "x" } } }""", "there is no digest \"dayly\"")]
    [InlineData("""{ "SenderNames": { "daily": { "de": "x" } } }""", "there is no language \"de\"")]
    public void A_setting_that_is_wrong_is_refused_by_name(string mail, string words)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Read($$"""{ "Mail": {{mail}} }"""));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named() =>
        Assert.Contains("appsettings.json:1: the file is not JSON", Assert.Throws<InvalidDataException>(() => Read("{ \"Mail\": ")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("start_tls", 587)]
    [InlineData("implicit_tls", 465)]
    [InlineData("none", 25)]
    public void A_port_that_is_not_given_follows_the_protection(string security, int port)
    {
        var smtp = Read($$"""{ "Mail": { "Smtp": { "Security": "{{security}}" } } }""").Smtp;

        Assert.Equal(port, smtp.PortInUse);
    }

    [Fact]
    public void Without_settings_mails_lie_in_the_outbox_and_TLS_is_required()
    {
        var options = Read("{}");

        Assert.Equal(("pickup", "out", SmtpOptions.StartTls), (options.Transport, options.Outbox, options.Smtp.Security));
    }

    [Fact]
    public void Shipped_settings_and_the_commented_sample_are_taken()
    {
        var config = Path.Combine(Repository.Root, "config");
        Assert.Equal("pickup", MailSettings.Read(Path.Combine(config, "appsettings.json"), "out").Transport);

        var sample = MailSettings.Read(Path.Combine(config, "appsettings.sample.jsonc"), "out");
        Assert.Equal(("smtp", "start_tls", "KA_SMTP_PASSWORD"), (sample.Transport, sample.Smtp.Security, sample.Smtp.PasswordVariable));
    }

    /// <summary>An editor that completes by the schema must not offer what the program refuses, nor leave out what it takes.</summary>
    [Fact]
    public void Schema_knows_exactly_the_settings_that_the_program_reads()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "config", "appsettings.schema.json")))!;
        static IEnumerable<string> Names(Type type) => type.GetProperties().Where(property => property.CanWrite)
            .Select(property => property.Name).Order(StringComparer.Ordinal);
        IEnumerable<string> Known(params string[] path) =>
            path.Aggregate(schema, (node, name) => node[name]!)["properties"]!.AsObject().Select(property => property.Key)
            .Order(StringComparer.Ordinal);

        Assert.Equal(Names(typeof(MailOptions)), Known("properties", "Mail"));
        Assert.Equal(Names(typeof(SmtpOptions)), Known("$defs", "SmtpOptions"));
        Assert.Equal(Names(typeof(ReturnMailboxOptions)), Known("$defs", "ReturnMailboxOptions"));
        Assert.Equal(Names(typeof(OAuthOptions)), Known("$defs", "OAuth"));
        // A secret of the environment is no setting of the file.
        Assert.Equal(Names(typeof(ConsoleOptions)).Where(name => name != "KeyCertificatePassword"), Known("properties", "Console"));
        Assert.Equal(Names(typeof(ConsoleOptions.ExternalSignIn)).Where(name => name != "ClientSecret"), Known("$defs", "ExternalSignIn"));
        Assert.Equal(Names(typeof(JobOptions)), Known("properties", "Jobs"));
        Assert.Equal(["$schema", "Console", "Jobs", "Mail"], Known());
        Assert.All(schema["properties"]!.AsObject().Select(part => part.Value)
            .Concat(schema["$defs"]!.AsObject().Select(part => part.Value)).Append(schema)
            .Where(part => (string?)part!["type"] == "object"), part => Assert.False((bool)part!["additionalProperties"]!));
    }

    private MailOptions Read(string text)
    {
        var file = Path.Combine(folder, "appsettings.json");
        File.WriteAllText(file, text);
        return MailSettings.Read(file, "out");
    }
}

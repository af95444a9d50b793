using KaPipeline.Backup;
using KaPipeline.Host.Doctor;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KaPipeline.Tests.Host;

public sealed class DoctorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-doctor-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly KaHome Home = new(Path.GetTempPath(), Path.Combine(Repository.Root, "config"));

    [Theory]
    [InlineData("2026-10-31", Health.Well)]
    [InlineData("2026-11-01", Health.Warning)]
    [InlineData("2031-03-01", Health.Bad)]
    public void Missing_calendar_year_is_named_from_November_on(string today, Health expected)
    {
        var finding = Examination.Calendar(Home, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, finding.State);
        Assert.Equal(expected == Health.Well, finding.Fix is null);
    }

    [Fact]
    public void Shipped_configuration_is_well() => Assert.Equal(Health.Well, Examination.Configuration(Home).State);

    [Fact]
    public void Mistake_in_a_chain_is_named_with_its_file()
    {
        var config = Directory.CreateTempSubdirectory("ka-config-");
        Directory.CreateDirectory(Path.Combine(config.FullName, "chains"));
        File.WriteAllText(Path.Combine(config.FullName, "chains", "wrong.yaml"), "chain: wrong\nnonsense: 1\n");

        var finding = Examination.Configuration(new KaHome(Path.GetTempPath(), config.FullName));

        Assert.Equal(Health.Bad, finding.State);
        Assert.Contains("wrong.yaml", finding.Message, StringComparison.Ordinal);
        config.Delete(recursive: true);
    }

    [Theory]
    [InlineData("job: tidy,", "job: tidi,", "found the job \"tidi\", expected one of collect, load, reconcile")]
    [InlineData("job: tidy,", "job: tidy, cronn: x,", "a schedule knows no \"cronn:\"; write cron")]
    [InlineData("at: \"03:15\"", "cron: \"15 3 1 * 1\"", "found day of month \"1\" and day of week \"1\"")]
    public void Mistake_in_the_schedules_is_named_with_file_and_line(string right, string wrong, string says)
    {
        var config = ConfigCopy.Make(folder, "Jobs", []);
        var file = Path.Combine(config, "schedules.yaml");
        var lines = File.ReadAllLines(file);
        var line = Array.FindIndex(lines, text => text.Contains("name: tidy", StringComparison.Ordinal));
        lines[line] = lines[line].Replace(right, wrong, StringComparison.Ordinal);
        File.WriteAllLines(file, lines);

        var finding = Examination.Configuration(new KaHome(folder, config));

        Assert.Equal(Health.Bad, finding.State);
        Assert.Contains($"schedules.yaml:{line + 1}: ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Regions_and_people_of_the_recipients_are_held_against_the_master_data()
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var home = new KaHome(folder, ConfigCopy.Make(folder, "Jobs", []));
        var file = Path.Combine(home.Config, "recipients.yaml");
        var region = await world.Warehouse.DataSource.FirstAsync<string>("select min(region) from core.store where region <> ''", ct: Stopping);
        var lines = (await File.ReadAllLinesAsync(file, Stopping))
            .Where(line => !line.StartsWith("recipients:", StringComparison.Ordinal) && line != "silenced: {}").ToList();
        await File.WriteAllLinesAsync(file,
        [
            .. lines, "recipients:",
            $"  - {{ id: board, name: 张董, address: zhang@example.com, role: finance_director, regions: [{region}, {region}区] }}",
            "silenced:", "  nobody: on leave until 2026-12-01",
        ], Stopping);

        var faults = await ConfigCheck.UnknownToMasterDataAsync(home, world.Warehouse.DataSource, Stopping);

        Assert.Equal(2, faults.Count);
        Assert.Equal($"recipients.yaml:{lines.Count + 2}: no store is in the region {region}区; write {region}", faults[0]);
        Assert.StartsWith($"recipients.yaml:{lines.Count + 4}: silenced names nobody, who is unknown; write one of: ", faults[1],
            StringComparison.Ordinal);
        await world.Warehouse.DataSource.DoAsync("truncate core.store, core.person", ct: Stopping);
        Assert.Empty(await ConfigCheck.UnknownToMasterDataAsync(home, world.Warehouse.DataSource, Stopping));
    }

    [Fact]
    public async Task Newest_backup_is_named_and_a_missing_one_told_where_nobody_else_makes_any()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var clock = ManualClock.At(2026, 6, 1, 8, 0);
        async Task<(Health State, string Message)> FoundAsync(bool isEmbedded) =>
            await Examination.BackupAsync(warehouse.DataSource, isEmbedded, clock, Stopping) is var found
                ? (found.State, found.Message) : default;
        async Task BackUpAsync(string path, int? keep) =>
            await BackupRecord.NoteAsync(warehouse.DataSource, new BackupFolder(path), keep, "ka", clock.GetUtcNow(), Stopping);

        Assert.Equal((Health.Well, "none yet, nothing to lose"), await FoundAsync(isEmbedded: true));

        await warehouse.DataSource.DoAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('', 'store', 'stores.csv', repeat('0', 64), 1, 'folder', now(), now(), 1, 'loaded')
            """, ct: Stopping);
        Assert.Equal((Health.Warning, "files were loaded, and no backup was ever made"), await FoundAsync(isEmbedded: true));
        Assert.Equal(Health.Well, (await FoundAsync(isEmbedded: false)).State);

        await BackUpAsync("/root/by-hand", null);
        Assert.Equal((Health.Well, "newest 2026-06-01 08:00, /root/by-hand; none is made regularly"), await FoundAsync(isEmbedded: true));

        clock.Advance(TimeSpan.FromHours(1));
        await BackUpAsync("/backups/1", 30);
        Assert.Equal((Health.Well, "newest 2026-06-01 09:00, /backups/1"), await FoundAsync(isEmbedded: false));
        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal((Health.Warning, "the newest is old: 2026-06-01 09:00, /backups/1"), await FoundAsync(isEmbedded: false));
    }

    [Fact]
    public async Task Names_of_jobs_are_those_of_the_jobs()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=nowhere.invalid");
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(nowhere)
            .AddKaJobs(new KaHome(folder, Home.Config), new JobOptions()).BuildServiceProvider();

        Assert.Equal(services.GetRequiredService<Dispatcher>().JobNames, JobCatalogue.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, null, Health.Well, "signed in as ka@ka.example by LOGIN; takes mails from ka@ka.example")]
    [InlineData("AUTH", "535 5.7.8 wrong name or password", Health.Bad, "refused the sign-in as ka@ka.example: 535")]
    [InlineData("greeting", "554 5.7.1 blocked", Health.Bad, "554 5.7.1 blocked")]
    [InlineData("MAIL", "501 5.1.7 mail from must equal the user", Health.Bad, "the sender ka@ka.example is refused: 501")]
    [InlineData("MAIL", "cut", Health.Bad, "the connection ended when the sender ka@ka.example was named")]
    public async Task Mail_server_is_examined_all_the_way_and_gets_no_mail(string? at, string? reply, Health state, string says)
    {
        await using var server = new SmtpTestServer(tls: true) { Answer = command => command == at ? reply : null };
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), server.CertificatePem, Stopping);
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), $$"""
            {
              "Mail": {
                "Transport": "smtp", "From": "ka@ka.example", "Operations": ["ops@ka.example"],
                "Smtp": { "Host": "127.0.0.1", "Port": {{server.Port}}, "User": "ka@ka.example", "PasswordVariable": "PATH", "CaFile": "ca.pem" }
              }
            }
            """, Stopping);

        var findings = await MailExamination.RunAsync(new KaHome(folder, folder), TimeProvider.System, Stopping);

        Assert.Equal((3, state), (findings.Count, findings[0].State));
        Assert.Contains(says, findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(state == Health.Well, findings[0].Fix is null);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("RCPT", StringComparison.Ordinal) || command == "DATA");
    }

    [Theory]
    [InlineData("right", Health.Well, "INBOX: signed in; 1 mails lie there")]
    [InlineData("wrong", Health.Bad, "refused the sign-in")]
    public async Task Return_mailbox_is_signed_in_to_and_left_as_it_is(string password, Health state, string says)
    {
        Environment.SetEnvironmentVariable("KA_TEST_DOCTOR_IMAP", password);
        await using var server = new ImapTestServer { Password = "right", Mails = { [7] = "a mail" } };
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), $$"""
            {
              "Mail": {
                "Returns": {
                  "Host": "127.0.0.1", "Port": {{server.Port}}, "User": "ka@ka.example", "PasswordVariable": "KA_TEST_DOCTOR_IMAP",
                  "Security": "{{SmtpOptions.NoTlsEvenForThePassword}}"
                }
              }
            }
            """, Stopping);

        var findings = await MailExamination.RunAsync(new KaHome(folder, folder), TimeProvider.System, Stopping);

        var finding = Assert.Single(findings, finding => finding.Subject == "returns");
        Assert.Equal(state, finding.State);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.Equal(state == Health.Well, finding.Fix is null);
        Assert.DoesNotContain(server.Commands, command => command.Contains("FETCH", StringComparison.Ordinal)
            || command.StartsWith("SELECT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shadow_month_is_named_by_the_doctor_with_those_who_get_letters()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"),
            """{ "Mail": { "Shadow": true, "ShadowReaders": ["E002"] } }""", Stopping);

        var finding = Assert.Single(MailExamination.Readers(new KaHome(folder, folder)), finding => finding.Subject == "shadow");

        Assert.Equal(Health.Warning, finding.State);
        Assert.Contains("nobody but E002", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistyped_mail_setting_is_named_by_the_doctor()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), """{ "Mail": { "Smtp": { "StartTls": true } } }""", Stopping);

        var finding = await MailExamination.GlanceAsync(new KaHome(folder, folder), Stopping);

        Assert.Equal(Health.Bad, finding.State);
        Assert.Contains("there is no setting Mail:Smtp:StartTls: set Security to start_tls", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outbox_that_nobody_collects_is_a_warning() =>
        Assert.Equal(Health.Warning, (await MailExamination.GlanceAsync(Home, Stopping)).State);
}

using Dapper;
using KaPipeline.Backup;
using KaPipeline.Host.Warehouse;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Doctor;

/// <summary>The doctor's round: machine, database, configuration, calendar, mail.</summary>
public static class Examination
{
    /// <summary>Looks at everything; a part that fails does not hide the others.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(TimeProvider clock, CancellationToken ct)
    {
        var findings = new List<Finding> { Machine() };
        KaHome home;
        try
        {
            home = KaHome.FromEnvironment();
        }
        catch (DirectoryNotFoundException e)
        {
            findings.Add(new(Health.Bad, "config", e.Message, "run from the project's folder, or set KA_CONFIG"));
            return findings;
        }

        findings.AddRange(await DatabaseAsync(home, clock, ct));
        findings.Add(Configuration(home));
        findings.Add(Calendar(home, BusinessTime.Today(clock)));
        findings.Add(await MailExamination.GlanceAsync(home, ct));
        findings.AddRange(MailExamination.Readers(home));
        findings.AddRange(MailExamination.Robots(home));
        return findings;
    }

    private static Finding Machine()
    {
        var programs = PostgresPrograms.Find();
        return programs is not null
            ? new(Health.Well, "machine", $".NET {Environment.Version}, PostgreSQL {programs.Major} programs in {programs.Folder}")
            : new(Environment.GetEnvironmentVariable("KA_DATABASE") is null ? Health.Bad : Health.Warning,
                "machine", "PostgreSQL server programs were not found", PostgresPrograms.InstallHint);
    }

    /// <summary>Every file of <c>config/</c>, as the program reads them.</summary>
    internal static Finding Configuration(KaHome home) => ConfigCheck.Faults(home) is { Count: > 0 } faults
        ? new(Health.Bad, "config", string.Join(Environment.NewLine, faults), $"correct each of these lines below {home.Config}")
        : new(Health.Well, "config", $"{home.Config}: every file is valid");

    /// <summary>That the next year is not there yet is a warning; that this year is not stops reports.</summary>
    internal static Finding Calendar(KaHome home, DateOnly today)
    {
        try
        {
            var calendar = WorkingCalendar.Load(home.Config);
            var years = calendar.Sources;
            if (!years.ContainsKey(today.Year))
            {
                return new(Health.Bad, "calendar", $"{today.Year} is missing: due dates and send dates cannot be computed",
                    MendYear(today.Year));
            }

            if (!calendar.MissesNextYear(today) && calendar.ToDo(today) is { } toDo)
            {
                var draft = calendar.IsDraft(today.Year) ? today.Year : today.Year + 1;
                return new(Health.Warning, "calendar", Bilingual.In(toDo, Language.English)!, MendYear(draft));
            }

            return calendar.MissesNextYear(today)
                ? new(Health.Warning, "calendar", $"{today.Year + 1} is missing; without it reports stop on 1 January",
                MendYear(today.Year + 1))
                : new(Health.Well, "calendar", $"years {string.Join(", ", years.Keys.Select(year => calendar.IsDraft(year) ? $"{year} (unconfirmed draft)" : $"{year}"))}");
        }
        catch (InvalidDataException e)
        {
            return new(Health.Bad, "calendar", e.Message, "correct that line");
        }
    }

    private static string MendYear(int year) =>
        $"write config/calendar/{year}.csv from the State Council's notice (国务院办公厅关于{year}年部分节假日安排的通知), as config/calendar/2026.csv shows; until it is out: ka calendar draft {year}";

    private static async Task<IReadOnlyList<Finding>> DatabaseAsync(KaHome home, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            await using var warehouse = await ReadyWarehouse.OpenWithoutConfigAsync(home, ct);
            await using var connection = await warehouse.DataSource.OpenConnectionAsync(ct);
            var version = await connection.ExecuteScalarAsync<string>("show server_version");
            return [new(Health.Well, "database", $"{warehouse.Description}; server {version}"),
                await MasterDataAsync(warehouse.DataSource, clock, ct),
                await BackupAsync(warehouse.DataSource, warehouse.IsEmbedded, clock, ct),
                .. await NodesAsync(warehouse.DataSource, clock, ct), .. await PeopleAsync(home, warehouse.DataSource, ct)];
        }
        catch (Exception e) when (e is WarehouseUnavailableException or NewerDatabaseException or NpgsqlException)
        {
            return [new(Health.Bad, "database", e.Message, Environment.GetEnvironmentVariable("KA_DATABASE") is { Length: > 0 }
                ? "start or reach the server that KA_DATABASE names, correct it, or unset it to use the embedded one"
                : "do what the message says, or set KA_DATABASE to a PostgreSQL server")];
        }
    }

    /// <summary>The living nodes that do not follow <c>config/</c> as it is on disk.</summary>
    internal static async Task<IReadOnlyList<Finding>> NodesAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken ct) =>
    [
        .. (await NodeRegister.NotFollowingAsync(database, ct)).Select(node => new Finding(
            Health.Warning, "node", $"{node.Worker}: {Bilingual.Both(node.Message)}",
            "correct the file that is named; restart the node if a restart is due")),
    ];

    private static async Task<IEnumerable<Finding>> PeopleAsync(KaHome home, NpgsqlDataSource database, CancellationToken ct) =>
        (await ConfigCheck.UnknownToMasterDataAsync(home, database, ct))
            .Select(fault =>
            new Finding(Health.Bad, "people", fault, "correct that line, or delete it if the master data no longer contain it"));

    /// <summary>The newest backup. A server of one's own may be backed up by other means; the embedded one is not.</summary>
    internal static async Task<Finding> BackupAsync(
        NpgsqlDataSource database, bool isEmbedded, TimeProvider clock, CancellationToken ct)
    {
        if (await BackupRecord.NewestAsync(database, ct) is { } newest)
        {
            var made = $"{TimeZoneInfo.ConvertTime(newest.MadeAt, BusinessTime.Zone):yyyy-MM-dd HH:mm}, {newest.Path}";
            return newest.IsOld(clock.GetUtcNow())
                ? new(Health.Warning, "backup", $"the newest is old: {made}",
                    "see why the nightly one no longer runs, and make one: ka backup FOLDER")
                : new(Health.Well, "backup", newest.IsRegular ? $"newest {made}" : $"newest {made}; none is made regularly");
        }

        var hasData = await database.FirstAsync<bool>("select exists (select from ops.load)", ct: ct);
        return isEmbedded && hasData
            ? new(Health.Warning, "backup", "files were loaded, and no backup was ever made",
                "let ka backup FOLDER --keep 30 run each night (deploy/ka-pipeline-backup.timer)")
            : new(Health.Well, "backup", hasData ? "none by ka backup; the server's own are not seen from here" : "none yet, nothing to lose");
    }

    /// <summary>Whether the company's master data contradict themselves.</summary>
    internal static async Task<Finding> MasterDataAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        var kinds = await database.ListAsync<(string Kind, long Count)>(
            new ReportClock(BusinessTime.Today(clock), clock.GetUtcNow()),
            "select kind, count(*) from mart.master_data_finding group by kind order by kind", null, ct);
        return kinds.Count == 0 ? new(Health.Well, "master data", "no contradictions")
            : new(Health.Warning, "master data", string.Join(", ", kinds.Select(kind => $"{kind.Kind} {kind.Count}")),
            "see ka check, or the console's page Master data; correct the rows and load their files again");
    }
}

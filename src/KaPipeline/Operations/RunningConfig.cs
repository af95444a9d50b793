using System.Security.Cryptography;
using Dapper;
using KaPipeline.Audit;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>What <c>config/</c> says, read whole; one state of all its files.</summary>
public sealed record ConfigState(
    WorkingCalendar Calendar, IReadOnlyList<JobSchedule> Schedules, IReadOnlyList<SourceOptions> Sources, RecipientRules Recipients,
    BusinessRules Rules);

/// <summary>The configuration that a process works by. Changed files are taken over while it runs, all of them or none: where one cannot be
/// used the old state stays in use, and people are told.</summary>
public sealed class RunningConfig
{
    // Read at start alone.
    private const string AtStart = "appsettings.json";

    private readonly string folder;
    private readonly IReadOnlyCollection<string> jobs;
    private readonly ProfileCatalog profiles;
    private volatile ConfigState state;
    private Dictionary<string, string> taken;
    private Dictionary<string, string> seen;
    private string? refused;

    /// <summary>Reads the configuration.</summary>
    /// <param name="folder">The folder <c>config/</c>.</param>
    /// <param name="jobs">Names of the jobs that schedules may name.</param>
    /// <param name="profiles">The profiles, which are renewed with the rest.</param>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it.</exception>
    public RunningConfig(string folder, IReadOnlyCollection<string> jobs, ProfileCatalog profiles)
    {
        this.folder = folder;
        this.jobs = jobs;
        this.profiles = profiles;
        taken = Files();
        seen = taken;
        state = Read();
    }

    /// <summary>The state that holds now. Whoever works by it keeps it to the end: a run does not change its mind halfway.</summary>
    public ConfigState Now => state;

    /// <summary>What is on disk and is not followed, for people; null where all is.</summary>
    public string? Message { get; private set; }

    /// <summary>Looks at the files; what changed and was not touched since the last look is checked, mirrored into the warehouse and taken
    /// over, with an entry in the audit.</summary>
    /// <param name="worker">The node, for the audit.</param>
    /// <returns>Names of the files that were taken over.</returns>
    public async Task<IReadOnlyList<string>> LookAsync(NpgsqlDataSource database, string worker, TimeProvider clock, CancellationToken ct)
    {
        var found = Files();
        var isAtRest = Changed(seen, found).Count == 0;
        seen = found;
        var changed = Changed(taken, found);
        var renewed = changed.Where(file => file != AtStart).ToList();
        if (renewed.Count == 0)
        {
            refused = null;
        }
        else if (isAtRest)
        {
            try
            {
                var next = Read();
                profiles.Renew();
                await MirrorAsync(next, renewed, found, database, worker, clock, ct);
                state = next;
                // Those of the start stay as they were then, so that the difference is still told.
                var atStart = taken.GetValueOrDefault(AtStart);
                taken = new(found) { [AtStart] = atStart ?? "" };
                refused = null;
            }
            catch (Exception e) when (e is not (OperationCanceledException or NpgsqlException or TimeoutException))
            {
                refused = e.Message;
                renewed = [];
            }
        }
        else
        {
            renewed = [];
        }

        var isRestartDue = changed.Contains(AtStart);
        Message = refused is null && !isRestartDue ? null : Bilingual.Of(language => string.Join("; ", new[]
        {
            refused is null ? null : language.Say("配置有误，沿用原配置：", "the configuration is wrong, so the earlier one stays in use: ")
                + Bilingual.In(refused, language),
            isRestartDue ? language.Say($"{AtStart} 已改动，需重启", $"{AtStart} has changed: a restart is due") : null,
        }.OfType<string>()));
        return renewed;
    }

    private ConfigState Read() => new(
        WorkingCalendar.Load(folder), SchedulesFile.Read(folder, jobs), SourceCatalog.Load(folder), RecipientRules.Load(folder),
        BusinessRules.Load(folder));

    private async Task MirrorAsync(
        ConfigState next, List<string> changed, Dictionary<string, string> found, NpgsqlDataSource database, string worker,
        TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await new ScheduleStore(database, clock).SyncAsync(next.Schedules, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await ProfileSync.SyncAsync(connection, profiles.Chains, now, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@SettingsLock)", new { SettingsSync.SettingsLock }, transaction);
        await SettingsSync.SyncAsync(connection, next.Calendar, next.Rules, now, ct);
        await AuditTrail.RecordAsync(
            transaction, now, worker, "take_over_config", "config", string.Join(", ", changed),
            before: Of(taken), after: Of(found), ct: ct);
        await transaction.CommitAsync(ct);

        Dictionary<string, string?> Of(Dictionary<string, string> files) =>
            changed.ToDictionary(file => file, file => files.GetValueOrDefault(file));
    }

    // Each file of the folder with a hash of its content.
    private Dictionary<string, string> Files() =>
        new[] { AtStart, "schedules.yaml", "sources.yaml", "recipients.yaml", "rules.yaml", "master-data.yaml" }
        .Select(name => Path.Combine(folder, name)).Where(File.Exists)
            .Concat(In("calendar", "*.csv")).Concat(In("chains", "*.yaml"))
            .ToDictionary(path => Path.GetRelativePath(folder, path), HashOf);

    private static string HashOf(string path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..12];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another state of the file; whoever reads it next says the same.
            return e.Message;
        }
    }

    private string[] In(string below, string pattern) => Directory.Exists(Path.Combine(folder, below))
        ? Directory.GetFiles(Path.Combine(folder, below), pattern) : [];

    private static List<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. before.Keys.Union(after.Keys).Where(file => before.GetValueOrDefault(file, "") != after.GetValueOrDefault(file, ""))
        .Order(StringComparer.Ordinal)];
}

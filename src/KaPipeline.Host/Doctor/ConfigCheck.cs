using Dapper;
using KaPipeline.Configuration;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Work;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Rules;
using Npgsql;

namespace KaPipeline.Host.Doctor;

/// <summary>Every file of <c>config/</c>, each by the reader that loads it: what the doctor says, what <c>ka serve</c> and <c>ka run</c>
/// refuse to start with, and what the tests hold this repository's own files to.</summary>
public static class ConfigCheck
{
    private static readonly string[] Sections = ["Mail", "Console", "Jobs"];

    private static readonly Dictionary<string, Func<KaHome, IReadOnlyList<string>>> ByFile = new(StringComparer.Ordinal)
    {
        ["rules.yaml"] = home => Of(() => BusinessRules.Load(home.Config)),
        ["recipients.yaml"] = home => Of(() => RecipientRules.Load(home.Config)),
        ["schedules.yaml"] = home => Of(() => SchedulesFile.Read(home.Config, JobCatalogue.Names)),
        ["sources.yaml"] = home => Of(() => SourceCatalog.Load(home.Config)),
        ["appsettings.json"] = Settings,
    };

    /// <summary>A line per mistake, as file:line: what is there; what to write.</summary>
    public static IReadOnlyList<string> Faults(KaHome home) =>
    [
        .. Unread(home.Config),
        .. Of(() => ProfileCatalog.Load(home.Config)),
        .. Of(() => WorkingCalendar.Load(home.Config)),
        .. ByFile.Keys.SelectMany(file => Faults(home, file)),
    ];

    /// <summary>The mistakes of one file.</summary>
    /// <param name="home">Where it is.</param>
    /// <param name="file">Its name below <c>config/</c>.</param>
    internal static IReadOnlyList<string> Faults(KaHome home, string file) => ByFile.TryGetValue(file, out var read) ? read(home)
        : Of(() => file.StartsWith("calendar/", StringComparison.Ordinal) ? WorkingCalendar.Load(home.Config)
        : ProfileFile.Read(Path.Combine(home.Config, file)));

    /// <summary>Stops whoever is about to start with a mistake in the configuration.</summary>
    /// <exception cref="InvalidDataException">There are mistakes; the message lists all.</exception>
    public static void Require(KaHome home)
    {
        if (Faults(home) is { Count: > 0 } faults)
        {
            throw new InvalidDataException($"{home.Config}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
        }
    }

    /// <summary>People whom <c>recipients.yaml</c> silences and regions that it names of which the master data know nothing; none where
    /// none were loaded yet.</summary>
    public static async Task<IReadOnlyList<string>> UnknownToMasterDataAsync(KaHome home, NpgsqlDataSource database, CancellationToken ct)
    {
        RecipientRules rules;
        try
        {
            rules = RecipientRules.Load(home.Config);
        }
        catch (InvalidDataException)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var people = (await connection.QueryAsync<string>(new CommandDefinition(
            "select distinct person_id from core.person where superseded_at = 'infinity'", cancellationToken: ct))).ToList();
        var regions = (await connection.QueryAsync<string>(new CommandDefinition(
            "select distinct region from core.store where superseded_at = 'infinity' and region <> ''", cancellationToken: ct))).ToList();
        return
        [
            .. rules.RegionLines.Where(named => regions.Count > 0 && !regions.Contains(named.Region))
                .Select(named => FormattableString.Invariant(
                    $"recipients.yaml:{named.Line}: no store is in the region {named.Region}; {Nearest.Advice(named.Region, regions)}")),
            .. rules.SilencedLines.Where(line => people.Count > 0 && !people.Contains(line.Key)
            && !rules.Recipients.Any(addition => addition.Id == line.Key) && !rules.Robots.Any(robot => robot.Address == line.Key))
                .Select(line =>
                FormattableString.Invariant(
                $"recipients.yaml:{line.Value}: silenced names {line.Key}, who is unknown; {Nearest.Advice(line.Key, people)}")),
        ];
    }

    private static List<string> Settings(KaHome home)
    {
        var file = Path.Combine(home.Config, "appsettings.json");
        if (Of(() => SettingsFile.Open(file)) is { Count: > 0 } faults)
        {
            return faults;
        }

        var settings = SettingsFile.Open(file);
        return
        [
            .. settings.UnknownSections(Sections),
            .. Of(() => MailSettings.Load(home).CreateTransport(TimeProvider.System)),
            .. Of(() => settings.Read<ConsoleOptions>("Console")),
            .. Of(() => settings.Read<JobOptions>("Jobs")),
        ];
    }

    private static IReadOnlyList<string> Known { get; } =
        [.. ByFile.Keys, "master-data.yaml", "appsettings.schema.json", "profile.schema.json"];

    // A file under a mistyped name is read by nobody, and nobody would be told.
    private static IEnumerable<string> Unread(string config) => Directory.EnumerateFiles(config, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(config, file).Replace('\\', '/'))
        .Where(name => Path.GetExtension(name) is ".yaml" or ".yml" or ".json" or ".csv" && !Known.Contains(name) && !IsRead(name))
        .Order(StringComparer.Ordinal)
        .Select(name =>
        $"{name}:1: no part of the program reads a file of this name; chains are in chains/*.yaml, years in calendar/*.csv, else {Nearest.Advice(name, Known)}");

    private static bool IsRead(string name) => (Path.GetDirectoryName(name), Path.GetExtension(name)) is ("chains", ".yaml")
        or ("calendar", ".csv");

    private static List<string> Of(Func<object> read)
    {
        try
        {
            read();
            return [];
        }
        catch (ProfileException e)
        {
            return [.. e.Errors];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return [.. e.Message.Split(Environment.NewLine)];
        }
    }
}

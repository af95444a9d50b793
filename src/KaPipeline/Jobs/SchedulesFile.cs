using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace KaPipeline.Jobs;

/// <summary>Reads <c>config/schedules.yaml</c>.</summary>
public static class SchedulesFile
{
    private sealed class Document
    {
        public List<JobSchedule> Schedules { get; set; } = [];
    }

    /// <summary>The schedules of the file below <paramref name="configFolder"/>, in its order.</summary>
    /// <exception cref="InvalidDataException">The file, a cron or a name is wrong; the message names it.</exception>
    public static IReadOnlyList<JobSchedule> Read(string configFolder)
    {
        var file = Path.Combine(configFolder, "schedules.yaml");
        try
        {
            var schedules = new DeserializerBuilder()
                .WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
                .Build().Deserialize<Document>(File.ReadAllText(file)).Schedules;
            foreach (var schedule in schedules)
            {
                UnixCron.Parse(schedule.Cron);
            }

            return schedules.GroupBy(schedule => schedule.Name).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? throw new InvalidDataException($"{file}: found the name {twice.Key} twice, expected each once.")
                : schedules;
        }
        catch (Exception e) when (e is YamlException or FormatException)
        {
            throw new InvalidDataException($"{file}: {(e.InnerException ?? e).Message}", e);
        }
    }
}

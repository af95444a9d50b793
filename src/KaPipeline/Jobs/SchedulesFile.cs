using System.Globalization;
using KaPipeline.Digests.Calendar;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KaPipeline.Jobs;

/// <summary>Reads <c>config/schedules.yaml</c>.</summary>
public static class SchedulesFile
{
    /// <summary>The schedules of the file below <paramref name="configFolder"/>, in its order.</summary>
    /// <param name="configFolder">The folder <c>config/</c>.</param>
    /// <param name="jobs">The jobs that there are; null where only times and days are asked for, so that any name passes.</param>
    /// <exception cref="InvalidDataException">A key, a value, a cron, a name or a job is wrong; the message names file and line.</exception>
    public static IReadOnlyList<JobSchedule> Read(string configFolder, IReadOnlyCollection<string>? jobs = null)
    {
        var file = Path.Combine(configFolder, "schedules.yaml");
        var schedules = new List<JobSchedule>();
        try
        {
            foreach (var entry in Entries(File.ReadAllText(file)))
            {
                schedules.Add(entry.ToSchedule(schedules, jobs));
            }

            return schedules;
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{file}, line {e.Start.Line}: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static IEnumerable<Entry> Entries(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        var list = parser.Consume<Scalar>();
        if (list.Value != "schedules")
        {
            throw new YamlException(list.Start, list.End, $"found the key \"{list.Value}\", expected schedules.");
        }

        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            yield return new Entry(parser);
        }

        if (parser.TryConsume<Scalar>(out var other))
        {
            throw new YamlException(other.Start, other.End, $"found the key \"{other.Value}\", expected schedules alone.");
        }
    }

    /// <summary>One schedule as it stands in the file; whatever is wrong is said with the line of the key.</summary>
    private sealed class Entry
    {
        private static readonly string[] Keys =
            ["name", "job", "at", "cron", "days", "catch_up", "catch_up_hours", "date_offset", "each_chain", "enabled"];

        private readonly Dictionary<string, (Scalar Key, string Value)> fields = [];
        private readonly MappingStart start;

        public Entry(Parser parser)
        {
            start = parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                if (!Keys.Contains(key.Value))
                {
                    throw Wrong(key, $"found the key \"{key.Value}\", expected one of {string.Join(", ", Keys)}.");
                }

                if (!fields.TryAdd(key.Value, (key, parser.Consume<Scalar>().Value)))
                {
                    throw Wrong(key, $"found the key {key.Value} twice, expected it once.");
                }
            }
        }

        public JobSchedule ToSchedule(IReadOnlyCollection<JobSchedule> before, IReadOnlyCollection<string>? jobs)
        {
            var (name, job) = (Required("name"), Required("job"));
            if (jobs?.Contains(job) == false)
            {
                throw Wrong(fields["job"].Key, $"found the job \"{job}\", expected one of {string.Join(", ", jobs)}.");
            }

            if (before.Any(schedule => schedule.Name == name))
            {
                throw Wrong(fields["name"].Key, $"found the name {name} twice, expected each once.");
            }

            var isDigest = DigestDays.Digests.Contains(job);
            if (isDigest)
            {
                CheckDigest(job, before);
            }

            return new JobSchedule
            {
                Name = name,
                Job = job,
                Cron = Cron(),
                Days = isDigest ? ScheduleDays.Digest
                    : OneOf("days", ("every_day", ScheduleDays.EveryDay), ("working_day", ScheduleDays.WorkingDay)),
                CatchUp = OneOf("catch_up", ("all", CatchUp.All), ("latest", CatchUp.Latest), ("none", CatchUp.None)),
                CatchUpHours = Whole("catch_up_hours", 24 * 7, 1, 24 * 366),
                DateOffset = isDigest ? -1 : Whole("date_offset", 0, -366, 366),
                EachChain = OneOf("each_chain", ("false", false), ("true", true)),
                Enabled = OneOf("enabled", ("true", true), ("false", false)),
            };
        }

        // A digest covers the days up to the one before it goes, and goes by the calendar.
        private void CheckDigest(string job, IReadOnlyCollection<JobSchedule> before)
        {
            foreach (var key in (string[])["cron", "days", "date_offset", "each_chain"])
            {
                if (fields.TryGetValue(key, out var field))
                {
                    throw Wrong(
                        field.Key,
                        $"found {key} \"{field.Value}\" for the digest {job}, expected at: \"HH:MM\" alone; days: {DigestDays.RuleOf(job).English}.");
                }
            }

            if (before.Any(schedule => schedule.Job == job))
            {
                throw Wrong(fields["job"].Key, $"found a second schedule for the digest {job}, expected one.");
            }
        }

        private string Cron()
        {
            if (fields.ContainsKey("at") == fields.ContainsKey("cron"))
            {
                var found = fields.ContainsKey("at") ? "both at and cron" : "neither at nor cron";
                throw Wrong(start, $"found {found}, expected one of them.");
            }

            if (fields.TryGetValue("at", out var at))
            {
                return TimeOnly.TryParseExact(at.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                    ? string.Create(CultureInfo.InvariantCulture, $"{time.Minute} {time.Hour} * * *")
                    : throw Wrong(at.Key, $"found at \"{at.Value}\", expected a time of day such as \"07:30\".");
            }

            try
            {
                BusinessCron.Parse(fields["cron"].Value);
                return fields["cron"].Value;
            }
            catch (FormatException e)
            {
                throw Wrong(fields["cron"].Key, e.Message);
            }
        }

        private string Required(string key) => fields.TryGetValue(key, out var field) && field.Value.Length > 0 ? field.Value
            : throw Wrong(start, $"found a schedule without {key}, expected one.");

        private int Whole(string key, int otherwise, int least, int most) => !fields.TryGetValue(key, out var field) ? otherwise
            : int.TryParse(field.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && value >= least && value <= most ? value
            : throw Wrong(field.Key, $"found {key} \"{field.Value}\", expected a whole number from {least} to {most}.");

        private T OneOf<T>(string key, params (string Word, T Value)[] choices) =>
            !fields.TryGetValue(key, out var field) ? choices[0].Value
            : choices.Where(choice => choice.Word == field.Value).Select(choice => (T?)choice.Value).ToList() is [{ } value] ? value
            : throw Wrong(
                field.Key, $"found {key} \"{field.Value}\", expected {string.Join(" or ", choices.Select(choice => choice.Word))}.");

        private static YamlException Wrong(ParsingEvent at, string says) => new(at.Start, at.End, says);
    }
}

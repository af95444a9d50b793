using System.Globalization;
using KaPipeline.Configuration;
using KaPipeline.Digests.Calendar;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Jobs;

/// <summary>Reads <c>config/schedules.yaml</c>.</summary>
public static class SchedulesFile
{
    /// <summary>The schedules of the file below <paramref name="configFolder"/>, in its order.</summary>
    /// <param name="configFolder">The folder <c>config/</c>.</param>
    /// <param name="jobs">The jobs that there are; null where only times and days are asked for, so that any name passes.</param>
    /// <exception cref="InvalidDataException">A key, a value, a cron, a name or a job is wrong; the message names file and
    /// line.</exception>
    public static IReadOnlyList<JobSchedule> Read(string configFolder, IReadOnlyCollection<string>? jobs = null) => ConfigFile.Read(
        Path.Combine(configFolder, "schedules.yaml"), "when jobs are due", "write \"schedules: []\", or copy it from the release", root =>
        {
            var schedules = new List<JobSchedule>();
            if (!root.Has("schedules"))
            {
                root.Error((YamlNode?)null, "the file needs \"schedules:\", a list; write \"schedules: []\" for none");
            }

            foreach (var entry in root.Sections("schedules", "a schedule"))
            {
                var schedule = Schedule(entry, jobs);
                if (schedules.Any(other => other.Name == schedule.Name && schedule.Name.Length > 0))
                {
                    entry.Error("name", $"found the name {schedule.Name} twice, expected each once.");
                }

                if (DigestDays.Digests.Contains(schedule.Job) && schedules.Any(other => other.Job == schedule.Job))
                {
                    entry.Error("job", $"found a second schedule for the digest {schedule.Job}, expected one.");
                }

                schedules.Add(schedule);
                entry.Finish();
            }

            return schedules;
        });

    private static JobSchedule Schedule(YamlSection entry, IReadOnlyCollection<string>? jobs)
    {
        var (name, job) = (entry.Required("name", "reconcile"), entry.Required("job", "reconcile"));
        if (job.Length > 0 && jobs?.Contains(job) == false)
        {
            entry.Error("job", $"found the job \"{job}\", expected one of {string.Join(", ", jobs)}.");
        }

        // A digest covers the days up to the one before it goes, and goes by the calendar.
        var isDigest = DigestDays.Digests.Contains(job);
        foreach (var key in ((string[])["cron", "days", "date_offset", "each_chain"]).Where(key => isDigest && entry.Has(key)))
        {
            entry.Error(key,
                $"found {key} \"{entry.Text(key)}\" for the digest {job}, expected at: \"HH:MM\" alone; days: {DigestDays.RuleOf(job).English}.");
        }

        var schedule = new JobSchedule
        {
            Name = name,
            Job = job,
            Cron = Cron(entry),
            Days = entry.OneOf("days", "every_day", "every_day", "working_day") == "working_day" ? ScheduleDays.WorkingDay
            : ScheduleDays.EveryDay,
            CatchUp = entry.OneOf("catch_up", "all", "all", "latest", "none") switch
            {
                "latest" => CatchUp.Latest,
                "none" => CatchUp.None,
                _ => CatchUp.All
            },
            CatchUpHours = entry.Whole("catch_up_hours", 24 * 7, 1, 24 * 366),
            DateOffset = entry.Whole("date_offset", 0, -366, 366),
            EachChain = entry.Flag("each_chain", false),
            Enabled = entry.Flag("enabled", true),
        };
        return isDigest ? schedule with { Days = ScheduleDays.Digest, DateOffset = -1 } : schedule;
    }

    private static string Cron(YamlSection entry)
    {
        var (at, cron) = (entry.Text("at"), entry.Text("cron"));
        if (entry.Has("at") == entry.Has("cron"))
        {
            entry.Error((YamlNode?)null, $"found {(entry.Has("at") ? "both at and cron" : "neither at nor cron")}, expected one of them.");
        }
        else if (at is not null && TimeOnly.TryParseExact(at, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{time.Minute} {time.Hour} * * *");
        }
        else if (at is not null)
        {
            entry.Error("at", $"found at \"{at}\", expected a time of day such as \"07:30\".");
        }
        else if (cron is not null)
        {
            try
            {
                BusinessCron.Parse(cron);
            }
            catch (FormatException e)
            {
                entry.Error("cron", e.Message);
            }

            return cron;
        }

        return "";
    }
}

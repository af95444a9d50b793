using System.CommandLine;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Operations;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka schedule trigger|pause|resume NAME</c>: what the dashboard's buttons do to schedules, with the same entries in the
/// audit.</summary>
internal static class ScheduleVerb
{
    public static Command Create() => new("schedule", "Trigger, pause or resume a schedule of config/schedules.yaml.")
    {
        OfSchedule("trigger", "Run its newest occurrence now, as a rerun.", async (schedules, name, mail, who, why, ct) =>
        {
            var (batch, runs) = await schedules.TriggerAsync(name, mail, who, why, ct);
            return $"批次 batch {batch}，运行 runs {string.Join(", ", runs)}";
        }),
        OfSchedule("pause", "Plan nothing until it is resumed.", async (schedules, name, _, who, why, ct) =>
        {
            await schedules.PauseAsync(name, who, why, ct);
            return $"{name} 已暂停 is paused";
        }),
        OfSchedule("resume", "Plan again from now on; occurrences missed during the pause are not caught up.", async (schedules, name, _, who, why, ct) =>
        {
            await schedules.ResumeAsync(name, who, why, ct);
            return $"{name} 已恢复 is resumed";
        }),
    };

    private static Command OfSchedule(string verb, string description,
        Func<ScheduleOperations, string, bool, string, string, CancellationToken, Task<string>> act)
    {
        var name = new Argument<string>("name") { Description = "The schedule's name" };
        return OperationVerb.Of(verb, description, name, (home, warehouse, parsed, mail, why, ct) => act(
            new ScheduleOperations(
                warehouse.DataSource, new Reruns(warehouse.DataSource, TimeProvider.System),
                SchedulesFile.Read(home.Config, JobCatalogue.Names), WorkingCalendar.Load(home.Config), TimeProvider.System),
            parsed.GetValue(name)!, mail, CommandUser.Name, why, ct));
    }
}

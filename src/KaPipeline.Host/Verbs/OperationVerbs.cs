using System.CommandLine;
using KaPipeline.Host.Warehouse;
using KaPipeline.Host.Work;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka schedule</c> and <c>ka runs</c>: what the dashboard's buttons do to schedules and runs, with the same entries in the
/// audit.</summary>
internal static class OperationVerbs
{
    /// <summary><c>ka schedule trigger|pause|resume NAME</c>.</summary>
    public static Command Schedule() => new("schedule", "Trigger, pause or resume a schedule of config/schedules.yaml.")
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

    /// <summary><c>ka runs cancel|requeue|start NUMBER</c>.</summary>
    public static Command Runs() => new("runs", "Cancel a run, repeat an ended one, or start a waiting one at once.")
    {
        OfRun("cancel", "Cancel it; a failed run is set aside.", async (runs, run, _, who, why, ct) =>
        {
            await runs.CancelAsync(run, who, why, ct);
            return $"运行 {run} 已取消或正在停止 is cancelled, or stopping";
        }),
        OfRun("requeue", "Repeat its occurrence as a new run.", async (runs, run, mail, who, why, ct) =>
            $"运行 {await runs.RequeueAsync(run, mail, who, why, ct)} 已排队 is queued"),
        OfRun("start", "Start its waiting attempt now.", async (runs, run, _, who, why, ct) =>
        {
            await runs.StartNowAsync(run, who, why, ct);
            return $"运行 {run} 马上开始 starts now";
        }),
    };

    private static Command OfSchedule(string verb, string description,
        Func<ScheduleOperations, string, bool, string, string, CancellationToken, Task<string>> act)
    {
        var name = new Argument<string>("name") { Description = "The schedule's name" };
        return Made(verb, description, name, (home, warehouse, parsed, mail, why, ct) => act(
            new ScheduleOperations(
                warehouse.DataSource, new Reruns(warehouse.DataSource, TimeProvider.System),
                SchedulesFile.Read(home.Config, JobCatalogue.Names), WorkingCalendar.Load(home.Config), TimeProvider.System),
            parsed.GetValue(name)!, mail, Environment.UserName, why, ct));
    }

    private static Command OfRun(string verb, string description,
        Func<RunOperations, long, bool, string, string, CancellationToken, Task<string>> act)
    {
        var run = new Argument<long>("run") { Description = "The run's number" };
        return Made(verb, description, run, (_, warehouse, parsed, mail, why, ct) => act(
            new RunOperations(warehouse.DataSource, new Reruns(warehouse.DataSource, TimeProvider.System), TimeProvider.System),
            parsed.GetValue(run), mail, Environment.UserName, why, ct));
    }

    private static Command Made(
        string verb, string description, Argument subject,
        Func<KaHome, WarehouseConnection, ParseResult, bool, string, CancellationToken, Task<string>> act)
    {
        var reason = SharedOptions.Reason();
        var mail = new Option<bool>("--mail") { Description = "Its runs may send mail" };
        var command = new Command(verb, description) { subject, reason };
        if (verb is "trigger" or "requeue")
        {
            command.Add(mail);
        }

        command.SetAction(async (parsed, ct) =>
        {
            var why = parsed.GetValue(reason)?.Trim() is { Length: > 0 } given ? given
                : throw new UsageException("请写明原因 Give a reason with --reason: it is kept in the audit.");
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            try
            {
                Terminal.Out.WriteLine(await act(home, warehouse, parsed, verb is "trigger" or "requeue" && parsed.GetValue(mail),
                    why, ct));
                return ExitCodes.Done;
            }
            catch (OperationRefusedException e)
            {
                throw new UsageException(Bilingual.Both(e.Message));
            }
        });
        return command;
    }
}

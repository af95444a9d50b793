using System.Globalization;
using System.Security.Claims;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using KaPipeline.Audit;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Web;
using KaPipeline.Labels;
using KaPipeline.Operations;
using Npgsql;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>Every command that a button of the dashboard posts, under the very path that it posts to, done by the ledger's own verbs.
/// Literal paths win over the dashboard's own. Each asks for a reason, is in the audit, also where it was refused, and is answered in
/// words.</summary>
internal static class DashboardCommands
{
    // The most that the dashboard lists on one page.
    private const int MostJobs = 5000;

    /// <summary>The commands that pick jobs or schedules from a list, below <c>/hangfire</c>, and what each does.</summary>
    private static readonly Dictionary<string, Command> OfLists = new()
    {
        ["recurring/trigger"] = new("trigger_schedule", TriggerAsync, "schedule"),
        ["recurring/remove"] = new("pause_schedule", PauseAsync, "schedule"),
        // Ours alone: Hangfire knows no such command, the page's script adds the button.
        ["recurring/resume"] = new("resume_schedule", ResumeAsync, "schedule"),
        ["jobs/enqueued/requeue"] = new("requeue_run", RequeueAsync),
        ["jobs/enqueued/delete"] = new("cancel_runs", CancelAsync),
        ["jobs/processing/requeue"] = new("requeue_run", RequeueAsync),
        ["jobs/processing/delete"] = new("cancel_runs", CancelAsync),
        ["jobs/scheduled/enqueue"] = new("start_run_now", StartNowAsync),
        ["jobs/scheduled/delete"] = new("cancel_runs", CancelAsync),
        ["jobs/succeeded/requeue"] = new("requeue_run", RequeueAsync),
        ["jobs/failed/requeue"] = new("requeue_run", RequeueAsync),
        ["jobs/failed/delete"] = new("cancel_runs", CancelAsync),
        ["jobs/deleted/requeue"] = new("requeue_run", RequeueAsync),
        ["jobs/awaiting/enqueue"] = new("start_run_now", StartNowAsync),
        ["jobs/awaiting/delete"] = new("cancel_runs", CancelAsync),
    };

    /// <summary>The commands of one job's page.</summary>
    private static readonly Dictionary<string, Command> OfOne = new()
    {
        ["jobs/actions/requeue/{id}"] = new("requeue_run", RequeueAsync),
        ["jobs/actions/delete/{id}"] = new("cancel_runs", CancelAsync),
    };

    public static void MapDashboardCommands(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("/hangfire").RequireAuthorization(Policies.Operate).WithFormOptions(valueCountLimit: MostJobs + 10);
        foreach (var (path, command) in OfLists)
        {
            operate.MapPost(path, (IFormCollection form, HttpContext context) =>
                DoAsync(context, form, command, [.. form["jobs[]"].OfType<string>()]));
        }

        foreach (var (path, command) in OfOne)
        {
            operate.MapPost(path, (string id, IFormCollection form, HttpContext context) => DoAsync(context, form, command, [id]));
        }
    }

    private static async Task<IResult> DoAsync(HttpContext context, IFormCollection form, Command command, IReadOnlyCollection<string> ids)
    {
        var reason = form["reason"].ToString().Trim();
        if (reason.Length == 0 || ids.Count == 0)
        {
            return Results.Json(
                DashboardAnswer.For(context.User, [], [reason.Length == 0 ? Bilingual.Of(
                    "请写明原因。", "A reason is needed.") : Bilingual.Of("请先勾选。", "Select something first.")]),
                statusCode: StatusCodes.Status400BadRequest);
        }

        var order = new Order(context.RequestServices, Forms.Who(context), reason, form["mail"] == "1", context.RequestAborted);
        List<string> said = [], refused = [];
        foreach (var id in ids.Distinct())
        {
            try
            {
                said.Add(await command.DoAsync(order, id));
            }
            catch (Exception e) when (Forms.IsRefusal(e))
            {
                refused.Add(Forms.Plain(e));
                await RecordAsync(order, command.Action, command.Subject, id, null, new { refused = Bilingual.Both(refused[^1]) });
            }
        }

        return Results.Json(DashboardAnswer.For(context.User, said, refused), statusCode: said.Count > 0 ? StatusCodes.Status200OK
            : StatusCodes.Status409Conflict);
    }

    private static async Task<string> TriggerAsync(Order order, string schedule)
    {
        var (batch, runs) = await order.Get<ScheduleOperations>()
            .TriggerAsync(schedule, order.SendsMail, order.Who, order.Reason, order.Ct);
        await order.Get<RunQueue>().EnqueueAsync(runs, order.Ct);
        return Bilingual.Of($"「{schedule}」已开始：批次 {batch}，{runs.Count} 次运行。", $"{schedule} started: batch {batch}, {Language.Counted(runs.Count, "run")}.");
    }

    private static async Task<string> PauseAsync(Order order, string schedule)
    {
        await order.Get<ScheduleOperations>().PauseAsync(schedule, order.Who, order.Reason, order.Ct);
        await order.Get<RecurringEntries>().RefreshAsync(order.Ct);
        return Bilingual.Of($"计划「{schedule}」已暂停；要继续时选中它并按「恢复」。", $"Schedule {schedule} is paused; select it and press Resume to continue.");
    }

    private static async Task<string> ResumeAsync(Order order, string schedule)
    {
        await order.Get<ScheduleOperations>().ResumeAsync(schedule, order.Who, order.Reason, order.Ct);
        await order.Get<RecurringEntries>().RefreshAsync(order.Ct);
        return Bilingual.Of($"计划「{schedule}」已恢复。", $"Schedule {schedule} continues.");
    }

    private static async Task<string> RequeueAsync(Order order, string jobId)
    {
        var again = await order.Get<RunOperations>().RequeueAsync(RunOf(order, jobId), order.SendsMail, order.Who, order.Reason, order.Ct);
        await order.Get<RunQueue>().EnqueueAsync([again], order.Ct);
        return Bilingual.Of($"已新建运行 {again}。", $"Run {again} is queued.");
    }

    private static async Task<string> StartNowAsync(Order order, string jobId)
    {
        var run = RunOf(order, jobId);
        await order.Get<RunOperations>().StartNowAsync(run, order.Who, order.Reason, order.Ct);
        await order.Get<RunQueue>().EnqueueAsync([run], order.Ct);
        return Bilingual.Of($"运行 {run} 马上开始。", $"Run {run} starts now.");
    }

    private static async Task<string> CancelAsync(Order order, string jobId)
    {
        if (Find(order, jobId) is { } other && JobNames.AttemptOf(other.Job) is null)
        {
            return await DeleteAsync(order, jobId, other.State);
        }

        var run = RunOf(order, jobId);
        await order.Get<RunOperations>().CancelAsync(run, order.Who, order.Reason, order.Ct);
        await order.Get<JobAgreement>().RestoreAsync(run, order.Ct);
        return Bilingual.Of($"运行 {run} 已取消或正在停止。", $"Run {run} is cancelled, or stopping.");
    }

    // A job that is no attempt, such as the planning of a schedule: the ledger knows nothing of it.
    private static async Task<string> DeleteAsync(Order order, string jobId, string state)
    {
        order.Get<IBackgroundJobClient>().ChangeState(jobId, new DeletedState { Reason = $"{order.Who}: {order.Reason}" }, state);
        await RecordAsync(order, "delete_job", "hangfire_job", jobId, new { state }, new { state = DeletedState.StateName });
        return Bilingual.Of($"作业 {jobId} 已删除。", $"Job {jobId} is deleted.");
    }

    private static JobData? Find(Order order, string jobId)
    {
        using var connection = order.Get<JobStorage>().GetReadOnlyConnection();
        return long.TryParse(jobId, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? connection.GetJobData(jobId) : null;
    }

    /// <summary>The run whose attempt a job of Hangfire is.</summary>
    private static long RunOf(Order order, string jobId)
    {
        var job = Find(order, jobId)?.Job;
        return JobNames.AttemptOf(job)?.RunId
            ?? throw new OperationRefusedException(JobNames.ScheduleOf(job) is { } schedule
                ? Bilingual.Of(
                    $"作业 {jobId} 只为计划「{schedule}」排期，本身不做事；请用「周期性作业」页的「立即执行」。",
                    $"Job {jobId} only plans {schedule}; use Trigger now on the recurring jobs.")
                : Bilingual.Of($"作业 {jobId} 不是运行，或已过保留期。", $"Job {jobId} is no run, or past its keeping time."));
    }

    private static async Task RecordAsync(Order order, string action, string subjectKind, string subject, object? before, object after)
    {
        await using var connection = await order.Get<NpgsqlDataSource>().OpenConnectionAsync(order.Ct);
        await using var transaction = await connection.BeginTransactionAsync(order.Ct);
        await AuditTrail.RecordAsync(transaction, order.Get<TimeProvider>().GetUtcNow(), order.Who, action, subjectKind, subject,
            order.Reason,
            before, after, order.Ct);
        await transaction.CommitAsync(order.Ct);
    }

    /// <summary>What one press of a button asks.</summary>
    private sealed record Order(IServiceProvider Services, string Who, string Reason, bool SendsMail, CancellationToken Ct)
    {
        public T Get<T>()
            where T : notnull => Services.GetRequiredService<T>();
    }

    /// <summary>A command: its word in the audit where it is refused, what it does to one job or schedule, and what it is done
    /// to.</summary>
    private sealed record Command(string Action, Func<Order, string, Task<string>> DoAsync, string Subject = "hangfire_job");
}

/// <summary>What the dashboard's script shows: what was done, and what was refused and why.</summary>
internal sealed record DashboardAnswer(IReadOnlyList<string> Said, IReadOnlyList<string> Refused)
{
    /// <summary>The same in the language of whoever pressed the button.</summary>
    public static DashboardAnswer For(ClaimsPrincipal user, IEnumerable<string> said, IEnumerable<string> refused)
    {
        var language = ConsoleLanguage.Of(user);
        return new([.. said.Select(text => Bilingual.In(text, language)!)], [.. refused.Select(text => Bilingual.In(text, language)!)]);
    }
}

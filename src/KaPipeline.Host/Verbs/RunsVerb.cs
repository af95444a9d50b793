using System.CommandLine;
using KaPipeline.Operations;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka runs cancel|requeue|start NUMBER</c>: what the dashboard's buttons do to runs, with the same entries in the
/// audit.</summary>
internal static class RunsVerb
{
    public static Command Create() => new("runs", "Cancel a run, repeat an ended one, or start a waiting one at once.")
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

    private static Command OfRun(string verb, string description,
        Func<RunOperations, long, bool, string, string, CancellationToken, Task<string>> act)
    {
        var run = new Argument<long>("run") { Description = "The run's number" };
        return OperationVerb.Of(verb, description, run, (_, warehouse, parsed, mail, why, ct) => act(
            new RunOperations(warehouse.DataSource, new Reruns(warehouse.DataSource, TimeProvider.System), TimeProvider.System),
            parsed.GetValue(run), mail, CommandUser.Name, why, ct));
    }
}

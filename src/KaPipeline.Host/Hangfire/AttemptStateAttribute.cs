using Hangfire.Common;
using Hangfire.States;
using KaPipeline.Jobs;

namespace KaPipeline.Host.Hangfire;

/// <summary>Gives a delivered attempt the state that the ledger decided, where Hangfire alone would say <i>Succeeded</i>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AttemptStateAttribute : JobFilterAttribute, IElectStateFilter
{
    /// <inheritdoc/>
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is SucceededState { Result: AttemptResult result })
        {
            context.CandidateState = result.End switch
            {
                AttemptEnd.Succeeded => new SucceededState(
                    result.Message, ((SucceededState)context.CandidateState).Latency,
                    ((SucceededState)context.CandidateState).PerformanceDuration),
                AttemptEnd.HandedBack =>
                new EnqueuedState(context.BackgroundJob.Job.Queue ?? EnqueuedState.DefaultQueue) { Reason = result.Message },
                AttemptEnd.Waits => new ScheduledState(result.At!.Value.UtcDateTime) { Reason = result.Message },
                _ => new DeletedState { Reason = result.Message },
            };
        }
    }
}

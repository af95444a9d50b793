namespace KaPipeline.Jobs;

/// <summary>Says when; nothing else. Schedules' names and run ids are all that crosses it: what a run is about stands in the ledger.</summary>
public interface IJobScheduler
{
    /// <summary>Makes the scheduler's recurring entries exactly these; others of ours are taken out.</summary>
    Task ApplyAsync(IReadOnlyList<JobSchedule> schedules, CancellationToken ct);

    /// <summary>Has the dispatcher of some node woken for one run, soon.</summary>
    Task WakeAsync(long runId, CancellationToken ct);
}

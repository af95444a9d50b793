namespace KaPipeline.Jobs;

/// <summary>A piece of work that schedules, reruns and the command line start by name. It must be safe to run again for the same
/// chain and dates: after a kill the next node starts it from the beginning.</summary>
public interface IJob
{
    /// <summary>Its name in schedules, the ledger and <c>ka run</c>: a verb, lower case.</summary>
    string Name { get; }

    /// <summary>Does the work for the chain and business dates of <paramref name="run"/>.</summary>
    /// <param name="run">What to do it for, and where to say what was done.</param>
    /// <param name="ct">Cancelled when the host stops, a person cancels, or the run's lock is lost.</param>
    /// <exception cref="PermanentJobException">Trying again cannot help: a bad profile, a missing calendar year.</exception>
    Task RunAsync(RunContext run, CancellationToken ct);
}

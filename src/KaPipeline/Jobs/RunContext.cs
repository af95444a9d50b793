using System.Text.Json;
using KaPipeline.Labels;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Jobs;

/// <summary>What a job is to do, and where it says what it did.</summary>
public sealed class RunContext
{
    private readonly Run run;
    private readonly RunJournal journal;
    private readonly TimeProvider clock;
    private int steps;

    internal RunContext(Run run, RunJournal journal, TimeProvider clock, ILogger log)
    {
        this.run = run;
        this.journal = journal;
        this.clock = clock;
        Log = log;
        Arguments = JsonSerializer.Deserialize<Dictionary<string, string>>(run.Arguments) ?? [];
        startAt = Arguments.GetValueOrDefault("from_step");
    }

    private string? startAt;

    /// <summary>Number in <c>ops.run</c>.</summary>
    public long RunId => run.RunId;

    /// <summary>Number of this claim, from 1.</summary>
    public int Attempt => run.Attempt;

    /// <summary>The one chain it is for, or null for all.</summary>
    public string? ChainId => run.ChainId.Length == 0 ? null : run.ChainId;

    /// <summary>First business date (Asia/Shanghai), included.</summary>
    public DateOnly From => run.DateFrom;

    /// <summary>Last business date, included.</summary>
    public DateOnly To => run.DateTo;

    /// <summary>The moment it was due, or null when a person started it.</summary>
    public DateTimeOffset? ScheduledFor => run.ScheduledFor;

    /// <summary>Who asked for it: an account, or <c>schedule</c>.</summary>
    public string RequestedBy => run.RequestedBy;

    /// <summary>Whether it may send mail; reruns may not unless they were asked to.</summary>
    public bool SendsMail => run.SendsMail;

    /// <summary>Further arguments, by name.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; }

    /// <summary>The step that this run was to begin at and has not met.</summary>
    internal string? UnmetStep => startAt;

    /// <summary>Logger whose lines carry the run's id and are kept with the run.</summary>
    public ILogger Log { get; }

    /// <summary>Keeps a line with the run that each reader sees in their language.</summary>
    public void Note(Func<Language, string> write) => Log.LogInformation("{Message}", Bilingual.Of(write));

    /// <summary>Keeps a warning with the run that each reader sees in their language.</summary>
    public void Warn(Func<Language, string> write) => Log.LogWarning("{Message}", Bilingual.Of(write));

    /// <inheritdoc cref="Warn(Func{Language, string})"/>
    /// <param name="cause">What was thrown, if anything; its message is added, its stack is in the log.</param>
    public void Warn(string chinese, string english, Exception? cause = null) => Log.LogWarning(cause, "{Message}", Bilingual.Of(chinese, english));

    /// <summary>The last business date, up to this run's own, for which another run of the same job and chain has done a step; null where
    /// none has.</summary>
    public Task<DateOnly?> LastDoneAsync(string name, CancellationToken ct) => journal.LastDoneAsync(run, name, ct);

    /// <summary>Does one step and records when it began and ended, with rows in and out. Steps have stable names, since a rerun may
    /// begin at one: those before it are left out and recorded so.</summary>
    /// <param name="name">A verb phrase: <c>merge orders</c>.</param>
    /// <param name="work">The work; it must find what it needs in the warehouse, not in variables of an earlier step.</param>
    public async Task StepAsync(string name, Func<RunStep, CancellationToken, Task> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var step = new RunStep(++steps, name, clock.GetUtcNow());
        if (startAt is not null && !string.Equals(startAt, name, StringComparison.Ordinal))
        {
            await journal.StepAsync(run, step, "left_out", clock.GetUtcNow(), ct);
            return;
        }

        startAt = null;
        await journal.StepAsync(run, step, "running", null, ct);
        try
        {
            await work(step, ct);
        }
        catch (Exception e)
        {
            step.Message ??= e.Message;
            await journal.StepAsync(run, step, "failed", clock.GetUtcNow(), CancellationToken.None);
            throw;
        }

        await journal.StepAsync(run, step, "succeeded", clock.GetUtcNow(), ct);
    }
}

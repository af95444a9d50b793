namespace KaPipeline.Jobs;

/// <summary>One step of a run under way: the work fills in what it moved.</summary>
/// <param name="Number">Order within the attempt, from 1.</param>
/// <param name="Name">What it does, a verb phrase.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record RunStep(int Number, string Name, DateTimeOffset StartedAt)
{
    /// <summary>Rows read, where the step moves rows.</summary>
    public long? RowsIn { get; set; }

    /// <summary>Rows written, where the step moves rows.</summary>
    public long? RowsOut { get; set; }

    /// <summary>What a person should know about it, in one sentence.</summary>
    public string? Message { get; set; }
}

namespace KaPipeline.Jobs;

/// <summary>A failure that another attempt cannot cure: the run fails at once, without retries.</summary>
/// <param name="kind">Stable word by which failures are grouped, for example <c>calendar_missing</c>.</param>
/// <param name="message">What is wrong and how to correct it.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class PermanentJobException(string kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable word by which failures are grouped.</summary>
    public string Kind { get; } = kind;
}

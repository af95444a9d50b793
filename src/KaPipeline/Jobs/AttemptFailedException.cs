namespace KaPipeline.Jobs;

/// <summary>An attempt at a run failed; thrown towards Hangfire, so that the job is listed under <i>Failed</i> with these words.</summary>
/// <param name="message">What went wrong, and what follows.</param>
/// <param name="inner">What the job threw.</param>
public sealed class AttemptFailedException(string message, Exception? inner = null) : Exception(message, inner);

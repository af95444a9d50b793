namespace KaPipeline.Claims;

/// <summary>The database refused a step of a case; the message says why and what is allowed.</summary>
public sealed class CaseStepRefusedException(string message, Exception? cause = null) : InvalidOperationException(message, cause);

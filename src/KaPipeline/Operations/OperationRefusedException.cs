namespace KaPipeline.Operations;

/// <summary>What a person asked for is not possible now; nothing was changed. The message says why and what to do instead,
/// in Chinese with English beside it.</summary>
public sealed class OperationRefusedException(string message) : InvalidOperationException(message);

namespace KaPipeline.Host;

/// <summary>The command line asks for something that cannot be; the message says what to type instead.</summary>
public sealed class UsageException(string message) : Exception(message);

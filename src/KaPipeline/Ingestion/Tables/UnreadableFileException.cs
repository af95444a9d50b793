namespace KaPipeline.Ingestion.Tables;

/// <summary>A file that cannot be read as a table at all: cut off, password-protected, hostile, or of another kind. The message says
/// which.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : IOException(message, inner);

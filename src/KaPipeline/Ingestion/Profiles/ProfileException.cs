namespace KaPipeline.Ingestion.Profiles;

/// <summary>A profile that cannot be used. Each line of the message names file and line, what is there, and what to write
/// instead.</summary>
public sealed class ProfileException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>One message per mistake, in the order of the file.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}

namespace KaPipeline.Ingestion.Sources;

/// <summary>What lies at a source.</summary>
/// <param name="Files">Files to collect.</param>
public sealed record Listing(IReadOnlyList<RemoteFile> Files)
{
    /// <summary>Things that are no files to collect, each with why: links, pipes, sockets, devices.</summary>
    public IReadOnlyList<string> LeftAlone { get; init; } = [];

    /// <summary>Entries that cannot be used; the others continue.</summary>
    public IReadOnlyList<SourceException> Errors { get; init; } = [];
}

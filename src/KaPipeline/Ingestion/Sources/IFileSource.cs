namespace KaPipeline.Ingestion.Sources;

/// <summary>A place that files of a chain are pulled from.</summary>
public interface IFileSource
{
    /// <summary>Its name in <c>config/sources.yaml</c>.</summary>
    string Name { get; }

    /// <summary>The word that loads from it carry: folder, sftp, http.</summary>
    string Kind { get; }

    /// <summary>What lies there; a file that is seen to be written is left for the next time.</summary>
    /// <param name="from">First business date that is wanted, included.</param>
    /// <param name="to">Last business date, included.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="SourceException">The source cannot be reached, refuses the sign-in, or answers with something else than a
    /// list.</exception>
    Task<Listing> ListAsync(DateOnly from, DateOnly to, CancellationToken ct);

    /// <summary>Brings one file here; a fetch that broke off is taken up where it ended, where the source allows it.</summary>
    /// <param name="file">From <see cref="ListAsync"/>.</param>
    /// <param name="folder">An existing folder to put it in.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The path it lies at, under the name the source gives it.</returns>
    /// <exception cref="SourceException">It could not be fetched whole, or is larger than the source's limit.</exception>
    Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct);
}

/// <summary>A source that keeps what is done apart.</summary>
public interface IMovesDone
{
    /// <summary>Whether it was told where to.</summary>
    bool Moves { get; }

    /// <summary>Moves a file aside, but only with the bytes that were loaded: what has been put there under its name meanwhile
    /// stays.</summary>
    /// <param name="file">The file as it was listed.</param>
    /// <param name="sha256">Hash of what was loaded.</param>
    /// <param name="before">Told of each place before it is tried: a move may break off before its bytes were looked at.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Where it lies now; null where other bytes stay in their place.</returns>
    /// <exception cref="SourceException">It could not be moved, or what was moved could not be put back.</exception>
    Task<MovedFile?> MoveAsync(RemoteFile file, string sha256, Func<string, Task> before, CancellationToken ct);

    /// <summary>Puts back what was changed after it had been moved: its writer had not ended.</summary>
    /// <returns>Of the files given, those that lie there no more.</returns>
    /// <exception cref="SourceException">The source cannot be reached, or one could not be put back.</exception>
    Task<IReadOnlyList<MovedFile>> PutBackAsync(IReadOnlyList<MovedFile> moved, CancellationToken ct);
}

/// <summary>A file that was moved aside.</summary>
/// <param name="Name">Its name before.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Mark">What changes when it does.</param>
public sealed record MovedFile(string Name, string Place, string Mark);

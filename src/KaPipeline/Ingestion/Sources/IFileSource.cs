namespace KaPipeline.Ingestion.Sources;

/// <summary>A place that files of a chain are pulled from.</summary>
public interface IFileSource
{
    /// <summary>Its name in <c>config/sources.yaml</c>.</summary>
    string Name { get; }

    /// <summary>The word that loads from it carry: folder, sftp, http.</summary>
    string Kind { get; }

    /// <summary>What lies there, complete files only: one that is still being written is left for the next time.</summary>
    /// <param name="from">First business date that is wanted, included.</param>
    /// <param name="to">Last business date, included.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="SourceException">The source cannot be reached, refuses the sign-in, or answers with something else than a list.</exception>
    Task<IReadOnlyList<RemoteFile>> ListAsync(DateOnly from, DateOnly to, CancellationToken ct);

    /// <summary>Brings one file here; a fetch that broke off is taken up where it ended, where the source allows it.</summary>
    /// <param name="file">From <see cref="ListAsync"/>.</param>
    /// <param name="folder">An existing folder to put it in.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The path it lies at, under the name the source gives it.</returns>
    /// <exception cref="SourceException">It could not be fetched whole.</exception>
    Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct);

    /// <summary>Told when a file has been loaded, for sources that keep what is done apart.</summary>
    Task DoneAsync(RemoteFile file, CancellationToken ct);
}

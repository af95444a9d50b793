using System.Globalization;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Files that somebody puts into a folder: a share, a mail client's rule, a robot of the chain.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="options">Where and how.</param>
/// <param name="clock">Waits between two looks.</param>
public sealed class FolderSource(string name, FolderOptions options, TimeProvider clock) : IFileSource
{
    // What browsers, Office and copy programs call a file that is not there yet.
    private static readonly string[] Unfinished = [".part", ".tmp", ".crdownload", ".filepart", ".lock"];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => "folder";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteFile>> ListAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var before = Look();
        if (before.Count == 0)
        {
            return [];
        }

        await Task.Delay(TimeSpan.FromSeconds(options.QuietSeconds), clock, ct);
        var after = Look().ToHashSet();
        return [.. before.Where(after.Contains)];
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, Path.GetFileName(file.Name));
        try
        {
            await using var from = new FileStream(file.Name, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using var to = new FileStream(path, FileMode.Create, FileAccess.Write);
            await from.CopyToAsync(to, ct);
        }
        catch (IOException e)
        {
            throw new SourceException($"{file.Name} cannot be read now: {e.Message}", e);
        }

        if (MarkOf(new FileInfo(file.Name)) != file.Mark)
        {
            throw new SourceException($"{file.Name} changed while it was read; it is left for the next time.");
        }

        return path;
    }

    /// <inheritdoc/>
    public Task DoneAsync(RemoteFile file, CancellationToken ct)
    {
        if (options.Done is { } done && File.Exists(file.Name))
        {
            Directory.CreateDirectory(done);
            var target = Path.Combine(done, Path.GetFileName(file.Name));
            for (var copy = 2; File.Exists(target); copy++)
            {
                target = Path.Combine(done, $"{Path.GetFileNameWithoutExtension(file.Name)} ({copy}){Path.GetExtension(file.Name)}");
            }

            File.Move(file.Name, target);
        }

        return Task.CompletedTask;
    }

    private List<RemoteFile> Look()
    {
        if (!Directory.Exists(options.Path))
        {
            throw new SourceException($"Source {name}: there is no folder {options.Path}.");
        }

        return
        [
            .. new DirectoryInfo(options.Path).EnumerateFiles(options.Pattern)
                .Where(file => !file.Name.StartsWith('.') && !file.Name.StartsWith("~$", StringComparison.Ordinal)
                    && !Unfinished.Contains(file.Extension.ToLowerInvariant()))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => new RemoteFile(file.FullName, MarkOf(file))),
        ];
    }

    // The time tells whether the file changed, never when it arrived.
    private static string MarkOf(FileInfo file) =>
        file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}") : "gone";
}

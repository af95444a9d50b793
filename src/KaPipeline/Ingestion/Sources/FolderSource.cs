using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using KaPipeline.Ingestion.Loading;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Files that somebody puts into a folder: a share, a mail client's rule, a robot of the chain.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="options">Where and how.</param>
/// <param name="clock">Waits between two looks.</param>
public sealed class FolderSource(string name, FolderOptions options, TimeProvider clock) : IFileSource, IMovesDone
{
    // What browsers, Office and copy programs call a file that is not there yet.
    private static readonly string[] Unfinished = [".part", ".tmp", ".crdownload", ".filepart", ".lock"];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => "folder";

    /// <inheritdoc/>
    public bool Moves => options.Done is not null;

    /// <inheritdoc/>
    public async Task<Listing> ListAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var before = Look();
        if (before.Files.Count == 0)
        {
            return before;
        }

        await Task.Delay(TimeSpan.FromSeconds(options.QuietSeconds), clock, ct);
        var after = Look();
        var unchanged = after.Files.ToHashSet();
        return after with { Files = [.. before.Files.Where(unchanged.Contains)] };
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, Path.GetFileName(file.Name));
        if (FileKind.NoPlainFile(file.Name) is { } other)
        {
            throw new SourceException($"Source {name}: {file.Name}: {other}; it is left alone.");
        }

        try
        {
            await using var from = new FileStream(file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var to = new FileStream(path, FileMode.Create, FileAccess.Write);
            if (!await BoundedCopy.ToAsync(from, to, options.MostMegabytes, ct))
            {
                throw new SourceException(
                    $"Source {name}: {file.Name} is larger than {options.MostMegabytes} MB; raise most_megabytes if that is right.")
                { IsPermanent = true };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Source {name}: {file.Name} cannot be read now: {e.Message}", e);
        }

        if (MarkOf(new FileInfo(file.Name)) != file.Mark)
        {
            throw new SourceException($"Source {name}: {file.Name} changed while it was read; it is left for the next run.");
        }

        return path;
    }

    /// <inheritdoc/>
    public async Task<MovedFile?> MoveAsync(RemoteFile file, string sha256, Func<string, Task> before, CancellationToken ct)
    {
        try
        {
            if (options.Done is not { } done || !File.Exists(file.Name))
            {
                return null;
            }

            // A name tells nothing of the bytes: what was moved is looked at, and goes back where it is not what was loaded.
            var place = await MoveAsync(file.Name, MakeDone(done, file.Name), Path.GetFileName(file.Name), _ => true, before)
                ?? throw new IOException($"{done} has no free name for it");
            // Before its bytes are read: what is written after it changes the mark.
            var mark = MarkOf(new FileInfo(place));
            if (await HashAsync(place, ct) == sha256)
            {
                return new MovedFile(file.Name, place, mark);
            }

            await PutBackAsync(place, file.Name);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Source {name}: {file.Name} is loaded and cannot be moved to {options.Done}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MovedFile>> PutBackAsync(IReadOnlyList<MovedFile> moved, CancellationToken ct)
    {
        var gone = new List<MovedFile>();
        foreach (var file in moved)
        {
            var mark = MarkOf(new FileInfo(file.Place));
            if (mark == file.Mark)
            {
                continue;
            }

            if (mark != Gone)
            {
                await PutBackAsync(file.Place, file.Name);
            }

            gone.Add(file);
        }

        return gone;
    }

    // Back to its name, or beside it where another file has taken that.
    private async Task PutBackAsync(string place, string former)
    {
        try
        {
            if (await MoveAsync(place, Path.GetDirectoryName(former)!, Path.GetFileName(former), IsListed,
                _ => Task.CompletedTask) is not null)
            {
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Source {name}: {place} has not been read and cannot be put back to {former}: {e.Message}", e);
        }

        throw new SourceException(
            $"Source {name}: {place} has not been read; another file has its name, and no other name fits {options.Pattern}. Put it back by hand.")
        {
            IsPermanent = true,
        };
    }

    private bool IsListed(string candidate) => FileSystemName.MatchesSimpleExpression(options.Pattern, candidate, ignoreCase: false);

    // Never onto another file: the next free name is taken.
    private static async Task<string?> MoveAsync(
        string from, string folder, string wanted, Func<string, bool> mayBe, Func<string, Task> before)
    {
        foreach (var free in FreeNames.Of(wanted).Where(mayBe).Where(free => !File.Exists(Path.Combine(folder, free))))
        {
            try
            {
                await before(Path.Combine(folder, free));
                File.Move(from, Path.Combine(folder, free), overwrite: false);
                return Path.Combine(folder, free);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, free)))
            {
                // Somebody else's: the next name.
            }
        }

        return null;
    }

    private static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17,
            useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    private Listing Look()
    {
        if (!Directory.Exists(options.Path))
        {
            throw new SourceException($"Source {name}: there is no folder {options.Path}.");
        }

        try
        {
            var found = PlainFiles.In(options.Path, options.Pattern, isDeep: false);
            return new Listing([
                .. found.Files.Select(path => new FileInfo(path))
                    .Where(file => !file.Name.StartsWith("~$", StringComparison.Ordinal)
                    && !Unfinished.Contains(file.Extension.ToLowerInvariant()))
                    .Select(Listed).OfType<RemoteFile>(),
            ])
            {
                LeftAlone = found.LeftAlone,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Source {name}: {options.Path} cannot be listed: {e.Message}", e);
        }
    }

    private static RemoteFile? Listed(FileInfo file) => MarkOf(file) is not Gone and var mark
        ? new RemoteFile(file.FullName, mark) { Size = file.Length, ChangedAt = file.LastWriteTimeUtc }
        : null;

    private const string Gone = "gone";

    // The time tells whether the file changed, never when it arrived.
    private static string MarkOf(FileInfo file) =>
        file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}") : Gone;

    // As open to others as the folder that the files come from.
    private static string MakeDone(string done, string file)
    {
        if (!Directory.Exists(done))
        {
            Directory.CreateDirectory(done);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(done, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
            }
        }

        return done;
    }
}

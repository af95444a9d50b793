using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Files on an SFTP server.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="options">Where and how.</param>
/// <param name="clock">Waits between two looks.</param>
public sealed partial class SftpSource(string name, SftpOptions options, TimeProvider clock) : IFileSource, IMovesDone
{
    private const int MostFiles = 50_000;

    private readonly SftpClient client = new(name, options);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => "sftp";

    /// <inheritdoc/>
    public bool Moves => options.Done is not null;

    private string Done => options.Done!.TrimEnd('/');

    /// <inheritdoc/>
    public async Task<Listing> ListAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var before = await LookAsync(ct);
        if (before.Files.Count == 0)
        {
            return before;
        }

        await Task.Delay(TimeSpan.FromSeconds(options.QuietSeconds), clock, ct);
        var after = await LookAsync(ct);
        var unchanged = after.Files.ToHashSet();
        return after with { Files = [.. before.Files.Where(unchanged.Contains)] };
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct)
    {
        // A part that an earlier try left is gone on with; its name carries the mark, so that it is a part of this very state.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Name + file.Mark)))[..16];
        var part = Path.Combine(folder, $".{mark}.part");
        await GetAsync(file, part, ct);
        var path = Path.Combine(folder, SafeFileName.Of(file.Name));
        File.Move(part, path, overwrite: true);
        return path;
    }

    /// <inheritdoc/>
    public async Task<MovedFile?> MoveAsync(RemoteFile file, string sha256, Func<string, Task> before, CancellationToken ct)
    {
        if (options.Done is null)
        {
            return null;
        }

        // A name tells nothing of the bytes: what was moved is looked at, and goes back where it is not what was loaded.
        await client.RunAsync([$"-mkdir {SftpClient.Quote(Done)}"], ct);
        var place = await MoveAsync(Remote(file.Name), Done, FreeNames.Of(file.Name), await NamesInAsync(Done, ct), before, ct)
            ?? throw new SourceException($"Source {name}: {file.Name} is loaded and cannot be moved to {Done}: no name is free there.");
        if (await HashAsync(file with { Name = place }, ct) == sha256)
        {
            return new MovedFile(file.Name, place, file.Mark);
        }

        await PutBackAsync(place, file.Name, ct);
        return null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MovedFile>> PutBackAsync(IReadOnlyList<MovedFile> moved, CancellationToken ct)
    {
        if (options.Done is null || moved.Count == 0)
        {
            return [];
        }

        var there = (await EntriesAsync(Done, ct)).Files.ToDictionary(file => $"{Done}/{file.Name}", file => file.Mark);
        var gone = new List<MovedFile>();
        foreach (var file in moved.Where(file => there.GetValueOrDefault(file.Place) != file.Mark))
        {
            if (there.ContainsKey(file.Place))
            {
                await PutBackAsync(file.Place, file.Name, ct);
            }

            gone.Add(file);
        }

        return gone;
    }

    // Back to its name, or beside it where another file has taken that.
    private async Task PutBackAsync(string place, string former, CancellationToken ct)
    {
        var names = FreeNames.Of(former).Where(candidate => FileNamePattern.Matches(options.Pattern, candidate));
        if (await MoveAsync(place, options.Folder.TrimEnd('/'), names, await NamesInAsync(options.Folder, ct), _ => Task.CompletedTask, ct)
            is null)
        {
            throw new SourceException(
                $"Source {name}: {place} has not been read; another file has its name, and no other name fits {options.Pattern}. Put it back by hand.")
            {
                IsPermanent = true,
            };
        }
    }

    // -l is the rename of the protocol itself, which never replaces another file; OpenSSH's own does.
    private async Task<string?> MoveAsync(string from, string folder, IEnumerable<string> names, HashSet<string> taken,
        Func<string, Task> before, CancellationToken ct)
    {
        if (names.FirstOrDefault(candidate => !taken.Contains(candidate)) is not { } free)
        {
            return null;
        }

        await before($"{folder}/{free}");
        await client.RunAsync([$"rename -l {SftpClient.Quote(from)} {SftpClient.Quote($"{folder}/{free}")}"], ct);
        return $"{folder}/{free}";
    }

    // What lies there now, byte by byte: times are given by the minute.
    private async Task<string?> HashAsync(RemoteFile file, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("ka-moved-").FullName;
        try
        {
            var copy = Path.Combine(folder, "copy");
            await GetAsync(file, copy, ct);
            await using var bytes = File.OpenRead(copy);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, ct));
        }
        catch (ChangedException)
        {
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Brings a file that is still as it was listed.
    private async Task GetAsync(RemoteFile file, string part, CancellationToken ct)
    {
        if (file.Size > options.MostMegabytes * 1024L * 1024L)
        {
            throw new SourceException(
                $"Source {name}: {file.Name} is larger than {options.MostMegabytes} MB; raise most_megabytes if that is right.")
            { IsPermanent = true };
        }

        if (File.Exists(part) && new FileInfo(part).Length > file.Size)
        {
            File.Delete(part);
        }

        var there = SftpClient.Quote(Remote(file.Name));
        var said = await client.RunAsync([$"{(File.Exists(part) ? "reget" : "get")} {there} {SftpClient.Quote(part)}", $"ls -ln {there}"],
            ct, (part, file.Size ?? 0));
        if (new FileInfo(part).Length != file.Size || !Entries(said).Exists(entry => entry.File?.Mark == file.Mark))
        {
            File.Delete(part);
            throw new ChangedException($"Source {name}: {file.Name} changed while it was read; it is left for the next run.");
        }
    }

    private string Remote(string file) => file.StartsWith('/') ? file : $"{options.Folder.TrimEnd('/')}/{file}";

    private async Task<HashSet<string>> NamesInAsync(string folder, CancellationToken ct) =>
        Entries(await ListAsync(folder, ct)).ConvertAll(entry => entry.Name).ToHashSet(StringComparer.Ordinal);

    private async Task<Listing> LookAsync(CancellationToken ct)
    {
        var there = await EntriesAsync(options.Folder, ct);
        return there with
        {
            Files = [.. there.Files.Where(file => !file.Name.StartsWith('.') && FileNamePattern.Matches(options.Pattern, file.Name))
                .OrderBy(file => file.Name, StringComparer.Ordinal)],
        };
    }

    private async Task<Listing> EntriesAsync(string folder, CancellationToken ct)
    {
        var entries = Entries(await ListAsync(folder, ct));
        return entries.Count <= MostFiles
            ? new Listing([.. entries.Select(entry => entry.File).OfType<RemoteFile>()])
            {
                LeftAlone =
            [.. entries.Select(entry => entry.LeftAlone).OfType<string>()]
            }
            : throw new SourceException($"Source {name}: {folder} holds more than {MostFiles} files; move old ones away.")
            {
                IsPermanent = true
            };
    }

    private Task<string> ListAsync(string folder, CancellationToken ct) =>
        client.RunAsync([$"cd {SftpClient.Quote(folder)}", "ls -ln"], ct);

    private List<(string Name, RemoteFile? File, string? LeftAlone)> Entries(string listing)
    {
        var today = clock.GetUtcNow();
        return [.. listing.Split('\n').Select(line => Entry().Match(line.TrimEnd('\r'))).Where(match => match.Success)
            .Select(match => Entry(match, today))];
    }

    private static (string Name, RemoteFile? File, string? LeftAlone) Entry(Match match, DateTimeOffset today)
    {
        var (name, time) = (match.Groups["name"].Value, match.Groups["time"].Value);
        return match.Groups["type"].Value switch
        {
            "-" => (name, new RemoteFile(name, $"{match.Groups["size"].Value} {time}")
            {
                Size = long.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture),
                ChangedAt = TimeOf(time, today),
            }, null),
            "d" => (name, null, null),
            "l" => (name, null, $"{name}: 链接 a link: put the file itself there"),
            _ => (name, null, $"{name}: 管道、套接字或设备 a pipe, socket or device"),
        };
    }

    // Two forms, in UTC as the client is told: "May  3 06:10" of the last half year, else "May  3  2025".
    private static DateTimeOffset? TimeOf(string time, DateTimeOffset today)
    {
        var words = time.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (words is not [_, _, var last] || !last.Contains(':', StringComparison.Ordinal))
        {
            return DateTimeOffset.TryParseExact(string.Join(' ', words), "MMM d yyyy", CultureInfo.InvariantCulture, Utc, out var day) ? day
                : null;
        }

        return DateTimeOffset.TryParseExact($"{words[0]} {words[1]} {today.Year} {last}", "MMM d yyyy HH:mm", CultureInfo.InvariantCulture,
            Utc, out var at)
            ? (at > today.AddDays(2) ? at.AddYears(-1) : at) : null;
    }

    [GeneratedRegex(@"^(?<type>[-dlpscbD])\S+\s+\S+\s+\S+\s+\S+\s+(?<size>\d+)\s+(?<time>\S+\s+\S+\s+\S+) (?<name>.+)$")]
    private static partial Regex Entry();

    private sealed class ChangedException(string message) : SourceException(message);
}

using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Files on an SFTP server.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="options">Where and how.</param>
/// <param name="clock">Waits between two looks.</param>
public sealed partial class SftpSource(string name, SftpOptions options, TimeProvider clock) : IFileSource
{
    private readonly SftpClient client = new(name, options);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => "sftp";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteFile>> ListAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var before = await LookAsync(ct);
        if (before.Count == 0)
        {
            return [];
        }

        await Task.Delay(TimeSpan.FromSeconds(options.QuietSeconds), clock, ct);
        var after = (await LookAsync(ct)).ToHashSet();
        return [.. before.Where(after.Contains)];
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct)
    {
        // A part that an earlier try left is gone on with; its name carries the mark, so that it is a part of this very state.
        var safe = SafeFileName.Of(file.Name);
        var mark = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(file.Name + file.Mark)))[..16];
        var part = Path.Combine(folder, $".{mark}.part");
        var size = long.Parse(file.Mark.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        if (File.Exists(part) && new FileInfo(part).Length > size)
        {
            File.Delete(part);
        }

        await client.RunAsync([$"{(File.Exists(part) ? "reget" : "get")} {SftpClient.Quote(Remote(file.Name))} {SftpClient.Quote(part)}"], ct);
        if (new FileInfo(part).Length != size)
        {
            throw new SourceException($"Source {name}: {file.Name} has {new FileInfo(part).Length} bytes here and {size} there; it is fetched again next time.");
        }

        var path = Path.Combine(folder, safe);
        File.Move(part, path, overwrite: true);
        return path;
    }

    /// <inheritdoc/>
    public async Task DoneAsync(RemoteFile file, CancellationToken ct)
    {
        if (options.Done is { } done)
        {
            // A file of the same name that was moved there before is replaced; the archive keeps both contents.
            var target = SftpClient.Quote($"{done.TrimEnd('/')}/{file.Name}");
            await client.RunAsync([$"-mkdir {SftpClient.Quote(done)}", $"-rm {target}", $"rename {SftpClient.Quote(Remote(file.Name))} {target}"], ct);
        }
    }

    private string Remote(string file) => $"{options.Folder.TrimEnd('/')}/{file}";

    private async Task<List<RemoteFile>> LookAsync(CancellationToken ct)
    {
        var listing = await client.RunAsync([$"cd {SftpClient.Quote(options.Folder)}", "ls -ln"], ct);
        return
        [
            .. listing.Split('\n').Select(line => Entry().Match(line.TrimEnd('\r'))).Where(match => match.Success)
                .Select(match => new RemoteFile(match.Groups["name"].Value, $"{match.Groups["size"].Value} {match.Groups["time"].Value}"))
                .Where(file => !file.Name.StartsWith('.') && FileNamePattern.Matches(options.Pattern, file.Name))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
    }

    // Plain files only: no folders, no links. The server's date has two forms: "May  3 06:10" and "May  3  2025".
    [GeneratedRegex(@"^-\S+\s+\S+\s+\S+\s+\S+\s+(?<size>\d+)\s+(?<time>\S+\s+\S+\s+\S+) (?<name>.+)$")]
    private static partial Regex Entry();
}

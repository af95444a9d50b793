using System.Globalization;
using System.Security.Cryptography;
using KaPipeline.Labels;

namespace KaPipeline.Backup;

/// <summary>One backup: a folder named by the moment it was made, with the database, the archive of raw files, the configuration, and their
/// hashes.</summary>
/// <param name="Path">The folder.</param>
public sealed record BackupFolder(string Path)
{
    private const string NameFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The database, as <c>pg_dump --format=custom</c> writes it.</summary>
    public string Database => System.IO.Path.Combine(Path, "warehouse.dump");

    /// <summary>Raw files as they arrived.</summary>
    public string Archive => System.IO.Path.Combine(Path, "archive.tar");

    /// <summary>The folder <c>config/</c>; backups of earlier versions have none.</summary>
    public string Config => System.IO.Path.Combine(Path, "config.tar");

    /// <summary>SHA-256 of each of them, as <c>sha256sum</c> writes it.</summary>
    public string Hashes => System.IO.Path.Combine(Path, "SHA256SUMS");

    /// <summary>The folder of a backup made at a moment.</summary>
    public static BackupFolder At(string target, DateTimeOffset now) =>
        new(System.IO.Path.Combine(target, now.UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture)));

    /// <summary>Backups in a folder, the newest first; what is not named as one is left alone.</summary>
    public static IReadOnlyList<BackupFolder> In(string target) =>
    [
        .. Directory.EnumerateDirectories(target)
            .Where(folder => DateTime.TryParseExact(System.IO.Path.GetFileName(folder), NameFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out _) && File.Exists(new BackupFolder(folder).Hashes))
            .OrderDescending(StringComparer.Ordinal).Select(folder => new BackupFolder(folder)),
    ];

    /// <summary>Writes the hashes of what is there.</summary>
    public async Task SignAsync(CancellationToken ct)
    {
        var lines = new List<string>();
        foreach (var file in (string[])[Database, Archive, Config])
        {
            lines.Add($"{await HashAsync(file, ct)}  {System.IO.Path.GetFileName(file)}\n");
        }

        await File.WriteAllTextAsync(Hashes, string.Concat(lines), ct);
    }

    /// <summary>Asks whether every file is as it was written.</summary>
    /// <returns>The files, and the bytes in each.</returns>
    /// <exception cref="InvalidDataException">It is no backup, or a file is missing or was changed; the message names it.</exception>
    public async Task<IReadOnlyList<(string Name, long Bytes)>> VerifyAsync(CancellationToken ct)
    {
        if (!File.Exists(Hashes))
        {
            throw new InvalidDataException(Bilingual.Of($"{Path} 不是备份：没有 SHA256SUMS。", $"{Path} is no backup: it has no SHA256SUMS."));
        }

        var files = new List<(string, long)>();
        foreach (var line in await File.ReadAllLinesAsync(Hashes, ct))
        {
            var (expected, name) = line.Split("  ", 2) is [{ Length: 64 } hash, { Length: > 0 } file]
                && System.IO.Path.GetFileName(file) == file ? (hash, file)
                : throw new InvalidDataException(Bilingual.Of($"{Hashes} 中有无法识别的一行：{line}", $"{Hashes} has a line that is no hash: {line}"));
            var path = System.IO.Path.Combine(Path, name);
            var found = File.Exists(path) ? await HashAsync(path, ct) : null;
            if (found != expected)
            {
                throw new InvalidDataException(Bilingual.Of(
                    $"备份已损坏，不能恢复：{path} {(found is null ? "缺失" : $"的 SHA-256 为 {found}，应为 {expected}")}。请换一份备份。",
                    $"The backup is damaged and is not restored: {path} {(found is null ? "is missing" : $"has SHA-256 {found}, expected {expected}")}. Take another backup."));
            }

            files.Add((name, new FileInfo(path).Length));
        }

        return files.Any(file => file.Item1 == System.IO.Path.GetFileName(Database)) ? files
            : throw new InvalidDataException(Bilingual.Of($"{Hashes} 中没有数据库。", $"{Hashes} names no database."));
    }

    private static async Task<string> HashAsync(string file, CancellationToken ct)
    {
        await using var bytes = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, ct));
    }
}

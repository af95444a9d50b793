using System.Security.Cryptography;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Raw files as they arrived, each kept once under the SHA-256 of its content; nothing in it is ever changed or removed.</summary>
/// <param name="folder">Folder of the archive.</param>
public sealed class FileArchive(string folder)
{
    private const string Arriving = ".arriving-";
    private static readonly TimeSpan LongestCopy = TimeSpan.FromHours(1);

    /// <summary>A file that the archive keeps.</summary>
    /// <param name="Sha256">Hash of the content, lower-case hex.</param>
    /// <param name="Path">Where it lies.</param>
    /// <param name="WasDamaged">Whether other bytes lay in its place, which are replaced now.</param>
    public sealed record Entry(string Sha256, string Path, long ByteCount, bool WasDamaged);

    /// <summary>How content lies in the archive.</summary>
    public enum State
    {
        /// <summary>Its bytes are those that were kept.</summary>
        Good,

        /// <summary>There is no such file.</summary>
        Missing,

        /// <summary>Other bytes lie there, or bytes that cannot be read.</summary>
        Damaged,
    }

    /// <summary>Keeps a copy of a file; the same content is kept once.</summary>
    /// <exception cref="IOException">It cannot be read, or the archive cannot be written: disk full, no rights.</exception>
    public async Task<Entry> KeepAsync(string path, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var arriving = Path.Combine(folder, $"{Arriving}{Environment.ProcessId}-{Path.GetRandomFileName()}");
        try
        {
            string sha256;
            long length;
            await using (var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, useAsync: true))
            await using (var target =
                new FileStream(arriving, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 17, useAsync: true))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[1 << 17];
                int read;
                while ((read = await source.ReadAsync(buffer, ct)) > 0)
                {
                    hash.AppendData(buffer, 0, read);
                    await target.WriteAsync(buffer.AsMemory(0, read), ct);
                }

                await target.FlushAsync(ct);
                RandomAccess.FlushToDisk(target.SafeFileHandle);
                length = target.Length;
                sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            Tidy(File.GetLastWriteTimeUtc(arriving));
            var kept = PathOf(sha256);
            var before = await CheckAsync(sha256, ct);
            if (before != State.Good)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
                File.Move(arriving, kept, overwrite: true);
            }

            return new Entry(sha256, kept, length, before == State.Damaged);
        }
        finally
        {
            File.Delete(arriving);
        }
    }

    // What a process left that was killed while it copied. On another node it may still be copying, so only what no one has written to for
    // long goes.
    private void Tidy(DateTime now)
    {
        foreach (var left in Directory.EnumerateFiles(folder, Arriving + "*")
            .Where(left => now - File.GetLastWriteTimeUtc(left) > LongestCopy))
        {
            File.Delete(left);
        }
    }

    /// <summary>Looks at the bytes of a kept file.</summary>
    public async Task<State> CheckAsync(string sha256, CancellationToken ct)
    {
        if (!File.Exists(PathOf(sha256)))
        {
            return State.Missing;
        }

        try
        {
            await using var file = Read(sha256);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) == sha256 ? State.Good : State.Damaged;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return State.Damaged;
        }
    }

    /// <summary>Opens a kept file whose bytes were found to be those that were kept.</summary>
    /// <exception cref="FileNotFoundException">Its content was removed from the archive; the message says how to bring it back.</exception>
    /// <exception cref="DamagedArchiveException">Other bytes lie there; the message says how to correct them.</exception>
    public FileStream Open(string sha256, string fileName)
    {
        if (!File.Exists(PathOf(sha256)))
        {
            throw new FileNotFoundException(
                $"归档缺少文件 The archive {folder} no longer has {fileName} (SHA-256 {sha256}). 请重新加载该文件 Load the file again with ka ingest, from the portal or a backup: it is kept anew and changes nothing else.",
                PathOf(sha256));
        }

        FileStream? file = null;
        try
        {
            file = Read(sha256);
            if (Convert.ToHexStringLower(SHA256.HashData(file)) == sha256)
            {
                file.Position = 0;
                return file;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new DamagedArchiveException(fileName, sha256, PathOf(sha256), e);
        }

        file.Dispose();
        throw new DamagedArchiveException(fileName, sha256, PathOf(sha256));
    }

    /// <summary>Where a kept file lies whose bytes were found to be those that were kept.</summary>
    /// <exception cref="FileNotFoundException">Its content was removed from the archive.</exception>
    /// <exception cref="DamagedArchiveException">Other bytes lie there.</exception>
    public string Find(string sha256, string fileName)
    {
        using var file = Open(sha256, fileName);
        return file.Name;
    }

    private FileStream Read(string sha256) => new(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);

    /// <summary>Where content lies: two letters of its hash make the folder.</summary>
    public string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);
}

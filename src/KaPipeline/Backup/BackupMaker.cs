using System.Formats.Tar;
using KaPipeline.Labels;
using KaPipeline.Warehouse;

namespace KaPipeline.Backup;

/// <summary>Makes backups. The database comes first: a file that arrives in between is then in the archive and not yet known, which loading
/// it again mends; the other way round it would be lost.</summary>
/// <param name="home">Where archive and configuration are.</param>
/// <param name="owner">Connection string of the role that owns the schemas.</param>
/// <param name="clock">Names the backup.</param>
public sealed class BackupMaker(KaHome home, string owner, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes one below a folder; half a backup never bears a backup's name.</summary>
    /// <param name="target">Folder of the backups; made where there is none.</param>
    /// <param name="step">Told what is done now.</param>
    /// <param name="ct">Stops it; what was written is removed.</param>
    /// <exception cref="IOException">The folder cannot be written, or <c>pg_dump</c> failed.</exception>
    /// <exception cref="WarehouseUnavailableException">This machine has no fitting <c>pg_dump</c>.</exception>
    public async Task<BackupFolder> MakeAsync(string target, Action<string>? step, CancellationToken ct)
    {
        var made = BackupFolder.At(Path.GetFullPath(target), clock.GetUtcNow());
        var part = new BackupFolder(made.Path + ".part");
        Folder(part.Path);
        try
        {
            step?.Invoke(Bilingual.Of("导出数据库", "dumping the database"));
            // Hangfire's own tables hold nothing that the ledger and config/ do not: ka migrate makes them anew, and what the ledger says
            // is due is enqueued again.
            await new PostgresClient(owner).RunAsync("pg_dump",
                ["--format=custom", "--no-owner", "--exclude-table=hangfire.*", $"--file={part.Database}"], ct);
            step?.Invoke(Bilingual.Of("打包归档文件", "packing the archive of raw files"));
            Directory.CreateDirectory(home.Archive);
            await TarFile.CreateFromDirectoryAsync(home.Archive, part.Archive, includeBaseDirectory: true, ct);
            await TarFile.CreateFromDirectoryAsync(home.Config, part.Config, includeBaseDirectory: false, ct);
            step?.Invoke(Bilingual.Of("计算校验值", "hashing"));
            await part.SignAsync(ct);
            Directory.Move(part.Path, made.Path);
            return made;
        }
        catch (Exception e)
        {
            Directory.Delete(part.Path, recursive: true);
            if (e is IOException && e.Message.Contains("permission denied for", StringComparison.Ordinal))
            {
                throw new WarehouseUnavailableException(Bilingual.Of(
                    "备份要以数据库结构的所有者身份进行；请在 KA_DATABASE_OWNER 中写明。",
                    "A backup is made by the role that owns the schemas; name it in KA_DATABASE_OWNER."), e);
            }

            throw;
        }
    }

    /// <summary>Removes all backups of a folder but the newest.</summary>
    /// <param name="target">Folder of the backups.</param>
    /// <param name="keep">How many stay, 1 or more.</param>
    /// <returns>Those removed.</returns>
    public static IReadOnlyList<BackupFolder> Thin(string target, int keep)
    {
        var old = BackupFolder.In(target).Skip(Math.Max(1, keep)).ToList();
        old.ForEach(backup => Directory.Delete(backup.Path, recursive: true));
        return old;
    }

    // Business data: nobody but their owner reads them.
    private static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}

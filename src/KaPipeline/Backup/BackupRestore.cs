using System.Formats.Tar;
using System.Security.Cryptography;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Backup;

/// <summary>Puts a backup back into an empty database and an empty data folder. Killed at any moment it can be repeated with the same
/// backup: the database is filled in one transaction, and <c>.restoring</c> says that the archive is not yet whole.</summary>
/// <param name="home">Where the archive goes.</param>
/// <param name="owner">Connection string of the role that is to own the schemas, to the empty database.</param>
public sealed class BackupRestore(KaHome home, string owner)
{
    private string Begun => Path.Combine(home.Root, ".restoring");

    /// <summary>Restores a verified backup; <c>ka migrate</c> has to follow, which gives the rights.</summary>
    /// <param name="backup">The backup; <see cref="BackupFolder.VerifyAsync"/> has passed.</param>
    /// <param name="step">Told what is done now.</param>
    /// <param name="ct">Stops it; it can be repeated.</param>
    /// <returns>Files of <c>config/</c> that differ from those of the backup, which lie beside the data for comparison.</returns>
    /// <exception cref="InvalidDataException">Database or archive hold something already.</exception>
    /// <exception cref="IOException"><c>pg_restore</c> failed, or a file cannot be written.</exception>
    public async Task<IReadOnlyList<string>> RestoreAsync(BackupFolder backup, Action<string>? step, CancellationToken ct)
    {
        await RefuseWhatIsFullAsync(backup, ct);
        Directory.CreateDirectory(home.Root);
        File.Copy(backup.Hashes, Begun, overwrite: true);
        if (!await HoldsWarehouseAsync(ct))
        {
            step?.Invoke(Bilingual.Of("解开归档文件", "unpacking the archive of raw files"));
            await TarFile.ExtractToDirectoryAsync(backup.Archive, home.Root, overwriteFiles: true, ct);
            step?.Invoke(Bilingual.Of("写入数据库", "filling the database"));
            // Rights are given by ka migrate, to the roles that there are: on a new server not all of the old one's need exist.
            var client = new PostgresClient(owner);
            await client.RunAsync("pg_restore",
                ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", $"--dbname={client.Database}", backup.Database],
                ct);
        }

        var differing = await ConfigAsync(backup, ct);
        // Mails that went after the backup are not known to it: nothing is sent until a person has looked.
        await File.WriteAllTextAsync(Path.Combine(home.Root, "restored"), backup.Path, ct);
        File.Delete(Begun);
        return differing;
    }

    private async Task RefuseWhatIsFullAsync(BackupFolder backup, CancellationToken ct)
    {
        if (File.Exists(Begun) && await File.ReadAllTextAsync(Begun, ct) == await File.ReadAllTextAsync(backup.Hashes, ct))
        {
            return;
        }

        if (await HoldsWarehouseAsync(ct))
        {
            throw new InvalidDataException(Bilingual.Of(
                "该数据库已有数据仓库，不会覆盖；请给一个空数据库（KA_DATABASE），或换一个 KA_HOME。",
                "That database already holds a warehouse, which is not overwritten; give an empty one (KA_DATABASE), or another KA_HOME."));
        }

        if (Directory.Exists(home.Archive) && Directory.EnumerateFileSystemEntries(home.Archive).Any())
        {
            throw new InvalidDataException(Bilingual.Of(
                $"{home.Archive} 不是空的；请换一个 KA_HOME。", $"{home.Archive} is not empty; give another KA_HOME."));
        }
    }

    private async Task<bool> HoldsWarehouseAsync(CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(owner);
        return await database.FirstAsync<bool>("select exists (select from pg_namespace where nspname in ('core', 'ops'))", ct: ct);
    }

    /// <summary>What the backup's configuration says otherwise goes beside the data: which of the two holds, a person decides.</summary>
    private async Task<IReadOnlyList<string>> ConfigAsync(BackupFolder backup, CancellationToken ct)
    {
        var folder = Path.Combine(home.Root, "restored-config");
        if (!File.Exists(backup.Config))
        {
            return [];
        }

        Directory.CreateDirectory(folder);
        await TarFile.ExtractToDirectoryAsync(backup.Config, folder, overwriteFiles: true, ct);
        var differing = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !IsSame(Path.Combine(folder, file), Path.Combine(home.Config, file))).Order(StringComparer.Ordinal).ToList();
        if (differing.Count == 0)
        {
            Directory.Delete(folder, recursive: true);
        }

        return differing;
    }

    private static bool IsSame(string one, string other) => File.Exists(other)
        && SHA256.HashData(File.ReadAllBytes(one)).AsSpan().SequenceEqual(SHA256.HashData(File.ReadAllBytes(other)));
}

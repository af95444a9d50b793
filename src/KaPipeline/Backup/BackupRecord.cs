using Dapper;
using KaPipeline.Audit;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Backup;

/// <summary>What the audit knows of the backups that were made: a backup that nobody makes any more is missed by nobody else.</summary>
public static class BackupRecord
{
    /// <summary>Notes a backup that is whole and proved.</summary>
    /// <param name="database">The warehouse that is in it. One that no version has migrated yet notes nothing.</param>
    /// <param name="backup">Its folder.</param>
    /// <param name="keep">How many are kept beside it: who says so makes them regularly; null: one by hand.</param>
    /// <param name="who">Account of the operating system.</param>
    /// <param name="at">When it was whole.</param>
    /// <param name="ct">Cancels the note, not the backup.</param>
    public static async Task NoteAsync(
        NpgsqlDataSource database, BackupFolder backup, int? keep, string who, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await connection.ExecuteScalarAsync<bool>("select to_regclass('ops.audit') is not null"))
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await AuditTrail.RecordAsync(transaction, at, who, "make_backup", "backup", backup.Path, after: new { keep }, ct: ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The newest backup.</summary>
    /// <returns>Null where none was ever made.</returns>
    public static Task<RecordedBackup?> NewestAsync(NpgsqlDataSource database, CancellationToken ct) =>
        database.FirstAsync<RecordedBackup>(
        """
        select happened_at as made_at, subject as path,
            exists (select from ops.audit where action = 'make_backup' and after ->> 'keep' is not null) as is_regular
        from ops.audit where action = 'make_backup' order by happened_at desc limit 1
        """, ct: ct);
}

/// <summary>A backup as the audit knows it.</summary>
public sealed record RecordedBackup
{
    // A nightly one that was missed, and a day to see it by oneself.
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(2);

    /// <summary>When it was whole.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Its folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether the warehouse is backed up regularly: whoever ever made one with a number to keep.</summary>
    public bool IsRegular { get; init; }

    /// <summary>Whether the next one is missing.</summary>
    public bool IsOld(DateTimeOffset now) => IsRegular && now - MadeAt > MostAge;
}

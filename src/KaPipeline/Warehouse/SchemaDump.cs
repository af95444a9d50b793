using System.Text.RegularExpressions;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>The text of <c>sql/schema.sql</c>: what the migrations and views result in, for reading and review.</summary>
public static partial class SchemaDump
{
    /// <summary>Dumps the schemas of a migrated database with <c>pg_dump</c>, without what differs from server to server, and without the
    /// month partitions that the data brought.</summary>
    /// <param name="connectionString">Connection of the owning role, without a password or through a socket.</param>
    /// <exception cref="WarehouseUnavailableException"><c>pg_dump</c> is missing or failed.</exception>
    public static string Make(string connectionString)
    {
        var where = new NpgsqlConnectionStringBuilder(connectionString);
        var (exit, said) = ServerAccount.Current.Run(PgDump(),
        [
            "--schema-only", "--no-owner", "--no-privileges",
            "--schema=staging", "--schema=core", "--schema=mart", "--schema=ops",
            "--exclude-table=*.*_20[0-9][0-9]_[0-9][0-9]",
            $"--host={where.Host}", $"--port={where.Port}", $"--username={where.Username}", "--no-password", where.Database!,
        ]);
        return exit == 0
            ? Header + Noise().Replace(said, "").Trim().ReplaceLineEndings("\n") + "\n"
            : throw new WarehouseUnavailableException($"pg_dump failed: {said}");
    }

    private const string Header = "-- Result of sql/migrations and sql/views, for reading; made by `./ka migrate --write-schema`.\n\n";

    private static string PgDump() =>
        PostgresPrograms.Find() is { } programs && File.Exists(programs["pg_dump"]) ? programs["pg_dump"] : "pg_dump";

    // Session settings, version lines and restrict tokens depend on the server, not on sql/.
    [GeneratedRegex(
        @"^(SET |SELECT pg_catalog\.|-- Dumped |\\(un)?restrict ).*\n?|^--\n-- PostgreSQL database dump( complete)?\n--\n|\n(?=\n\n)",
        RegexOptions.Multiline)]
    private static partial Regex Noise();
}

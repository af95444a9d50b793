using System.Diagnostics;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>PostgreSQL's own client programs, run on a database. What signs in goes by the environment of the program, so that no password
/// stands in the list of processes.</summary>
/// <param name="database">Connection string of the database, as the driver takes it.</param>
public sealed class PostgresClient(string database)
{
    private readonly NpgsqlConnectionStringBuilder connection = new(database);

    /// <summary>Name of the database.</summary>
    public string Database => connection.Database!;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program"><c>pg_dump</c> or <c>pg_restore</c>; of the server's major version or a later one.</param>
    /// <param name="arguments">Passed one by one, never through a shell.</param>
    /// <param name="ct">Kills the program.</param>
    /// <param name="major">Major version that it must have at least; null: the server's.</param>
    /// <exception cref="WarehouseUnavailableException">It is not on this machine, or too old for the server.</exception>
    /// <exception cref="IOException">It failed; the message is what it said.</exception>
    public async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct, int? major = null)
    {
        var start = new ProcessStartInfo(Find(program, major ?? await MajorAsync(ct)), arguments) { RedirectStandardError = true };
        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
            {
                throw new IOException($"{program}: {said.Trim()}");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Find(string program, int major) =>
        PostgresPrograms.FindClient(program, major) ?? throw new WarehouseUnavailableException(Bilingual.Of(
            $"本机没有 PostgreSQL {major} 或更新版本的 {program}。请安装 postgresql-client-{major}，或用 PG_BIN 指明其目录。",
            $"This machine has no {program} of PostgreSQL {major} or later. Install postgresql-client-{major}, or set PG_BIN to its folder."));

    private async Task<int> MajorAsync(CancellationToken ct)
    {
        await using var open = new NpgsqlConnection(database);
        await open.OpenAsync(ct);
        return open.PostgreSqlVersion.Major;
    }

    private Dictionary<string, string?> Environment() => new()
    {
        ["PGHOST"] = string.Join(',', ConnectionText.Split(connection).Select(host => host.Name)),
        ["PGPORT"] = string.Join(',', ConnectionText.Split(connection).Select(host => host.Port)),
        ["PGTARGETSESSIONATTRS"] = connection.TargetSessionAttributes,
        ["PGUSER"] = connection.Username, ["PGDATABASE"] = connection.Database, ["PGPASSWORD"] = connection.Password,
        ["PGPASSFILE"] = connection.Passfile, ["PGSSLROOTCERT"] = connection.RootCertificate,
        ["PGSSLCERT"] = connection.SslCertificate, ["PGSSLKEY"] = connection.SslKey, ["PGOPTIONS"] = connection.Options, ["LC_ALL"] = "C",
        ["PGSSLMODE"] = connection.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        },
    };
}

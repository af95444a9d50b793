using System.Globalization;
using KaPipeline.Labels;

namespace KaPipeline.Warehouse;

/// <summary>Moves the embedded database to a newer major version of PostgreSQL, by dump and restore. What there was stays beside it until a
/// person removes it.</summary>
public static class EmbeddedUpgrade
{
    /// <summary>What became of it.</summary>
    /// <param name="From">Major version before.</param>
    /// <param name="To">Major version now.</param>
    /// <param name="KeptIn">Folder of the cluster as it was; null where nothing was to do.</param>
    public sealed record Outcome(int From, int To, string? KeptIn);

    /// <summary>Why a cluster cannot be started by the programs that there are, and what to do.</summary>
    internal static string OtherMajor(string data, int major, PostgresPrograms others) => Bilingual.Of(
        $"{data} 由 PostgreSQL {major} 建立，而本机只有 {others.Major}。请另外安装 postgresql-{major}（与 {others.Major} 并存，见 docs/operations.md），再运行 ka database upgrade；"
        + "或换一个 KA_HOME，用 ka restore 恢复备份。",
        $"{data} was made by PostgreSQL {major}, and this machine has {others.Major}. Install postgresql-{major} beside it (docs/operations.md), then run: ka database upgrade; "
        + "or restore a backup into another KA_HOME with ka restore.");

    /// <summary>Moves the cluster of a home to the newest programs of this machine.</summary>
    /// <param name="home"><c>KA_HOME</c>.</param>
    /// <param name="step">Told what is done now.</param>
    /// <param name="ct">Stops it; the cluster is as before.</param>
    /// <exception cref="WarehouseUnavailableException">There is no cluster, it is in use, its programs are missing, or a server does not
    /// start; the cluster is as before.</exception>
    public static async Task<Outcome> RunAsync(string home, Action<string>? step, CancellationToken ct)
    {
        var data = ServerFolder.DataBelow(home);
        var version = Path.Combine(data, "PG_VERSION");
        if (!File.Exists(version))
        {
            throw new WarehouseUnavailableException(Bilingual.Of(
                $"{data} 中没有内置数据库。", $"There is no embedded database in {data}."));
        }

        var major = int.Parse(await File.ReadAllTextAsync(version, ct), CultureInfo.InvariantCulture);
        var newest = PostgresPrograms.Find() ?? throw new WarehouseUnavailableException(
            $"PostgreSQL's server programs were not found. Fix: {PostgresPrograms.InstallHint}");
        return newest.Major == major ? new Outcome(major, major, null)
            : await RunAsync(home, data,
                PostgresPrograms.Find(major) ?? throw new WarehouseUnavailableException(OtherMajor(data, major, newest)), newest, step, ct);
    }

    /// <summary>The same between given programs.</summary>
    internal static async Task<Outcome> RunAsync(
        string home, string data, PostgresPrograms from, PostgresPrograms to, Action<string>? step, CancellationToken ct)
    {
        var dump = Path.Combine(home, "upgrade.dump");
        var kept = $"{data}.{from.Major}";
        if (Directory.Exists(kept))
        {
            throw new WarehouseUnavailableException(Bilingual.Of(
                $"{kept} 已存在，是上次升级前的数据；确认不再需要后请删除。", $"{kept} is there, from before an earlier upgrade; remove it when it is needed no more."));
        }

        try
        {
            step?.Invoke(Bilingual.Of($"用 PostgreSQL {from.Major} 导出", $"dumping with PostgreSQL {from.Major}"));
            await using (var old = await EmbeddedCluster.StartAsync(home, data, from, durable: true, ct))
            {
                old.RequireAlone();
                await new PostgresClient(old.ConnectionString("postgres", "ka")).RunAsync(
                    "pg_dump", ["--format=custom", $"--file={dump}"], ct, to.Major);
            }

            Directory.Move(data, kept);
            await FillAsync(home, data, kept, dump, to, step, ct);
        }
        finally
        {
            File.Delete(dump);
        }

        return new Outcome(from.Major, to.Major, kept);
    }

    private static async Task FillAsync(
        string home, string data, string kept, string dump, PostgresPrograms to, Action<string>? step, CancellationToken ct)
    {
        try
        {
            step?.Invoke(Bilingual.Of($"用 PostgreSQL {to.Major} 写入", $"filling PostgreSQL {to.Major}"));
            await using var cluster = await EmbeddedCluster.StartAsync(home, data, to, durable: true, ct);
            await new PostgresClient(cluster.ConnectionString("postgres", "ka")).RunAsync(
                "pg_restore", ["--exit-on-error", "--single-transaction", "--dbname=ka", dump], ct, to.Major);
        }
        catch
        {
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }

            Directory.Move(kept, data);
            throw;
        }
    }
}

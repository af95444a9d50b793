using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Jobs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Tests.Serve;

/// <summary>The files of <c>deploy/ha/</c>: in step with each other and with the documents, and a backup made and restored by its
/// scripts.</summary>
public sealed partial class HighAvailabilityFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "ha");

    [Fact]
    public void Replica_is_configured_as_the_pair_is_and_is_kept_out_of_it_by_tags_alone()
    {
        static string Body(string file) =>
            string.Join('\n', File.ReadLines(Path.Combine(Folder, file)).SkipWhile(line => line.StartsWith('#')));
        Assert.StartsWith(Body("patroni.yml"), Body("patroni-replica.yml"), StringComparison.Ordinal);

        var replica = Read("patroni-replica.yml");
        Assert.Null(Find(Read("patroni.yml"), "tags"));
        Assert.Equal(("true", "true"), (Find(replica, "tags/nofailover")?.ToString(), Find(replica, "tags/nosync")?.ToString()));
    }

    [Fact]
    public void Servers_are_set_as_the_documents_say_and_a_failover_ends_before_a_node_gives_up()
    {
        var pair = Read("patroni.yml");
        var settings = Setting().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")))
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal));
        Assert.All((string[])["shared_buffers", "work_mem", "maintenance_work_mem", "max_wal_size", "jit", "client_connection_check_interval"],
            name => Assert.Equal(settings[name], Find(pair, $"bootstrap/dcs/postgresql/parameters/{name}")?.ToString()));

        int Seconds(string name) => int.Parse(Find(pair, $"bootstrap/dcs/{name}")!.ToString(), CultureInfo.InvariantCulture);
        Assert.True(Seconds("ttl") >= Seconds("loop_wait") + (2 * Seconds("retry_timeout")));
        var failover = TimeSpan.FromSeconds(Seconds("ttl") + Seconds("loop_wait") + Seconds("retry_timeout"));
        Assert.True(failover * 2 <= TimeSpan.FromSeconds(new JobOptions().LeaseSeconds) && failover * 2 <= ServerPatience.Usual.Recovery);
        Assert.Equal("true", Find(pair, "bootstrap/dcs/synchronous_mode")?.ToString());
    }

    [Fact]
    public void Servers_and_ports_are_the_same_in_each_file()
    {
        var environment = Values("env.conf");
        var etcd = Values("etcd.conf");
        Assert.Equal(environment["PATRONI_ETCD3_HOSTS"].Split(','),
            etcd["ETCD_INITIAL_CLUSTER"].Split(',').Select(member => $"{member.Split('=')[0]}:2379"));
        Assert.Equal("http://" + environment["PATRONI_ETCD3_HOSTS"].Split(',')[0], etcd["ETCD_ADVERTISE_CLIENT_URLS"]);
        Assert.All(environment.Where(pair => pair.Key.EndsWith("PASSWORD", StringComparison.Ordinal)), pair => Assert.Equal("CHANGE", pair.Value));

        var proxy = File.ReadAllText(Path.Combine(Folder, "haproxy.cfg"));
        var servers = Server().Matches(proxy)
            .Select(line => (Name: line.Groups[1].Value, At: line.Groups[2].Value, Check: line.Groups[3].Value)).ToList();
        Assert.Equal(5, servers.Count);
        Assert.All(servers, server => Assert.Equal(($"{server.Name}:5432", "8008"), (server.At, server.Check)));
        Assert.Contains($"{servers[0].Name}:8008", environment.Values);
        Assert.Contains(servers[0].At, environment.Values);
    }

    [Fact]
    public async Task Base_backup_and_archived_log_bring_back_a_moment()
    {
        var backup = Directory.CreateTempSubdirectory("ka-base-").FullName;
        var restored = ServerFolder.DataBelow(backup);
        ServerFolder.Hand(restored);
        await using var server = await OwnServer.StartAsync();
        var wal = Path.Combine(restored, "wal");
        try
        {
            Must("mkdir", wal);
            await server.AdministerAsync("alter system set archive_mode = on", "alter system set wal_level = replica",
                $"alter system set archive_command = '{Script("archive-wal", restored)} %p %f {wal}'", "create role replicator login replication");
            server.Stop("fast");
            server.StartAgain();
            await using var database = NpgsqlDataSource.Create(server.OwnerConnectionString);
            await database.DoAsync("create table public.told (says text); insert into public.told values ('before the backup')", ct: Stopping);
            var socket = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host;
            var made = Must("env", $"PATH={PostgresPrograms.Find()!.Folder}:{ClientFolder}:/usr/bin:/bin", Script("base-backup", restored),
                $"host={socket} user=replicator dbname=postgres", restored).Split('\n')[^1];
            await database.DoAsync("insert into public.told values ('after the backup')", ct: Stopping);
            var moment = await database.FirstAsync<string>("select clock_timestamp()::text", ct: Stopping);
            await database.DoAsync("insert into public.told values ('a mistake')", ct: Stopping);
            var last = await database.FirstAsync<string>("select pg_walfile_name(pg_current_wal_lsn())", ct: Stopping);
            await server.AdministerAsync("select pg_switch_wal()");
            await RehearsalNodes.UntilAsync(() => database.FirstAsync<bool>("select last_archived_wal >= @last from pg_stat_archiver", new { last }));
            // The same file once more is no error; another under its name is. One that is still being copied has a name of its own.
            var kept = Must("sh", "-c", $"ls {wal} | grep -xE '[0-9A-F]{{24}}' | head -n 1");
            Must(Script("archive-wal", restored), Path.Combine(wal, kept), kept, wal);
            Assert.NotEqual(0, ServerAccount.ForServer.Run(Script("archive-wal", restored), ["/etc/passwd", kept, wal]).ExitCode);

            var data = Path.Combine(restored, "pg");
            Must(Script("restore-base", restored), made, wal, data, moment!);
            Assert.NotEqual(0, ServerAccount.ForServer.Run(Script("restore-base", restored), [made, wal, data]).ExitCode);
            Must(PostgresPrograms.Find()!["pg_ctl"], "start", "-D", data, "-w", "-l", Path.Combine(restored, "log"), "-o", $"-k {restored} -c archive_mode=off");
            try
            {
                await using var again = NpgsqlDataSource.Create(
                    new NpgsqlConnectionStringBuilder(server.OwnerConnectionString) { Host = restored }.ConnectionString);
                await RehearsalNodes.UntilAsync(() => again.FirstAsync<bool>("select not pg_is_in_recovery()"));
                Assert.Equal(["before the backup", "after the backup"], await again.ListAsync<string>("select says from public.told", ct: Stopping));
            }
            finally
            {
                Must(PostgresPrograms.Find()!["pg_ctl"], "stop", "-D", data, "-m", "immediate");
            }
        }
        finally
        {
            Directory.Delete(restored, recursive: true);
            Directory.Delete(backup, recursive: true);
        }
    }

    // A copy that the server's account may read: the working copy may be below a folder that it may not enter.
    private static string Script(string name, string folder)
    {
        var copy = Path.Combine(folder, name);
        File.Copy(Path.Combine(Folder, name), copy, overwrite: true);
        return copy;
    }

    private static string ClientFolder => Path.GetDirectoryName(PostgresPrograms.FindClient("pg_verifybackup", PostgresPrograms.Find()!.Major))!;

    private static string Must(string program, params string[] arguments)
    {
        var (exit, said) = ServerAccount.ForServer.Run(program, arguments);
        Assert.True(exit == 0, $"{program}: {said}");
        return said;
    }

    private static YamlNode Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return yaml.Documents.Single().RootNode;
    }

    private static YamlNode? Find(YamlNode node, string path) => path.Split('/').Aggregate<string, YamlNode?>(node,
        (at, name) => at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null);

    private static Dictionary<string, string> Values(string file) => File.ReadLines(Path.Combine(Folder, file))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(@"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| ", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^ +server (\S+) (\S+) check port (\d+)", RegexOptions.Multiline)]
    private static partial Regex Server();
}

using System.Globalization;
using System.Text;
using Dapper;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>The system's updates replace PostgreSQL beneath a running server, or leave its data without programs.</summary>
[Trait("Category", "Slow")]
public sealed class ReplacedProgramsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-programs-").FullName;

    public ReplacedProgramsTests() => ServerAccount.Current.Run("chmod", ["711", home]);

    private string Data => Path.Combine(home, "pg");

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task Server_whose_programs_were_replaced_is_restarted_once_and_says_so()
    {
        var programs = Copied();
        var before = programs.Version()!;
        await using var cluster = await EmbeddedCluster.StartAsync(home, Data, programs, durable: false, Stopping);
        Assert.Null(await cluster.FollowProgramsAsync(Stopping));
        var started = await AskAsync(cluster, "select pg_postmaster_start_time()::text");

        var after = Update(programs, before);
        var said = await cluster.FollowProgramsAsync(Stopping);

        Assert.Contains($"from {before} to {after}", Bilingual.In(said, Language.English), StringComparison.Ordinal);
        Assert.Equal(after, await AskAsync(cluster, "show server_version"));
        Assert.NotEqual(started, await AskAsync(cluster, "select pg_postmaster_start_time()::text"));
        Assert.Null(await cluster.FollowProgramsAsync(Stopping));
    }

    [Fact]
    public async Task Who_comes_next_restarts_it_as_well()
    {
        var programs = Copied();
        await using var first = await EmbeddedCluster.StartAsync(home, Data, programs, durable: false, Stopping);
        var after = Update(programs, programs.Version()!);

        await using var second = await EmbeddedCluster.StartAsync(home, Data, programs, durable: false, Stopping);

        Assert.Equal(after, await AskAsync(second, "show server_version"));
    }

    [Fact]
    public async Task Data_of_another_major_version_say_what_to_do()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "PG_VERSION"), "14\n", Stopping);

        foreach (var attempt in (Func<Task>[])
            [() => EmbeddedCluster.StartAsync(home, ct: Stopping), () => EmbeddedUpgrade.RunAsync(home, null, Stopping)])
        {
            var said = (await Assert.ThrowsAsync<WarehouseUnavailableException>(attempt)).Message;
            Assert.Contains("was made by PostgreSQL 14", said, StringComparison.Ordinal);
            Assert.Contains("ka database upgrade", Bilingual.In(said, Language.Chinese), StringComparison.Ordinal);
        }

        Assert.Equal("14\n", await File.ReadAllTextAsync(Path.Combine(Data, "PG_VERSION"), Stopping));
    }

    [Fact]
    public async Task Upgrade_moves_what_there_was_and_keeps_the_old_data_beside_it()
    {
        var (old, @new) = (PostgresPrograms.Find()!, PostgresPrograms.Find()!);
        await using (var cluster = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping))
        {
            await AskAsync(cluster, "create table kept (n int); insert into kept values (7); select ''");
            var inUse = await Assert.ThrowsAsync<WarehouseUnavailableException>(
                () => EmbeddedUpgrade.RunAsync(home, Data, old, @new, null, Stopping));
            Assert.Contains("in use", inUse.Message, StringComparison.Ordinal);
        }

        var outcome = await EmbeddedUpgrade.RunAsync(home, Data, old, @new, null, Stopping);

        Assert.Equal($"{Data}.{old.Major}", outcome.KeptIn);
        Assert.True(File.Exists(Path.Combine(outcome.KeptIn!, "PG_VERSION")));
        await using var again = await EmbeddedCluster.StartAsync(home, durable: false, ct: Stopping);
        Assert.Equal("7 ka_owner", await AskAsync(again,
            "select concat_ws(' ', n, (select tableowner from pg_tables where tablename = 'kept')) from kept"));
        Assert.Empty(Directory.GetFiles(home, "*.dump"));
    }

    private static async Task<string?> AskAsync(EmbeddedCluster cluster, string query)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("ka_owner", "ka") + ";Pooling=false");
        return await connection.ExecuteScalarAsync<string>(query);
    }

    /// <summary>The server's programs in a folder of their own, which a test may replace.</summary>
    private PostgresPrograms Copied()
    {
        var installed = PostgresPrograms.Find()!;
        var folder = Directory.CreateDirectory(Path.Combine(home, "programs")).FullName;
        foreach (var name in (string[])["initdb", "pg_ctl", "postgres"])
        {
            File.Copy(Path.GetFullPath(installed[name]), Path.Combine(folder, name));
        }

        ServerAccount.Current.Run("chmod", ["-R", "755", folder]);
        return new PostgresPrograms(folder, installed.Major);
    }

    /// <summary>What an update does: other programs under the same names, of the next minor version.</summary>
    private static string Update(PostgresPrograms programs, string version)
    {
        var number = version.Split(' ')[0];
        var next = number[..^1] + (char)(number[^1] == '9' ? '0' : number[^1] + 1);
        foreach (var name in (string[])["initdb", "pg_ctl", "postgres"])
        {
            // Read byte for byte as characters, so that it can be written so again.
            var program = Encoding.Latin1.GetString(File.ReadAllBytes(programs[name])).Replace(number, next, StringComparison.Ordinal);
            File.WriteAllBytes(programs[name] + ".new", Encoding.Latin1.GetBytes(program));
            ServerAccount.Current.Run("chmod", ["755", programs[name] + ".new"]);
            File.Move(programs[name] + ".new", programs[name], overwrite: true);
        }

        return version.Replace(number, next, StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture);
    }
}

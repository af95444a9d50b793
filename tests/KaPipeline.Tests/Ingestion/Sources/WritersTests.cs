using System.Globalization;
using System.Security.Cryptography;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>Whoever writes a file while it is collected, at whatever step: in the end its last bytes are loaded, and nothing was moved
/// aside unread.</summary>
[Trait("Category", "Slow")]
public sealed class WritersTests
{
    private static readonly DateOnly AnyDay = new(2026, 5, 1);

    /// <summary>A writer: what lies there before, what it does at the step, and after the first collection.</summary>
    private sealed record Writer(string Name, Action<string> Before, Action<string> AtStep, Action<string> After)
    {
        /// <summary>Whether the visit ends at the step, as by a connection that breaks.</summary>
        public bool EndsVisit { get; init; }
    }

    [Fact]
    public Task In_a_folder() => TryAllAsync(share => Task.FromResult<(SourceOptions, IAsyncDisposable?)>((
        new SourceOptions
        {
            Name = "share", Chain = "dingfeng",
            Folder = new FolderOptions { Path = share, Pattern = "*.csv", QuietSeconds = 0, Done = Path.Combine(share, "done") }
        }, null)),
        every: 6);

    [Fact]
    public Task In_a_folder_whose_files_stay() => TryAllAsync(share => Task.FromResult<(SourceOptions, IAsyncDisposable?)>((
        new SourceOptions
        {
            Name = "share", Chain = "dingfeng",
            Folder = new FolderOptions { Path = share, Pattern = "*.csv", QuietSeconds = 0 }
        }, null)), every: 6);

    [SshFact]
    public Task On_an_sftp_server() => TryAllAsync(async share =>
    {
        var server = await LoopbackSshServer.StartAsync();
        return (new SourceOptions
        {
            Name = "server",
            Chain = "dingfeng",
            Sftp = new SftpOptions
            {
                Host = "127.0.0.1", Port = server.Port, User = Environment.UserName, HostKey = server.HostKey, Key = "file:"
                    + server.KeyFile,
                Folder = share, Pattern = "*.csv", QuietSeconds = 0, Done = Path.Combine(share, "done"),
            },
        }, new Ending(server));
    }, every: 11, some: 3);

    [Fact]
    public Task On_a_portal() => TryAllAsync(async share =>
    {
        var portal = await FilePortal.StartAsync(share);
        return (new SourceOptions
        {
            Name = "portal", Chain = "dingfeng",
            Http = new PortalOptions { Address = portal.Address, List = "/list", FirstWaitSeconds = 0.01 }
        }, portal);
    }, every: 6);

    private static async Task TryAllAsync(Func<string, Task<(SourceOptions, IAsyncDisposable?)>> open, int every,
        int some = int.MaxValue)
    {
        await using var world = await IngestWorld.CreateAsync(withMasterData: true);
        var share = Directory.CreateDirectory(Path.Combine(world.Folder, "share")).FullName;
        var (source, server) = await open(share);
        await using var ending = server;
        var scenario = 0;
        // A stride of steps for each writer, begun where the run's seed says; where each visit is dear, for some of the writers.
        var dice = new Random(LongRun.Seed);
        every = LongRun.IsOn ? 1 : every;
        foreach (var writer in LongRun.Drawn(Writers(), some))
        {
            int steps;
            for (var step = 1 + dice.Next(every); ; step += every)
            {
                scenario++;
                steps = await TryAsync(world, source, share, writer, step, scenario);
                if (step > steps)
                {
                    break;
                }
            }

            Assert.True(steps >= 3, $"{writer.Name}: only {steps} steps were seen");
        }
    }

    private static async Task<int> TryAsync(IngestWorld world, SourceOptions source, string share, Writer writer, int step, int scenario)
    {
        var clock = new StepClock();
        var ingest = new Ingest(world.Warehouse.DataSource, new FileArchive(world.Archive), world.Profiles, clock);
        var collector = new Collector(world.Warehouse.DataSource, ingest, Path.Combine(world.Folder, "incoming"), clock);
        var path = Path.Combine(share, $"鼎丰_订单_{new DateOnly(2025, 1, 1).AddDays(scenario):yyyyMMdd}.csv");
        var text = $"{writer.Name} at step {step}, seed {LongRun.Seed}";

        writer.Before(path);
        clock.AtStep = number =>
        {
            if (number == step)
            {
                writer.AtStep(path);
                if (writer.EndsVisit)
                {
                    throw new SourceException("The connection broke.");
                }
            }
        };
        await collector.RunAsync(source, AnyDay, AnyDay);
        var steps = clock.Steps;
        clock.AtStep = null;
        if (step > steps)
        {
            writer.AtStep(path);
        }

        writer.After(path);
        Collector.Outcome? last = null;
        HashSet<string> taken = [];
        // Three hours at most; in a long run all three, whenever it was done.
        for (var again = 0; again < 3 && (LongRun.IsOn || !taken.Contains(Hash(Last)) || IsLeft(path)); again++)
        {
            clock.MoveOn(TimeSpan.FromHours(1));
            last = await collector.RunAsync(source, AnyDay, AnyDay);
            taken = [.. await world.ListAsync("select sha256 from ops.load where state in ('loaded', 'duplicate', 'held')")];
        }

        Assert.True(last!.Errors.Count == 0, $"{text}: {string.Join("; ", last.Errors.Select(error => error.Message))}");
        Assert.True(taken.Contains(Hash(Last)), $"{text}: its last bytes were never loaded");
        foreach (var moved in Directory.Exists(Path.Combine(share, "done")) ? Directory.GetFiles(Path.Combine(share, "done")) : [])
        {
            Assert.True(taken.Contains(Hash(await File.ReadAllBytesAsync(moved))), $"{text}: {moved} was moved aside unread");
            File.Delete(moved);
        }

        Assert.False(IsLeft(path), $"{text}: it is loaded and was not moved aside");
        File.Delete(path);
        return steps;

        bool IsLeft(string file) => (source.Folder?.Done is not null || source.Sftp is not null) && File.Exists(file);
    }

    // What the writer of the moment ends with.
    private static byte[] Last { get; set; } = [];

    private static IEnumerable<Writer> Writers()
    {
        var number = 0;
        byte[] Text(int units) => KaPipeline.Ingestion.Tables.FileNature.Gb18030.GetBytes(
            IngestWorld.OrderText((string.Create(CultureInfo.InvariantCulture, $"W{number:00000}"), IngestWorld.Item, units),
            ("W2", IngestWorld.OtherItem, 5)));
        byte[] first = [], second = [];
        FileStream? open = null;
        void Begin(string path, Func<byte[]> shown)
        {
            number++;
            (first, second) = (Text(100 + (number % 800)), Text(101 + (number % 800)));
            File.WriteAllBytes(path, shown());
        }

        // One that goes on writing has the file open all the while, wherever it is moved.
        void BeginOpen(string path, Func<byte[]> shown)
        {
            Begin(path, shown);
            open = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        void GoOn(byte[] content)
        {
            open!.Write(content);
            open.Dispose();
        }

        void InPlace(string path, byte[] content)
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(0);
            file.Write(content);
        }

        yield return new Writer("pauses", path => BeginOpen(path, () => first[..(first.Length / 2)]), _ => { }, _ =>
        {
            GoOn(first[(first.Length / 2)..]);
            Last = first;
        });
        yield return new Writer("pauses in the title", path => BeginOpen(path, () => first[..30]), _ => { }, _ =>
        {
            GoOn(first[30..]);
            Last = first;
        });
        yield return new Writer("has not begun", path => BeginOpen(path, () => []), _ => { }, _ =>
        {
            GoOn(first);
            Last = first;
        });
        yield return new Writer("appends", path => BeginOpen(path, () => first[..(first.Length / 2)]),
            _ => GoOn(first[(first.Length / 2)..]), _ => Last = first);
        yield return new Writer("appends while the visit breaks off", path => BeginOpen(path, () => first[..(first.Length / 2)]),
            _ => GoOn(first[(first.Length / 2)..]), _ => Last = first)
        {
            EndsVisit = true,
        };
        yield return new Writer("replaces", path => Begin(path, () => first), path =>
        {
            File.WriteAllBytes(path + ".part", second);
            File.Move(path + ".part", path, overwrite: true);
        }, _ => Last = second);
        yield return new Writer("writes over it", path => Begin(path, () => first), path => InPlace(path, second), _ => Last = second);
        yield return new Writer("truncates", path => Begin(path, () => first), path => InPlace(path, first[..(first.Length / 3)]), path =>
        {
            InPlace(path, second);
            Last = second;
        });
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private sealed class Ending(IDisposable server) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            server.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

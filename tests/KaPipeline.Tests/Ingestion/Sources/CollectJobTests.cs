using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>One bad file or source stops no other, and a run in which one failed has not succeeded.</summary>
public sealed class CollectJobTests : IAsyncLifetime
{
    private JobWorld jobs = null!;
    private string folder = "";

    public async ValueTask InitializeAsync()
    {
        jobs = await JobWorld.CreateAsync(ManualClock.At(2026, 5, 6, 8));
        folder = Directory.CreateTempSubdirectory("ka-collect-").FullName;
        await using var connection = await jobs.Database.OpenConnectionAsync();
        await ProfileSync.SyncAsync(connection, ProfileCatalog.Load(Path.Combine(Repository.Root, "config")).Chains,
            jobs.Clock.GetUtcNow());
        await BusinessRulesSync.SyncAsync(connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")), jobs.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_source_that_cannot_be_used_leaves_the_next_one_collected_and_the_run_failed()
    {
        await using var portal = await MisbehavingPortal.StartAsync();
        portal.HomeLinks = "<a href='http://[no address'>odd</a>";
        var good = Share("good", ("鼎丰_订单_20260506.csv", IngestWorld.OrderText(("D1", IngestWorld.Item, 5))));
        PortalOptions Http(string address) => new() { Address = address, List = "/home", Tries = 1 };
        SourceOptions[] sources =
        [
            new() { Name = "gone", Folder = new FolderOptions { Path = Path.Combine(folder, "nowhere") } },
            new() { Name = "refused", Http = Http("http://127.0.0.1:1") },
            new() { Name = "no address", Http = Http("portal without a scheme") },
            new() { Name = "odd", Http = Http(portal.Address) },
            new() { Name = "server", Sftp = new SftpOptions { Host = "127.0.0.1", Port = 1, User = "nobody", HostKey = "no key" } },
            new() { Name = "good", Chain = "dingfeng", Folder = new FolderOptions { Path = good, QuietSeconds = 0 } },
        ];

        var run = await CollectAsync(sources);
        Assert.Equal("queued", run.State);
        Assert.True(run.Error!.StartsWith("5 of 6 sources failed: ", StringComparison.Ordinal), run.Error);
        Assert.All(sources[..^1], source => Assert.Contains($"Source {source.Name}", run.Error, StringComparison.Ordinal));
        Assert.Contains("not an address: http://[no address", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, await jobs.Database.FirstAsync<long>("select count(*) from ops.load where chain_id = 'dingfeng'", ct: Stopping));
        Assert.Equal(["failed", "failed", "failed", "failed", "failed", "succeeded"],
            await jobs.Database.ListAsync<string>("select state from ops.run_step order by step_number", ct: Stopping));
    }

    [Fact]
    public async Task What_is_no_plain_file_is_left_alone_and_named_and_a_file_that_fails_stops_no_other()
    {
        var text = IngestWorld.OrderText(("D1", IngestWorld.Item, 5));
        var secret = Path.Combine(folder, "secret.csv");
        await File.WriteAllTextAsync(secret, "secret", Stopping);
        var share = Share("share", ("鼎丰_订单_20260505.csv", text[..text.IndexOf("合计", StringComparison.Ordinal)]),
            ("鼎丰_订单_20260506.csv", text));
        File.CreateSymbolicLink(Path.Combine(share, "鼎丰_订单_20260507.csv"), secret);
        await MakePipeAsync(Path.Combine(share, "鼎丰_订单_20260508.csv"));
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(share, "s.csv")));

        var run = await CollectAsync(
            [new() { Name = "share", Chain = "dingfeng",
            Folder = new FolderOptions { Path = share, QuietSeconds = 0, MostMegabytes = 1 } }]);
        Assert.StartsWith("1 of 1 sources failed: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["鼎丰_订单_20260506.csv"],
            await jobs.Database.ListAsync<string>("select file_name from ops.load where state = 'loaded'", ct: Stopping));
        var says = await jobs.Database.FirstAsync<string>("select says from ops.run_step", ct: Stopping);
        Assert.Contains("20260505.csv", says, StringComparison.Ordinal);
        Assert.Contains("20260507.csv: 链接 a link", says, StringComparison.Ordinal);
        Assert.Contains("20260508.csv: 管道 a pipe", says, StringComparison.Ordinal);
        Assert.Contains("s.csv: 套接字 a socket", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_two_weeks_a_portal_is_asked_for_every_day_since_it_last_answered()
    {
        await using var portal = await MisbehavingPortal.StartAsync();
        var schedule = new JobSchedule { Name = "collect", Job = "collect", Cron = "*/20 * * * *", CatchUp = CatchUp.Latest };
        await new ScheduleStore(jobs.Database, jobs.Clock).SyncAsync([schedule], Stopping);
        var http = new PortalOptions { Address = portal.Address, List = "/home?day={date:yyyyMMdd}", Tries = 1 };
        async Task<(string State, string Asked)> NextAsync(TimeSpan later)
        {
            jobs.Clock.Advance(later);
            portal.Asked.Clear();
            var run = Assert.Single(await jobs.Planner(schedule).PlanAsync(null, Stopping));
            await jobs.Dispatcher("n1", Job([new() { Name = "portal", Http = http }])).ExecuteAsync(jobs.Database, run, Stopping);
            return ((await jobs.StateAsync(run)).State, string.Join(' ', portal.Asked.Select(asked => asked[^4..])));
        }

        Assert.Equal(("succeeded", "0503 0504 0505 0506"), await NextAsync(TimeSpan.FromHours(1)));
        Assert.Equal(("succeeded", "0503 0504 0505 0506 0507"), await NextAsync(TimeSpan.FromDays(1)));

        // The portal was down, then our machine: neither leaves a gap.
        portal.Failures.Enqueue(500);
        Assert.Equal("queued", (await NextAsync(TimeSpan.FromDays(5))).State);
        await jobs.Database.DoAsync("update ops.run set state = 'failed', finished_at = queued_at where state = 'queued'", ct: Stopping);
        var days = Enumerable.Range(0, 18).Select(day => new DateOnly(2026, 5, 4).AddDays(day).ToString("MMdd", null));
        Assert.Equal(("succeeded", string.Join(' ', days)), await NextAsync(TimeSpan.FromDays(9)));
        Assert.Equal(("succeeded", "0518 0519 0520 0521 0522"), await NextAsync(TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_refused_password_is_told_once_with_who_renews_it_and_not_tried_again_until_another_is_there()
    {
        await using var portal = await MisbehavingPortal.StartAsync();
        var secret = Path.Combine(folder, "portal.secret");
        var schedule = new JobSchedule { Name = "collect", Job = "collect", Cron = "*/20 * * * *", CatchUp = CatchUp.Latest };
        await new ScheduleStore(jobs.Database, jobs.Clock).SyncAsync([schedule], Stopping);
        SourceOptions source = new()
        {
            Name = "portal", RenewedBy = "王敏 8123", Http = new()
            {
                Address = portal.Address, SignIn = "/login", UserField = "user", PasswordField = "pass", User = "supplier",
                Password = "file:" + secret, List = "/orders?day={date:yyyyMMdd}&page={page}", Tries = 1, MostPages = 1,
            },
        };
        await PutInAsync("old");

        // The first is refused and says so; the next ones do not ask the portal at all, and are no failures.
        Assert.Equal("failed", await NextAsync());
        Assert.Equal(1, portal.Refusals);
        Assert.Equal("succeeded", await NextAsync());
        Assert.Equal("succeeded", await NextAsync());
        Assert.Equal(1, portal.Refusals);
        var told = Assert.Single(await jobs.Database.ListAsync<string>(
            "select says from ops.alert where kind = 'sign_in_refused' and closed_at is null", ct: Stopping));
        Assert.Contains("王敏 8123 renews the password", told, StringComparison.Ordinal);
        Assert.DoesNotContain("old", await jobs.Database.FirstAsync<string>(
            "select concat(words, secret_salt, secret_mark) from ops.refused_sign_in", ct: Stopping), StringComparison.Ordinal);

        // A person may ask, once; another password is tried by itself, and a right one ends it.
        Assert.Equal("failed", (await CollectAsync([source])).State);
        Assert.Equal(2, portal.Refusals);
        await PutInAsync("secret");
        await NextAsync();
        Assert.Equal((2, 1), (portal.Refusals, portal.SignIns));
        Assert.Empty(await jobs.Database.ListAsync<string>(
            "select subject from ops.alert where kind = 'sign_in_refused' and closed_at is null", ct: Stopping));

        async Task<string> NextAsync()
        {
            jobs.Clock.Advance(TimeSpan.FromHours(1));
            var run = Assert.Single(await jobs.Planner(schedule).PlanAsync(null, Stopping));
            await jobs.Dispatcher("n1", Job([source])).ExecuteAsync(jobs.Database, run, Stopping);
            return (await jobs.StateAsync(run)).State;
        }

        async Task PutInAsync(string password)
        {
            await File.WriteAllTextAsync(secret, password, Stopping);
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_password_that_is_changed_in_the_middle_of_a_visit_is_refused_once_and_not_for_each_file(int sessionLasts)
    {
        await using var portal = await MisbehavingPortal.StartAsync();
        (portal.SessionLasts, portal.PasswordAfterwards) = (sessionLasts, "another");
        var secret = Path.Combine(folder, "portal.secret");
        await File.WriteAllTextAsync(secret, "secret", Stopping);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await CollectAsync(
        [
            new()
            {
                Name = "portal", Http = new()
                {
                    Address = portal.Address, SignIn = "/login", UserField = "user", PasswordField = "pass", User = "supplier",
                    Password = "file:" + secret, List = "/orders?day={date:yyyyMMdd}&page={page}", Tries = 1,
                },
            },
        ]);

        Assert.Equal((1, 1), (portal.SignIns, portal.Refusals));
        Assert.Equal(["portal"], await jobs.Database.ListAsync<string>(
            "select subject from ops.alert where kind = 'sign_in_refused' and closed_at is null", ct: Stopping));
    }

    [Fact]
    public async Task A_run_without_a_source_says_so_in_a_step()
    {
        var run = await CollectAsync([]);

        Assert.Equal("succeeded", run.State);
        Assert.Equal(Bilingual.Of("config/sources.yaml 中没有来源，没有采集", "config/sources.yaml names no source: nothing was collected"),
            await jobs.Database.FirstAsync<string>("select says from ops.run_step", ct: Stopping));
    }

    public async ValueTask DisposeAsync()
    {
        await jobs.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal static Task MakePipeAsync(string path) => LoopbackSshServer.RunAsync("mkfifo", path);

    private async Task<(string State, int Attempt, int Failures, string? Error)> CollectAsync(SourceOptions[] sources)
    {
        var run = await jobs.AddAsync("collect");
        await jobs.Dispatcher("n1", Job(sources)).ExecuteAsync(jobs.Database, run, Stopping);
        return await jobs.StateAsync(run);
    }

    private CollectJob Job(SourceOptions[] sources)
    {
        var profiles = ProfileCatalog.Load(Path.Combine(Repository.Root, "config"));
        var ingest = new Ingest(jobs.Database, new FileArchive(Path.Combine(folder, "archive")), profiles, jobs.Clock);
        return new CollectJob(sources, new Collector(jobs.Database, ingest, Path.Combine(folder, "incoming"), TimeProvider.System));
    }

    private string Share(string name, params (string Name, string Text)[] files)
    {
        var share = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        foreach (var file in files)
        {
            File.WriteAllBytes(Path.Combine(share, file.Name), KaPipeline.Ingestion.Tables.FileNature.Gb18030.GetBytes(file.Text));
        }

        return share;
    }
}

using System.Collections.Concurrent;
using KaPipeline.Host;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Serve;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>A console in this process, on a warehouse of its own, and a real Chromium to drive it with.</summary>
public sealed class ConsoleSite : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    // Milliseconds that a page may take beside all else that the run does: long enough for any machine, short enough to tell.
    private const float Patience = 90_000;

    // Made once: a password is dear to hash.
    private static readonly Lazy<string> Hash = new(() => new PasswordHasher<Account>().HashPassword(new Account(), Password));

    // First Chromium without its windows: the same pages for two thirds of the processor's time.
    private static readonly string[] Programs =
        ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // One browser for all sites of the process: to start one is dearer than most tests. A context of it shares nothing with another, and
    // the browser ends with the process.
    private static readonly Lazy<Task<IBrowser>> Chromium = new(LaunchAsync);

    private readonly WebApplication app;
    private readonly ConcurrentBag<IBrowserContext> contexts = [];

    private ConsoleSite(TestWarehouse warehouse, WebApplication app, KaHome home)
    {
        Warehouse = warehouse;
        this.app = app;
        Home = home;
    }

    public TestWarehouse Warehouse { get; }

    public KaHome Home { get; }

    public string Address => app.Urls.First();

    public IServiceProvider Services => app.Services;

    public static async Task<ConsoleSite> StartAsync(bool runsJobs = false, TimeProvider? clock = null, string? config = null,
        TestWarehouse? warehouse = null, PreparedWarehouse? prepared = null)
    {
        var folder = Directory.CreateTempSubdirectory("ka-console-");
        // A clock of the test's own is meant to be away from the database's.
        config ??= clock is null ? null : ConfigCopy.Make(folder.FullName, "Jobs", new() { ["ClockMinutes"] = int.MaxValue });
        var home = new KaHome(folder.FullName, config ?? Path.Combine(Repository.Root, "config"));
        warehouse ??= prepared is null ? await TestWarehouse.CreateAsync() : await prepared.CopyAsync(home.Archive);
        var app = ServeHost.Build(new ServeOptions(runsJobs, true, "http://127.0.0.1:0"), home, warehouse.DataSource, clock
            ?? TimeProvider.System);
        await app.StartAsync();
        return new ConsoleSite(warehouse, app, home);
    }

    /// <summary>Makes one account per role, named like it.</summary>
    public async Task AddAccountsAsync()
    {
        foreach (var role in AccountStore.Roles)
        {
            await Services.GetRequiredService<AccountStore>().AddAsync(role, role, role, null, null, role + "@made", "test", Stopping);
        }

        await Warehouse.DataSource.DoAsync("update ops.account set password_hash = @Hash, external_id = null", new { Hash = Hash.Value });
    }

    /// <summary>A page of a browser of its own, signed in.</summary>
    public async Task<IPage> SignInAsync(string name, int width = 1280, int height = 900, bool scripts = true)
    {
        var page = await OpenAsync(width, height, scripts);
        await page.GotoAsync($"{Address}/sign-in");
        await page.FillAsync("input[name=name]", name);
        await page.FillAsync("input[name=password]", Password);
        await page.ClickAsync("main button");
        return page;
    }

    /// <summary>A page of a browser of its own.</summary>
    public async Task<IPage> OpenAsync(int width = 1280, int height = 900, bool scripts = true)
    {
        var browser = await Chromium.Value;
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN", JavaScriptEnabled = scripts,
        });
        context.SetDefaultTimeout(Patience);
        contexts.Add(context);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
        {
            await context.CloseAsync();
        }

        await app.StopAsync();
        await app.DisposeAsync();
        await Warehouse.DisposeAsync();
        Directory.Delete(Home.Root, recursive: true);
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Programs.First(File.Exists),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }
}

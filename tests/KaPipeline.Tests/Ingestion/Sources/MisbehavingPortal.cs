using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>A supplier portal that does on purpose what real ones do by accident.</summary>
internal sealed class MisbehavingPortal : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HashSet<string> sessions = [];
    private int tokens;

    private MisbehavingPortal(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    /// <summary>Answers to give before the real ones, oldest first.</summary>
    public Queue<int> Failures { get; } = new();

    /// <summary>What the password is once somebody has signed in; null: the same.</summary>
    public string? PasswordAfterwards { get; set; }

    /// <summary>Requests that a session lasts.</summary>
    public int SessionLasts { get; set; } = int.MaxValue;

    /// <summary>Whether the next download breaks off in the middle.</summary>
    public bool BreaksOff { get; set; }

    /// <summary>An address that one of its lists links to.</summary>
    public string OddLink { get; set; } = "http://elsewhere.example/";

    /// <summary>What its first page holds.</summary>
    public string HomeLinks { get; set; } = "welcome";

    /// <summary>An answer that never ends: of paths that begin so, a byte after each pause or as fast as it goes, with a length or in
    /// chunks without.</summary>
    public (string Path, TimeSpan? Pause, long? Length)? Endless { get; set; }

    public int SignIns { get; private set; }

    /// <summary>The password that it takes.</summary>
    public string Password { get; set; } = "secret";

    /// <summary>Passwords that were tried and refused.</summary>
    public int Refusals { get; private set; }

    /// <summary>What it says to a wrong one.</summary>
    public string Refusal { get; set; } = "wrong";

    /// <summary>What its sign-in page shows beside the two fields.</summary>
    public string BesideTheFields { get; set; } = "<p>连续 5 次输错账号将被锁定</p>";

    public List<string> Asked { get; } = [];

    public static async Task<MisbehavingPortal> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var portal = new MisbehavingPortal(builder.Build());
        portal.Map();
        await portal.app.StartAsync();
        return portal;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private void Map()
    {
        app.Use(async (context, next) =>
        {
            Asked.Add(context.Request.Path + context.Request.QueryString);
            if (Failures.TryDequeue(out var status))
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = "0";
                return;
            }

            if (Endless is { } endless && context.Request.Path.StartsWithSegments(endless.Path))
            {
                await EndlessAsync(context, endless.Pause, endless.Length);
                return;
            }

            await next();
        });
        app.MapGet("/login", (HttpContext context) =>
        {
            var token = $"t{++tokens}";
            context.Response.Cookies.Append("csrf", token);
            return Html($"<form action='/login' method=post><input type=hidden name=__token value='{token}'><input name=user><input type=password name=pass>{BesideTheFields}</form>");
        });
        app.MapPost("/login", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            if (form["__token"] != context.Request.Cookies["csrf"] || form["user"] != "supplier" || form["pass"] != Password)
            {
                Refusals++;
                return Html($"<p>{Refusal}</p><form><input type=password name=pass></form>");
            }

            SignIns++;
            var session = $"s{SignIns}";
            sessions.Add(session);
            lasts[session] = SessionLasts;
            Password = PasswordAfterwards ?? Password;
            context.Response.Cookies.Append("session", session);
            return Results.Redirect("/home");
        });
        app.MapGet("/home", () => Html(HomeLinks));
        app.MapGet("/orders", (HttpContext context, string day, int page) => Guard(context, () => Html(page <= 2
            ? $"<table><tr><td><a class=file href='/file/{day}-{page}'>download</a><td>06:1{page}</table><a href='http://elsewhere.example/'>partner</a>{(page == 2 ? $"<a href='{OddLink}'>odd</a>" : "")}"
            : "<p>nothing more</p>")));
        app.MapGet("/file/{name}", (HttpContext context, string name) => Guard(context, () => Results.Stream(
            async body =>
            {
                await body.WriteAsync("0123456789"u8.ToArray());
                if (BreaksOff)
                {
                    BreaksOff = false;
                    await body.FlushAsync();
                    await Task.Delay(200, Stopping);
                    context.Abort();
                }
            }, "application/octet-stream")));
    }

    private static async Task EndlessAsync(HttpContext context, TimeSpan? pause, long? length)
    {
        context.Response.ContentType = "text/html";
        context.Response.ContentLength = length;
        var bytes = new byte[pause is null ? 1 << 16 : 1];
        Array.Fill(bytes, (byte)' ');
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(pause ?? TimeSpan.Zero, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever asked has left.
        }
    }

    private readonly Dictionary<string, int> lasts = [];

    private IResult Guard(HttpContext context, Func<IResult> answer)
    {
        var session = context.Request.Cookies["session"] ?? "";
        if (!sessions.Contains(session) || lasts[session]-- <= 0)
        {
            return Results.Redirect("/login");
        }

        if (context.Request.Path.StartsWithSegments("/file"))
        {
            context.Response.Headers.ContentDisposition = "attachment; filename=\"x.csv\"; filename*=UTF-8''%E9%BC%8E%E4%B8%B0_"
                + context.Request.Path.Value![6..] + ".csv";
            context.Response.ContentLength = BreaksOff ? 20 : 10;
        }

        return answer();
    }

    private static IResult Html(string body) => Results.Content($"<html><body>{body}</body></html>", "text/html; charset=utf-8");
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Group robots and a webhook on loopback, as their makers describe them: each looks at signature and size, and answers 200 to
/// whatever it refuses. A key may have an answer of its own.</summary>
internal sealed class RobotServer : IAsyncDisposable
{
    /// <summary>What all that sign sign with.</summary>
    public const string Secret = "whsec_dGhlIHRlc3QncyBvd24gc2VjcmV0";

    private readonly TimeProvider clock;
    private readonly WebApplication app;

    private RobotServer(TimeProvider clock)
    {
        this.clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/cgi-bin/webhook/send", context => TakeAsync(context, context.Request.Query["key"]!, WeCom));
        app.MapPost("/robot/send", context => TakeAsync(context, context.Request.Query["access_token"]!, DingTalk));
        app.MapPost("/open-apis/bot/v2/hook/{key}", context => TakeAsync(context, (string)context.Request.RouteValues["key"]!, Feishu));
        app.MapPost("/hooks/{key}", context => TakeAsync(context, (string)context.Request.RouteValues["key"]!, Webhook));
    }

    /// <summary>Answers of keys that have one of their own: status and body; status 0 hangs up without one.</summary>
    public ConcurrentDictionary<string, (int Status, string Body)> Answers { get; } = new();

    /// <summary>Key and body of each card that was posted.</summary>
    public ConcurrentQueue<(string Key, string Body)> Posted { get; } = [];

    /// <summary>Address of a robot.</summary>
    public string Of(string kind, string key) => app.Urls.Single() + kind switch
    {
        "wecom" => $"/cgi-bin/webhook/send?key={key}",
        "dingtalk" => $"/robot/send?access_token={key}",
        "feishu" => $"/open-apis/bot/v2/hook/{key}",
        _ => $"/hooks/{key}",
    };

    public static async Task<RobotServer> StartAsync(TimeProvider clock)
    {
        var server = new RobotServer(clock);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string key, Func<HttpContext, string, (int Status, string Body)> judge)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Posted.Enqueue((key, body));
        var (status, words) = Answers.TryGetValue(key, out var own) ? own : judge(context, body);
        if (status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(words);
    }

    private (int, string) WeCom(HttpContext context, string body)
    {
        var content = JsonDocument.Parse(body).RootElement.GetProperty("markdown").GetProperty("content").GetString()!;
        return Says("errcode", Encoding.UTF8.GetByteCount(content) <= 4096 ? 0 : 40058, "errmsg");
    }

    private (int, string) DingTalk(HttpContext context, string body)
    {
        var timestamp = context.Request.Query["timestamp"].ToString();
        var isNow = Math.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - long.Parse(timestamp)) < 3_600_000;
        var isSigned = context.Request.Query["sign"] == Hmac(Encoding.UTF8.GetBytes(Secret), $"{timestamp}\n{Secret}");
        var title = JsonDocument.Parse(body).RootElement.GetProperty("markdown").GetProperty("title").GetString();
        return Says("errcode", isNow && isSigned && title is { Length: > 0 } ? 0 : 310000, "errmsg");
    }

    private (int, string) Feishu(HttpContext context, string body)
    {
        var card = JsonDocument.Parse(body).RootElement;
        var timestamp = card.GetProperty("timestamp").GetString()!;
        var isRight = Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp)) < 3_600
            && card.GetProperty("sign").GetString() == Hmac(Encoding.UTF8.GetBytes($"{timestamp}\n{Secret}"), "")
            && card.GetProperty("msg_type").GetString() == "interactive";
        return Says("code", isRight ? context.Request.ContentLength <= 20_480 ? 0 : 9499 : 19021, "msg");
    }

    private static (int, string) Webhook(HttpContext context, string body)
    {
        var headers = context.Request.Headers;
        var signed = $"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}";
        return headers["webhook-signature"] == "v1," + Hmac(Convert.FromBase64String(Secret["whsec_".Length..]), signed) ? (204, "") : (401, "");
    }

    private static (int, string) Says(string name, int code, string words) =>
        (200, $$"""{"{{name}}":{{code}},"{{words}}":"{{(code == 0 ? "ok" : "refused")}}"}""");

    private static string Hmac(byte[] key, string data) => Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(data)));
}

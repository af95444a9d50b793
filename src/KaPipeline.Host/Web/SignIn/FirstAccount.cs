using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Authentication;

namespace KaPipeline.Host.Web.SignIn;

/// <summary>The first account of an empty installation, made in a browser on the machine itself: whoever sits there could make it with
/// <c>ka user add</c> as well.</summary>
internal static class FirstAccount
{
    // What a proxy adds: then somebody else asks, wherever the connection comes from.
    private static readonly string[] Forwarding =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host",
        "X-Original-Proto",
    ];

    /// <summary>Whether a request was made on this machine, to its loopback address, and by nobody in between.</summary>
    public static bool IsAskedHere(HttpContext context) =>
        context.Connection is { RemoteIpAddress: { } from, LocalIpAddress: { } to }
        && IPAddress.IsLoopback(from) && IPAddress.IsLoopback(to)
        && (context.Request.Host.Host is "localhost"
            || (IPAddress.TryParse(context.Request.Host.Host, out var host) && IPAddress.IsLoopback(host)))
        && !Forwarding.Any(context.Request.Headers.ContainsKey);

    public static void MapFirstAccount(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/first-account", async (IFormCollection form, HttpContext context, AccountStore accounts) =>
        {
            if (!IsAskedHere(context))
            {
                await ErrorPage.RefuseAsync(context, StatusCodes.Status403Forbidden, Bilingual.Of(
                    "第一个账号只能在本机建立。", "The first account is made on the machine itself."));
                return Results.Empty;
            }

            return await Forms.DoAsync(context, "/sign-in", async ct =>
            {
                var name = form["name"].ToString().Trim();
                if (form["password"] != form["again"])
                {
                    throw new ArgumentException(Bilingual.Of("两次输入的密码不同。", "The two passwords differ."));
                }

                await accounts.AddFirstAsync(name, name, form["password"].ToString(), ct);
                await context.SignInAsync(Policies.Principal((await accounts.FindAsync(name, ct))!));
                return "/";
            });
        }).AllowAnonymous();
}

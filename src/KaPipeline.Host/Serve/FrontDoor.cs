using System.Net;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Web;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Microsoft.AspNetCore.HttpOverrides;

namespace KaPipeline.Host.Serve;

/// <summary>Under which names and schemes the console answers: redirects repeat them, so nobody outside may choose them. What a proxy
/// forwards counts only from one that the settings name.</summary>
internal static class FrontDoor
{
    public static void AddKaFrontDoor(this IServiceCollection services, ConsoleOptions options, IEnumerable<string> urls) =>
        services.AddOptions<ForwardedHeadersOptions>().Configure<MailOptions>((forwarded, mail) =>
        {
            // Never empty: an empty list allows any.
            forwarded.AllowedHosts = Names(options, urls, mail);
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in options.KnownProxies)
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });

    /// <summary>Takes what a known proxy forwards, and refuses other names and schemes. Health answers under any.</summary>
    public static void UseKaFrontDoor(this WebApplication app, ConsoleOptions options, IEnumerable<string> urls)
    {
        var names = Names(options, urls, app.Services.GetRequiredService<MailOptions>()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.Use((context, next) => (context.Request.Scheme is "http" or "https" && IsOurs(context, names))
            || context.Request.Path.StartsWithSegments("/health")
            ? next(context)
            : ErrorPage.RefuseAsync(context, StatusCodes.Status400BadRequest,
            Bilingual.Of("控制台没有此网址；请管理员加入 Console:Hosts。", "The console has no such address; an admin adds its name to Console:Hosts.")));
    }

    private static string[] Names(ConsoleOptions options, IEnumerable<string> urls, MailOptions mail) =>
    [
        // An address to listen on may say any: that is no name.
        .. options.Hosts, .. urls.Select(url => BindingAddress.Parse(url).Host).Where(host => host is not ("*" or "+")), Dns.GetHostName(),
        "localhost",
        .. Uri.TryCreate(mail.ConsoleAddress, UriKind.Absolute, out var console) ? (string[])[console.Host] : [],
    ];

    // An address literal is no name that somebody else could make lead here: it is ours where the connection came in at it.
    private static bool IsOurs(HttpContext context, HashSet<string> names) => context.Request.Host.Host is { Length: > 0 } host
        && (names.Contains(host)
        || (IPAddress.TryParse(host, out var literal) && Equals(Plain(literal), Plain(context.Connection.LocalIpAddress))));

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

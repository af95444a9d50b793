using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Authorization;
using Npgsql;
using NpgsqlTypes;

namespace KaPipeline.Host.Web;

/// <summary>Which server a page reads where a standby is named. Whoever has just written something reads it back: how far the primary was
/// then stands in a cookie of theirs, and a standby that is not so far yet does not answer them.</summary>
internal static class ReadingServer
{
    private const string Written = "ka.written";
    private static readonly object Key = new();

    /// <summary>Chooses the server of each page, and remembers what its reader writes.</summary>
    public static void UseReadingServer(this WebApplication app, StandbyReads reads) => app.Use(async (context, next) =>
    {
        if (context.User.Identity is { IsAuthenticated: true } && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            {
                NpgsqlLogSequenceNumber? written =
                    NpgsqlLogSequenceNumber.TryParse(context.Request.Cookies[Written] ?? "", out var mark) ? mark : null;
                context.Items[Key] = await reads.ChooseAsync(written, context.RequestAborted);
            }
            else
            {
                context.Response.OnStarting(() => RememberAsync(context, reads));
            }
        }

        await next(context);
    });

    /// <summary>The server that was chosen for a request; else the primary.</summary>
    public static NpgsqlDataSource Of(HttpContext context, NpgsqlDataSource primary) =>
        context.Items.TryGetValue(Key, out var chosen) ? (NpgsqlDataSource)chosen! : primary;

    // A standby that were a minute behind would answer nobody. Where the primary has gone meanwhile, the answer that says so still
    // goes out.
    private static async Task RememberAsync(HttpContext context, StandbyReads reads)
    {
        try
        {
            var written = await reads.WrittenAsync(context.RequestAborted);
            context.Response.Cookies.Append(Written, written.ToString(), new CookieOptions
            {
                HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps,
                MaxAge = TimeSpan.FromMinutes(1),
            });
        }
        catch (NpgsqlException e)
        {
            context.RequestServices.GetRequiredService<ILogger<StandbyReads>>()
                .LogWarning(e, "How far the primary's log is could not be asked; this reader may miss for some seconds what they wrote.");
        }
    }
}

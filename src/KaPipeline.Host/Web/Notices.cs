using KaPipeline.Host.Accounts;
using KaPipeline.Labels;

namespace KaPipeline.Host.Web;

/// <summary>What an action says to the person who did it, on the page it leads to: once. It travels in a cookie of this site, not in the
/// address, so that no link from elsewhere can put words into the console's mouth.</summary>
internal static class Notices
{
    private const int Longest = 400;

    /// <summary>Leaves word of what was done.</summary>
    /// <returns>The path, unchanged.</returns>
    public static string Said(HttpContext context, string path, string says) => Leave(context, "said", path, says);

    /// <summary>Leaves word of what was refused, and why.</summary>
    /// <returns>The path, unchanged.</returns>
    public static string Wrong(HttpContext context, string path, string says) => Leave(context, "wrong", path, says);

    /// <summary>What was left for this page, or null; it is gone then.</summary>
    /// <param name="kind">said or wrong.</param>
    public static string? Take(HttpContext context, string kind)
    {
        if (context.Request.Cookies["ka." + kind] is not { Length: > 0 } says)
        {
            return null;
        }

        context.Response.Cookies.Delete("ka." + kind);
        return says;
    }

    private static string Leave(HttpContext context, string kind, string path, string says)
    {
        says = context.User.Identity?.IsAuthenticated == true
            ? Bilingual.In(says, ConsoleLanguage.Of(context.User))! : Bilingual.Both(says);
        context.Response.Cookies.Append("ka." + kind, says.Length > Longest ? says[..Longest] + "…" : says, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1), Path = "/",
        });
        return path;
    }
}

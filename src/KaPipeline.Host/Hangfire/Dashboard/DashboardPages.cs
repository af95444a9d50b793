using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Audit;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Web;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Host.Hangfire.Dashboard;

/// <summary>What is around Hangfire's own pages: they only read, speak the reader's language, run no script but the site's own, and are
/// filled afterwards with what their callbacks cannot wait for.</summary>
internal static partial class DashboardPages
{
    // The pages carry styles inline, and no script (Hangfire 1.8).
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The dashboard's endpoint with all that around it.</summary>
    public static RequestDelegate Around(RequestDelegate pages) => async context =>
    {
        if (!OnlyReads(context.Request))
        {
            // A command of Hangfire's own, by whatever spelling of its path: ours are at the literal ones.
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        ConsoleLanguage.Speak(context.User);
        var slots = DashboardSlots.Open(context);
        var client = context.Response.Body;
        await using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await pages(context);
        }
        finally
        {
            context.Response.Body = client;
        }

        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            // Hangfire lets every character through, of exceptions too.
            var html = VisibleText.Lines(Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length));
            html = Spoken(html, ConsoleLanguage.Of(context.User));
            html = slots.AreEmpty ? html : await slots.FillAsync(context, html);
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(html, context.RequestAborted);
            return;
        }

        if (IsAsset(context.Request.Path))
        {
            // Their address changes with the program.
            headers.CacheControl = "private, max-age=86400";
        }

        await client.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), context.RequestAborted);
    };

    /// <summary>Whether a request asks the dashboard to do something.</summary>
    public static bool IsCommand(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/hangfire");

    /// <summary>The answer to a command of somebody who may only read: 401, as the dashboard itself says it, in words that its script
    /// shows.
    /// It is in the audit, as every command does.</summary>
    public static async Task RefuseAsync(HttpContext context)
    {
        var services = context.RequestServices;
        await using (var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(context.RequestAborted))
        await using (var transaction = await connection.BeginTransactionAsync(context.RequestAborted))
        {
            await AuditTrail.RecordAsync(
                transaction, services.GetRequiredService<TimeProvider>().GetUtcNow(), Forms.Who(context), "refused_command", "dashboard",
                context.Request.Path.Value!, after: new { refused = "role" }, ct: context.RequestAborted);
            await transaction.CommitAsync(context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await context.Response.WriteAsJsonAsync(DashboardAnswer.For(context.User, [], [Bilingual.Of(
            "您的角色只能查看。", "Your role may only read.")]));
    }

    // Hangfire's dispatchers look at a form's fields whatever the method is; the one post that changes nothing asks for the metrics.
    private static bool OnlyReads(HttpRequest request) =>
        request.Path.Equals("/hangfire/stats", StringComparison.OrdinalIgnoreCase)
            ? HttpMethods.IsPost(request.Method) && request.HasFormContentType
            : (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.HasFormContentType;

    // What the ledger said in both languages, wherever Hangfire shows it: a reason, a result, the first line of an exception.
    private static string Spoken(string html, Language reader) => Both().Replace(html, text =>
        text.Groups["quote"].Value + reader.Say(text.Groups["chinese"].Value, text.Groups["english"].Value));

    [GeneratedRegex(@"(?<quote>&quot;)?(?<english>[^<>\r\n‖]+) ‖ (?<chinese>[^<>\r\n‖]+?)(?=&quot;|[<\r\n])")]
    private static partial Regex Both();

    private static bool IsAsset(PathString path) =>
        path.StartsWithSegments("/hangfire/fonts", StringComparison.OrdinalIgnoreCase)
        || path.Value!.Split('/')[^1] is var last
        && (last.StartsWith("js", StringComparison.Ordinal) || last.StartsWith("css", StringComparison.Ordinal))
        && char.IsAsciiDigit(last[^1]);
}

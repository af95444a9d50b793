using System.Diagnostics;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>What people see where no page of the console can answer: that it failed, and the number under which the log has it, nothing
/// of the inside; or that their role may not.</summary>
internal static class ErrorPage
{
    /// <summary>How failures are answered: by this page, and only those that are the program's own are in the log as errors.</summary>
    public static ExceptionHandlerOptions Options() => new()
    {
        ExceptionHandler = WriteAsync,
        SuppressDiagnosticsCallback = context => context.Exception is OddRequestException or BadHttpRequestException,
    };

    /// <summary>Something failed. What people can correct themselves is told: what they asked for, a year that the calendar does not
    /// hold.</summary>
    private static Task WriteAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        switch (error)
        {
            case MissingCalendarYearException missing:
                // A year that was asked for is a wrong question; this year's is missing in the installation.
                if (missing.Year != BusinessTime.Today(context.RequestServices.GetRequiredService<TimeProvider>()).Year)
                {
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                }

                return WriteAsync(
                    context, Bilingual.Of($"没有 {missing.Year} 年的工作日历", $"No calendar for {missing.Year}"), missing.Message);
            case OddRequestException:
                return RefuseAsync(context, StatusCodes.Status400BadRequest, error.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large:
                return RefuseAsync(context, large.StatusCode, Bilingual.Of(
                    "上传的内容太大；请返回，改用较小的照片或文件。", "What was sent is too large; go back and take a smaller photograph or file."));
            case BadHttpRequestException bad:
                return RefuseAsync(context, bad.StatusCode, bad.Message);
        }

        if (AskedValues.IsOddValue(error))
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, Forms.Plain(error!));
        }

        if (IsDatabaseAway(error))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "30";
            return WriteAsync(
                context, Bilingual.Of("数据库暂时连不上", "The database cannot be reached"), Bilingual.Of(
                    "请稍候再试，数据不会丢失。几分钟后仍不行，请管理员在服务器上运行 ka doctor，它会说明原因。",
                    "Try again in a moment; nothing is lost. If it lasts, an admin runs ka doctor on the server, which says why."));
        }

        var id = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return WriteAsync(context, Bilingual.Of("页面出错", "This page failed"), Bilingual.Of($"日志编号：{id}", $"Log id: {id}"));
    }

    /// <summary>There is nothing at the address, or nothing that the reader may see.</summary>
    public static Task MissAsync(HttpContext context) => WriteAsync(
        context, Bilingual.Of("没有这个页面", "There is no such page"), Bilingual.Of(
            "网址有误，或内容不在您的范围、已过保留期。请从导航进入，或用查找框输入单号。",
            "The address is wrong, or what stood there is not in your scope or was tidied away. Use the navigation, or find it by number."),
        "/find", Bilingual.Of("查找", "Find"));

    // A connection that cannot be made or broke off; a server that starts, stops or has no room for another.
    private static bool IsDatabaseAway(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: var state } => state.StartsWith("57P", StringComparison.Ordinal)
            || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => IsDatabaseAway(error.InnerException),
    };

    /// <summary>Signed in, but the role may not: 403 at the address that was asked for, not elsewhere; 404 where nothing is.</summary>
    public static Task DenyAsync(HttpContext context)
    {
        if (context.GetEndpoint() is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return MissAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return WriteAsync(context, Bilingual.Of("无权限", "Denied"), Bilingual.Of(
            "您的角色无此权限，或不在您的范围；请联系管理员。", "Your role may not do this, or it is not in your scope; ask an admin."));
    }

    /// <summary>The request asks for what cannot be, or comes as it may not.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string says)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, Bilingual.Of("请求有误", "Bad request"), says);
    }

    private static Task WriteAsync(HttpContext context, string title, string says, string? path = null, string? leads = null)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var reader = context.User.Identity?.IsAuthenticated == true ? ConsoleLanguage.Of(context.User) : null;
        string Said(string text) => VisibleHtml.Encoder.Encode(reader is null ? Bilingual.Both(text) : Bilingual.In(text, reader)!);
        var further = path is null ? "" : $" · <a href=\"{path}\">{Said(leads!)}</a>";
        var home = (reader ?? Language.Chinese).Say("今天", "Today");
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="{(reader ?? Language.Chinese).Code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Said(title)} · KaPipeline</title><link rel="stylesheet" href="{AssetEndpoints.Path("app.css")}"></head>
            <body><main><div class="narrow card"><h1>{Said(title)}</h1><p>{Said(says)}</p><p><a href="/">{home}</a>{further}</p></div></main></body></html>
            """);
    }
}

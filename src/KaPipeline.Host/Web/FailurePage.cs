using System.Diagnostics;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using Microsoft.AspNetCore.Diagnostics;

namespace KaPipeline.Host.Web;

/// <summary>What people see where no page of the console can answer: that it failed, and the number under which the log has it, nothing
/// of the inside; or that their role may not.</summary>
internal static class FailurePage
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
            case BadHttpRequestException bad:
                return RefuseAsync(context, bad.StatusCode, bad.Message);
        }

        if (Asked.IsOddValue(error))
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, Forms.Plain(error!));
        }

        var id = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return WriteAsync(context, Bilingual.Of("页面出错", "This page failed"), Bilingual.Of($"日志编号：{id}", $"Log id: {id}"));
    }

    /// <summary>Signed in, but the role may not: 403 at the address that was asked for, not elsewhere.</summary>
    public static Task DenyAsync(HttpContext context)
    {
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

    private static Task WriteAsync(HttpContext context, string title, string says)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var reader = context.User.Identity?.IsAuthenticated == true ? ConsoleLanguage.Of(context.User) : null;
        string Said(string text) => VisibleHtml.Encoder.Encode(reader is null ? Bilingual.Both(text) : Bilingual.In(text, reader)!);
        var home = (reader ?? Language.Chinese).Say("今天", "Today");
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="{(reader ?? Language.Chinese).Code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Said(title)} · KaPipeline</title><link rel="stylesheet" href="{AssetEndpoints.Path("app.css")}"></head>
            <body><main><div class="narrow card"><h1>{Said(title)}</h1><p>{Said(says)}</p><p><a href="/">{home}</a></p></div></main></body></html>
            """);
    }
}

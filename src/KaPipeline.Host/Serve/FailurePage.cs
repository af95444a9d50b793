using System.Diagnostics;
using System.Text.Encodings.Web;
using KaPipeline.Host.OpsConsole;
using Microsoft.AspNetCore.Diagnostics;

namespace KaPipeline.Host.Serve;

/// <summary>What people see where no page of the console can answer: that it failed, and the number under which the log has it, nothing
/// of the inside; or that their role may not.</summary>
internal static class FailurePage
{
    /// <summary>Something failed. What people can mend themselves is said: a year that the calendar does not hold.</summary>
    public static Task WriteAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is MissingCalendarYearException missing)
        {
            return WriteAsync(context, $"没有 {missing.Year} 年的工作日历 · No calendar for {missing.Year}", HtmlEncoder.Default.Encode(missing.Message));
        }

        var id = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return WriteAsync(context, "这一页没能打开 · This page failed", $"日志编号 log id: {id}");
    }

    /// <summary>Signed in, but the role may not: 403 at the address that was asked for, not elsewhere.</summary>
    public static Task DenyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return WriteAsync(context, "无权限 · Denied", "您的角色不能做这件事，或不在您的范围；请找管理员。<br>Your role may not do this, or it is not in your scope; ask an admin.");
    }

    private static Task WriteAsync(HttpContext context, string title, string says)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · KaPipeline</title><link rel="stylesheet" href="{AssetEndpoints.Path("app.css")}"></head>
            <body><main><div class="narrow card"><h1>{title}</h1><p>{says}</p><p><a href="/">总览 Grid</a></p></div></main></body></html>
            """);
    }
}

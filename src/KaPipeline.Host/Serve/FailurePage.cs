using System.Diagnostics;

namespace KaPipeline.Host.Serve;

/// <summary>What people see when a page failed: that it did, and the number under which the log has it; nothing of the inside.</summary>
internal static class FailurePage
{
    public static Task WriteAsync(HttpContext context)
    {
        var id = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"zh-CN\"><title>KaPipeline</title><h1>这一页没能打开 · This page failed</h1><p>日志编号 log id: {id}</p><p><a href=\"/\">返回 Back</a></p></html>");
    }
}

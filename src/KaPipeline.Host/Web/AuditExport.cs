using System.Globalization;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>The audit as a CSV file, with the page's filter. Cells that a spreadsheet would take for a formula are made text.</summary>
internal static class AuditExport
{
    private const int AtOnce = 2000;

    /// <summary>Writes every entry that matches, however many there are. What breaks it off after it has begun is the file's last line, and
    /// the download fails in the browser: half a file is never taken for a whole one.</summary>
    public static async Task WriteAsync(HttpContext context, NpgsqlDataSource database)
    {
        string? Query(string name) => context.Request.Query[name];
        var filter = new AuditRow.Filter(Query("who"), Query("action"), Query("from"), Query("to"));
        var ct = context.RequestAborted;
        var rows = await filter.BeforeAsync(database, long.MaxValue, AtOnce, ct);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        // The byte-order mark makes spreadsheets read the Chinese right.
        await using var text = new StreamWriter(context.Response.Body, new System.Text.UTF8Encoding(true));
        await text.WriteLineAsync("happened_at,who,action,subject_kind,subject,reason,before,after");
        try
        {
            while (rows.Count > 0)
            {
                foreach (var row in rows)
                {
                    var at = TimeZoneInfo.ConvertTime(row.HappenedAt, BusinessTime.Zone)
                        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                    await text.WriteLineAsync(string.Join(',',
                        new[] { at, row.Who, row.Action, row.SubjectKind, row.Subject, row.Reason, row.Before, row.After }.Select(Cell)));
                }

                rows = await filter.BeforeAsync(database, rows[^1].AuditId, AtOnce, ct);
            }
        }
        catch (NpgsqlException e)
        {
            await text.WriteLineAsync(Cell($"导出中断，文件不完整，请重试 (the export broke off, the file is incomplete, try again): {e.Message}"));
            await text.FlushAsync(ct);
            await context.Response.Body.FlushAsync(ct);
            // The server closes the connection before the end of the answer; the line above still arrives.
            throw;
        }
    }

    /// <summary>One cell, quoted; a leading sign that begins a formula gets an apostrophe.</summary>
    internal static string Cell(string? text)
    {
        text = VisibleText.Lines(text ?? "");
        var value = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

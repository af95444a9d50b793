using System.Globalization;
using KaPipeline.Host.OpsConsole.Pages;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>The audit as a CSV file, with the page's filter. Cells that a spreadsheet would take for a formula are made text.</summary>
internal static class AuditExport
{
    private const int AtOnce = 2000;

    public static async Task WriteAsync(HttpContext context, NpgsqlDataSource database)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        // The byte-order mark makes spreadsheets read the Chinese right.
        await using var text = new StreamWriter(context.Response.Body, new System.Text.UTF8Encoding(true));
        await text.WriteLineAsync("happened_at,who,action,subject_kind,subject,reason,before,after");
        for (var skip = 0; ; skip += AtOnce)
        {
            string? Query(string name) => context.Request.Query[name];
            var (rows, _) = await AuditRow.PageAsync(database, Query("who"), Query("action"), Query("from"), Query("to"), skip, AtOnce, context.RequestAborted);
            foreach (var row in rows)
            {
                var at = TimeZoneInfo.ConvertTime(row.HappenedAt, BusinessTime.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                await text.WriteLineAsync(string.Join(',', new[] { at, row.Who, row.Action, row.SubjectKind, row.Subject, row.Reason, row.Before, row.After }.Select(Cell)));
            }

            if (rows.Count < AtOnce)
            {
                return;
            }
        }
    }

    /// <summary>One cell, quoted; a leading sign that begins a formula gets an apostrophe.</summary>
    internal static string Cell(string? text)
    {
        var value = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";
        return $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

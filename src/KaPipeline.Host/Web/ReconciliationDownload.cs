using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Host.Accounts;
using KaPipeline.Mail;
using KaPipeline.Reconciliation;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>Finance's reconciliation workbook of one statement's chain and period, made when it is asked for.</summary>
internal sealed class ReconciliationDownload(NpgsqlDataSource database, SeenRows seen, WorkingCalendar calendar, MailOptions mail,
    TimeProvider clock)
{
    public async Task<IResult> DownloadAsync(string chain, string number, string? asOf, HttpContext context)
    {
        var ct = context.RequestAborted;
        var language = ConsoleLanguage.Of(context.User);
        var date = WorkbookDownload.Date(asOf, clock);
        var report = ReportClock.AsTold(date);
        if (!await seen.MayHaveAsync("statement_workbook", $"{chain}/{number}", chain, ct))
        {
            return Results.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await report.BeginAsync(connection, ct);
        await using var head = new NpgsqlCommand(
            "select period_to from core.statement where chain_id = $1 and statement_number = $2 and superseded_at = 'infinity'", connection)
        {
            Parameters = { new() { Value = chain }, new() { Value = number } },
        };
        if (await head.ExecuteScalarAsync(ct) is not DateOnly periodTo)
        {
            return Results.NotFound();
        }

        var frame = new EditionFrame("close", date, periodTo, clock.GetUtcNow(), false, clock.GetUtcNow(),
            await report.AppliedAsync(connection, ct), calendar, mail.ConsoleAddress);
        var book = await ReconciliationWorkbook.LoadAsync(
            connection, frame, await Names.LoadAsync(connection, ct), language, [chain], periodTo, periodTo, ct: ct);
        return await WorkbookDownload.AnswerAsync(content => book.SaveAsync(content, null, ct),
            ReconciliationAttachment.FileName(language, periodTo, chain));
    }
}

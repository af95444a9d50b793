using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>A chain's application to reopen its locked items, made when it is asked for. Looking at it records nothing: <c>ka reopen</c> does.</summary>
internal sealed class ReopeningBook(NpgsqlDataSource database, TimeProvider clock)
{
    public async Task<IResult> DownloadAsync(string chain, string? asOf, CancellationToken ct)
    {
        var date = WorkbookDownload.Date(asOf, clock);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await ReportClock.EndOf(date).BeginAsync(connection, ct);
        var items = await LockedItem.LoadAsync(connection, new ReopeningScope(chain));
        if (items.Count == 0)
        {
            return Results.NotFound();
        }

        using var book = ReopeningWorkbook.Build(items, date, clock.GetUtcNow());
        return await WorkbookDownload.AnswerAsync(content => book.SaveAsync(content, ct), $"产品锁码再开通申请 {chain} {date:yyyy-MM-dd}.xlsx");
    }
}

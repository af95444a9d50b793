using KaPipeline.Scopes;
using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Web;

/// <summary>A chain's application to reopen its locked items, made when it is asked for. Looking at it records nothing: <c>ka reopen</c>
/// does.</summary>
internal sealed class ReopeningDownload(SeenRows seen, TimeProvider clock)
{
    public async Task<IResult> DownloadAsync(string chain, string? asOf, CancellationToken ct)
    {
        var date = WorkbookDownload.Date(asOf, clock);
        var items = await seen.ReopenableItemsAsync(ReportClock.AsTold(date), chain, ct);
        if (items.Count == 0)
        {
            return Results.NotFound();
        }

        var workbook = ReopeningWorkbook.Build(items, date, clock.GetUtcNow());
        return await WorkbookDownload.AnswerAsync(content => workbook.SaveAsync(content, ct), $"产品锁码再开通申请 {chain} {date:yyyy-MM-dd}.xlsx");
    }
}

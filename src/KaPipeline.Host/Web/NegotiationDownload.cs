using KaPipeline.Contracts;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>The negotiation pack of a chain and a contract year, made when it is asked for; what a proposed term would cost is asked of
/// <c>ka negotiate</c>.</summary>
internal sealed class NegotiationDownload(NpgsqlDataSource database, SeenRows seen, TimeProvider clock)
{
    public async Task<IResult> DownloadAsync(string chain, int year, string? asOf, CancellationToken ct)
    {
        var date = WorkbookDownload.Date(asOf, clock);
        if (year < 2000 || year > date.Year || !await seen.MayHaveAsync("negotiation_pack", $"{chain}/{year}", chain, ct)
            || await seen.FirstAsync<string>("select chain_id from seen.chain as one where chain_id = @chain", new { chain }, ct) is null)
        {
            return Results.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var workbook = await NegotiationPack.BuildAsync(
            connection, chain, year, ReportClock.AsTold(date), null, null, clock.GetUtcNow(), ct);
        return await WorkbookDownload.AnswerAsync(content => workbook.SaveAsync(content, ct), $"合同谈判资料 {chain} {year}.xlsx");
    }
}

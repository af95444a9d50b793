using KaPipeline.Host.Accounts;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>Downloads that are made by a class of their own: finance's workbook of a statement, the negotiation pack of a contract, the
/// audit. Those of a case, a mail, a list or a lock stand with it.</summary>
internal static class DownloadEndpoints
{
    public static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statements/{chain}/{number}/workbook",
            (string chain, string number, string? asOf, ReconciliationDownload workbook, HttpContext context) =>
            workbook.DownloadAsync(chain, number, asOf, context)).RequireAuthorization(Policies.Settle);

        routes.MapGet("/contracts/{chain}/{year:int}/pack",
            (string chain, int year, string? asOf, NegotiationDownload pack, CancellationToken ct) =>
            pack.DownloadAsync(chain, year, asOf, ct)).RequireAuthorization(Policies.See);

        routes.MapGet("/audit.csv", (HttpContext context, NpgsqlDataSource database) => AuditExport.WriteAsync(context, database))
            .RequireAuthorization(Policies.Oversee);
    }
}

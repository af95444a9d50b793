using System.Globalization;
using Dapper;
using KaPipeline.Host.Accounts;
using KaPipeline.Jobs;
using KaPipeline.Settlements;
using KaPipeline.Settlements.Evidence;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>Actions on quarantined rows, deliveries and cases, and the downloads.</summary>
internal static class DataActionEndpoints
{
    public static void MapDataActions(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/quarantine/replay", (IFormCollection form, HttpContext context, QuarantineMending desk) => Forms.DoAsync(context, "/quarantine", async ct =>
        {
            string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
            var files = await desk.ReplayAsync(Text("chain"), Text("rule"), Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", files == 0
                ? "没有行变好:请先改好原因 (no row is good yet: mend the cause first)" : $"{files} 个文件有行补入 ({files} files took rows in)");
        }));
        operate.MapPost("/quarantine/item", (IFormCollection form, HttpContext context, QuarantineMending desk) => Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var replayed = await desk.MapItemAsync(form["chain"].ToString(), form["item"].ToString(), form["product"].ToString(), Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", $"货号已对应,{replayed} 个文件有行补入 (item mapped, {replayed} files took rows in)");
        }));
        operate.MapPost("/quarantine/store", (IFormCollection form, HttpContext context, QuarantineMending desk) => Forms.DoAsync(context, "/quarantine", async ct =>
        {
            string[] columns = ["chain_id", "store_id", "valid_from", "valid_to", "name", "region", "city", "area_m2", "checkouts", "store_format", "delivery_mode", "dealer", "warehouse"];
            var replayed = await desk.AddStoreAsync(columns.ToDictionary(column => column, column => form[column].ToString()), Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", $"门店已补,{replayed} 个文件有行补入 (store added, {replayed} files took rows in)");
        }));
        operate.MapPost("/quarantine/release", (IFormCollection form, HttpContext context, NpgsqlDataSource database, TimeProvider clock) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
            {
                var reason = Reason(form);
                await using var connection = await database.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var values = new { load = long.Parse(form["load"].ToString(), CultureInfo.InvariantCulture), row = int.Parse(form["row"].ToString(), CultureInfo.InvariantCulture), sheet = form["sheet"].ToString(), now = clock.GetUtcNow(), who = Forms.Who(context), reason };
                if (await connection.ExecuteAsync(
                    """
                    update ops.quarantined_row set state = 'released', closed_at = @now, closed_by = @who, closed_reason = @reason
                    where load_id = @load and row_number = @row and sheet = @sheet and state = 'open'
                    """, values, transaction) == 1)
                {
                    await AuditTrail.RecordAsync(transaction, values.now, values.who, "release_row", "quarantined_row", $"{values.load} {values.sheet} {values.row}", reason, new { state = "open" }, new { state = "released" }, ct);
                }

                await transaction.CommitAsync(ct);
                return Notices.Said(context, "/quarantine", "已放行 (released)");
            }));
        operate.MapPost("/deliveries/{id:long}/resend", (long id, IFormCollection form, HttpContext context, Resending resending) =>
            Forms.DoAsync(context, $"/deliveries/{id}", async ct =>
                Notices.Said(context, $"/deliveries/{await resending.AgainAsync(id, Forms.Who(context), Reason(form), ct)}", "已排入发送 (queued to be sent)")));

        var settle = routes.MapGroup("").RequireAuthorization(Policies.Settle);
        settle.MapPost("/cases/{id:long}/step", (long id, IFormCollection form, HttpContext context, CaseBook book) => Forms.DoAsync(context, $"/cases/{id}", async ct =>
        {
            string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
            decimal? amount = Text("amount") is not { } typed ? null
                : decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
                : throw new ArgumentException($"金额 \"{typed}\" 不是数字 (that amount is no number).");
            await book.StepAsync(id, form["action"].ToString(), Forms.Who(context), amount, Text("note"), Text("approver"), ct);
            return $"/cases/{id}";
        }));

        settle.MapGet("/statements/{chain}/{number}/workbook", (string chain, string number, string? asOf, StatementBook book, HttpContext context) => book.DownloadAsync(chain, number, asOf, context));

        settle.MapGet("/cases/{id:long}/evidence", async (long id, EvidenceDesk desk, TimeProvider clock, HttpContext context, CancellationToken ct) =>
        {
            try
            {
                var subject = await desk.FindAsync(id.ToString(CultureInfo.InvariantCulture), null, ct);
                var content = new MemoryStream();
                var pack = await desk.MakeAsync(subject, content, null, BusinessTime.Today(clock), false, Forms.Who(context), ct);
                return Results.File(content.ToArray(), "application/zip", $"case-{id}-{pack.Edition}.zip");
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
            {
                return Results.LocalRedirect(Notices.Wrong(context, $"/cases/{id}", e.Message));
            }
        });

        var see = routes.MapGroup("").RequireAuthorization(Policies.See);
        see.MapGet("/deliveries/{id:long}/body", async (long id, HttpContext context, NpgsqlDataSource database, CancellationToken ct) =>
        {
            // A mail carries its styles inline and nothing that runs; the frame around it is sandboxed as well.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";
            context.Response.Headers.XFrameOptions = "SAMEORIGIN";
            var html = await database.FirstAsync<string>("select html from ops.delivery join ops.mail_content using (content_sha256) where delivery_id = @id", new { id }, ct);
            return html is null ? Results.NotFound() : Results.Content(html, "text/html; charset=utf-8");
        });
        see.MapGet("/locks/{chain}/application", (string chain, string? asOf, ReopeningBook book, CancellationToken ct) => book.DownloadAsync(chain, asOf, ct));
        see.MapGet("/audit.csv", (HttpContext context, NpgsqlDataSource database) => AuditExport.WriteAsync(context, database));
    }

    internal static string Reason(IFormCollection form) =>
        form["reason"].ToString().Trim() is { Length: > 0 } reason ? reason : throw new ArgumentException("请写明原因 (a reason is needed).");
}

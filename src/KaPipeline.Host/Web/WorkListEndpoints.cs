using System.Globalization;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.Mvc;

namespace KaPipeline.Host.Web;

/// <summary>Ticking off a line of the work list, and the photographs that were taken of it.</summary>
internal static class WorkListEndpoints
{
    /// <summary>Bytes that a form with its photograph may have; all other forms may have one megabyte.</summary>
    public const int MostBytes = 8 << 20;

    public static void MapWorkList(this IEndpointRouteBuilder routes)
    {
        var personal = routes.MapGroup("").RequireAuthorization(Policies.Personal);
        personal.MapPost("/work/done", async (IFormCollection form, HttpContext context, SeenRows seen, WorkDoneStore work,
            TimeProvider clock) =>
        {
            var today = BusinessTime.Today(clock);
            var day = AskedValues.Date("date", form["date"]) ?? today;
            var line = new WorkLine(form["chain"].ToString(), form["order"].ToString(), form["store"].ToString(),
                form["product"].ToString(), form["free"] == "1");
            // A line outside the scope cannot be told from one that is not there.
            if (line.OrderNumber.Length > 0 && !await IsThereAsync(seen, line, day, context.RequestAborted))
            {
                return Results.NotFound();
            }

            return await Forms.DoAsync(context, "/my-day", async ct =>
            {
                if (line.OrderNumber.Length == 0)
                {
                    throw new ArgumentException(Bilingual.Of("请说明完成了哪一行。", "Say which line is done."));
                }

                if (day > today)
                {
                    throw new ArgumentException(Bilingual.Of("还没有到这一天。", "That day has not come yet."));
                }

                await work.AddAsync(line, day, form["note"].ToString().Trim(), await PhotographAsync(form, ct), Forms.Who(context), ct);
                return Notices.Said(context, $"/my-day?date={day:yyyy-MM-dd}", Bilingual.Of("已登记完成。", "Ticked off."));
            });
        }).WithMetadata(new RequestSizeLimitAttribute(MostBytes)).WithFormOptions(multipartBodyLengthLimit: MostBytes);

        personal.MapPost("/work/undone", async (IFormCollection form, HttpContext context, SeenRows seen, WorkDoneStore work) =>
        {
            var id = AskedValues.Number("id", form["id"], long.MaxValue) ?? 0;
            if (id > 0 && (await seen.AddressedAsync<int>("work_line", $"{id}",
                "select 1 from seen.work_done as one where work_done_id = @id", new { id }, context.RequestAborted)).Count == 0)
            {
                return Results.NotFound();
            }

            return await Forms.DoAsync(context, "/my-day", async ct => Notices.Said(
                context, $"/my-day?date={await work.RemoveAsync(id, Forms.Who(context), ct):yyyy-MM-dd}",
                Bilingual.Of("已撤销登记。", "Taken back.")));
        });

        personal.MapGet("/work/photographs/{id:long}", async (long id, HttpContext context, SeenRows seen, CancellationToken ct) =>
        {
            var number = id.ToString(CultureInfo.InvariantCulture);
            if ((await seen.AddressedAsync<byte[]>("photograph", number,
                "select content from seen.work_photograph as one where work_done_id = @id", new { id }, ct)) is not [var content, ..])
            {
                return Results.NotFound();
            }

            await seen.NoteAccessAsync("photograph", number, ct);
            // Shown as what its bytes are, and nothing in it runs or loads.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
            return Results.Bytes(content, Photograph.Of(content).MediaType);
        });
    }

    private static async Task<bool> IsThereAsync(SeenRows seen, WorkLine line, DateOnly day, CancellationToken ct) =>
        (await seen.AddressedAsync<int>("work_line", $"{line.ChainId} {line.OrderNumber} {line.StoreId} {line.ProductId}",
            ReportClock.AsTold(day.AddDays(-1)),
            """
            select 1 from seen.work_line as one where one.chain_id = @ChainId and one.order_number = @OrderNumber
              and one.store_id = @StoreId and one.product_id = @ProductId and one.is_free = @IsFree
            """, new { line.ChainId, line.OrderNumber, line.StoreId, line.ProductId, line.IsFree }, ct)).Count > 0;

    // Its name is nobody's business: what it is, its bytes say.
    private static async Task<Photograph?> PhotographAsync(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("photograph") is not { Length: > 0 } file)
        {
            return null;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        return Photograph.Of(content.ToArray());
    }
}

using System.Globalization;
using KaPipeline.Claims;
using KaPipeline.Claims.Evidence;
using KaPipeline.Host.Accounts;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Scopes;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>Actions on quarantined rows and cases, and the downloads.</summary>
internal static class DataActionEndpoints
{
    public static void MapDataActions(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/quarantine/replay", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var results = await operations.ReplayAsync(Text(form, "chain"), Text(form, "rule"), Forms.Who(context), Reason(form), ct: ct);
            var files = results.Count(result => result.State != LoadState.Failed);
            var failed = results.FirstOrDefault(result => result.State == LoadState.Failed);
            return Notices.Said(context, "/quarantine", failed is not null
                ? Bilingual.Of(language => language.Say(
                    $"{files} 个文件已补入数据，{results.Count - files} 个文件无法读取：", $"Rows of {Language.Counted(files, "file")} were loaded; {Language.Counted(results.Count - files, "file")} cannot be read: ")
                    + Bilingual.In(failed.Finding, language))
                : files == 0 ? Bilingual.Of("没有可补入的行：请先排除原因。", "No row can be loaded yet: correct the cause first.")
                : Bilingual.Of($"{files} 个文件已补入数据。", $"Rows of {Language.Counted(files, "file")} were loaded."));
        }));
        operate.MapPost("/quarantine/item", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var replayed = await operations.MapItemAsync(form["chain"].ToString(), form["item"].ToString(), form["product"]
                .ToString(), Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of(
                $"货号已对应，{replayed} 个文件已补入数据。", $"Item mapped; rows of {Language.Counted(replayed, "file")} were loaded."));
        }));
        operate.MapPost("/quarantine/store", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var fields = QuarantineOperations.StoreColumns.ToDictionary(column => column, column => form[column].ToString());
            var replayed = await operations.AddStoreAsync(fields, Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of(
                $"门店已添加，{replayed} 个文件已补入数据。", $"Store added; rows of {Language.Counted(replayed, "file")} were loaded."));
        }));
        operate.MapPost("/quarantine/release", (IFormCollection form, HttpContext context, QuarantineOperations operations) =>
            Forms.DoAsync(context, "/quarantine", async ct =>
        {
            var load = Asked.Needed("load", form["load"]);
            await operations.ReleaseAsync(load, form["sheet"].ToString(), (int)Asked.Needed("row", form["row"], int.MaxValue),
                Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of("已剔除，不加载。", "Removed; the row will not be loaded."));
        }));

        operate.MapPost("/held/let-in", (IFormCollection form, HttpContext context, HeldFileOperations operations) =>
            Forms.DoAsync(context, $"/held/{form["load"]}", async ct =>
        {
            var load = await operations.LetInAsync(Asked.Needed("load", form["load"]), Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine",
                Bilingual.Of(
                    $"已放行 {load.FileName}：加载 {load.RowsLoaded} 行，隔离 {load.RowsQuarantined} 行。",
                    $"Loaded as it is: {Language.Counted(load.RowsLoaded, "row")} loaded, {load.RowsQuarantined} quarantined."));
        }));
        operate.MapPost("/held/give-up", (IFormCollection form, HttpContext context, HeldFileOperations operations) =>
            Forms.DoAsync(context, $"/held/{form["load"]}", async ct =>
        {
            await operations.GiveUpAsync(Asked.Needed("load", form["load"]), Forms.Who(context), Reason(form), ct);
            return Notices.Said(context, "/quarantine", Bilingual.Of("已作废。", "Given up."));
        }));

        var settle = routes.MapGroup("").RequireAuthorization(Policies.Settle);
        settle.MapPost("/cases/{id:long}/step", (long id, IFormCollection form, HttpContext context, CaseStore cases, SeenRows seen) =>
            Forms.DoAsync(context, $"/cases/{id}", async ct =>
        {
            await CaseAsync(seen, id, ct);
            decimal? amount = Text(form, "amount") is not { } typed ? null
                : decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
                : throw new ArgumentException(Bilingual.Of($"金额 \"{typed}\" 不是数字。", "That amount is no number."));
            await cases.StepAsync(id, form["action"].ToString(), Forms.Who(context), amount, Text(form, "note"), Text(form, "approver"), ct);
            return $"/cases/{id}";
        }));

        settle.MapGet("/statements/{chain}/{number}/workbook",
            (string chain, string number, string? asOf, StatementWorkbook workbook, HttpContext context) =>
            workbook.DownloadAsync(chain, number, asOf, context));

        settle.MapGet("/cases/{id:long}/evidence",
            async (long id, EvidenceService evidence, TimeProvider clock, HttpContext context, SeenRows seen, CancellationToken ct) =>
        {
            // A pack holds terms and papers of the whole chain.
            var chain = await seen.FirstAsync<string>("select chain_id from seen.claim as one where case_id = @id", new { id }, ct);
            if (!await seen.MayHaveAsync("evidence_pack", id.ToString(CultureInfo.InvariantCulture), chain ?? "", ct))
            {
                return Results.NotFound();
            }

            try
            {
                var subject = await evidence.FindAsync(id.ToString(CultureInfo.InvariantCulture), null, ct);
                var content = new MemoryStream();
                var pack = await evidence.MakeAsync(subject, content, null, BusinessTime.Today(clock), false, Forms.Who(context), ct);
                return Results.File(content.ToArray(), "application/zip", $"case-{id}-{pack.Edition}.zip");
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
            {
                return Results.LocalRedirect(Notices.Wrong(context, $"/cases/{id}", e.Message));
            }
        });

        // Mails carry penalties by name.
        var personal = routes.MapGroup("").RequireAuthorization(Policies.Personal);
        personal.MapGet("/deliveries/{id:long}/body", async (long id, HttpContext context, SeenRows seen, CancellationToken ct) =>
        {
            // A mail carries its styles inline and nothing that runs; the frame around it is sandboxed as well.
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";
            context.Response.Headers.XFrameOptions = "SAMEORIGIN";
            var found = await seen.AddressedAsync<string>(
                "mail", id.ToString(CultureInfo.InvariantCulture),
                "select html from seen.delivery as one join seen.mail_content as content using (content_sha256) where delivery_id = @id",
                new { id }, ct);
            return found is [{ } html, ..] ? Results.Content(html, "text/html; charset=utf-8") : Results.NotFound();
        });
        personal.MapGet("/deliveries/{id:long}/attachments/{position:int}",
            async (long id, int position, SeenRows seen, CancellationToken ct) =>
        {
            var found = await seen.AddressedAsync<Attachment>(
                "mail", id.ToString(CultureInfo.InvariantCulture),
                """
                select file_name, media_type, content from seen.delivery as one
                join seen.mail_attachment as attached using (content_sha256) where delivery_id = @id and position = @position
                """, new { id, position }, ct);
            // Always saved, never shown within the site.
            return found is [var file, ..] ? Results.File(file.Content, file.MediaType, file.FileName) : Results.NotFound();
        });
        var see = routes.MapGroup("").RequireAuthorization(Policies.See);
        see.MapGet("/contracts/{chain}/{year:int}/pack",
            (string chain, int year, string? asOf, NegotiationDownload pack, CancellationToken ct) =>
            pack.DownloadAsync(chain, year, asOf, ct));

        see.MapGet("/locks/{chain}/application", (string chain, string? asOf, ReopeningSheets sheets, CancellationToken ct) =>
            sheets.DownloadAsync(chain, asOf, ct));

        routes.MapGet("/audit.csv", (HttpContext context, NpgsqlDataSource database) => AuditExport.WriteAsync(context, database))
            .RequireAuthorization(Policies.Oversee);
    }

    private sealed record Attachment
    {
        public string FileName { get; init; } = "";
        public string MediaType { get; init; } = "";
        public byte[] Content { get; init; } = [];
    }

    // A case outside the scope cannot be told from one that is not there.
    internal static async Task CaseAsync(SeenRows seen, long id, CancellationToken ct)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        if ((await seen.AddressedAsync<long>("case", number, "select case_id from seen.claim as one where case_id = @id", new { id },
            ct)).Count == 0)
        {
            throw new ArgumentException(Bilingual.Of($"没有索赔 {number}。", $"There is no case {number}."));
        }
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } text ? text : null;

    internal static string Reason(IFormCollection form) =>
        form["reason"].ToString().Trim() is { Length: > 0 } reason ? reason : throw new ArgumentException(Bilingual.Of(
            "请写明原因。", "A reason is needed."));
}

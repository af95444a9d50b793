using System.Globalization;
using KaPipeline.Host.Accounts;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Operations;
using KaPipeline.Scopes;

namespace KaPipeline.Host.Web;

/// <summary>A mail as it was sent, with its attachments; and what operators decide about mails and editions: each a form that is posted,
/// with its reason, and answered with a redirect.</summary>
internal static class MailEndpoints
{
    public static void MapMails(this IEndpointRouteBuilder routes)
    {
        var operate = routes.MapGroup("").RequireAuthorization(Policies.Operate);
        operate.MapPost("/deliveries/{id:long}/confirm",
            (long id, IFormCollection form, HttpContext context, MailOperations operations) =>
            Forms.DoAsync(context, Page(id), async ct =>
            {
                await operations.ConfirmAsync(id, Forms.Who(context), Forms.Reason(form), ct);
                return Notices.Said(context, Page(id), Bilingual.Of("已确认收到。", "Confirmed: the reader has it."));
            }));
        operate.MapPost("/deliveries/{id:long}/again",
            (long id, IFormCollection form, HttpContext context, MailOperations operations, Func<Postman> postman) =>
            Forms.DoAsync(context, Page(id), async ct =>
            {
                await operations.SendAgainAsync(id, Forms.Who(context), Forms.Reason(form), ct);
                return Notices.Said(context, Page(id), await SendAsync(postman(), id, ct));
            }));
        operate.MapPost("/deliveries/{id:long}/resend",
            (long id, IFormCollection form, HttpContext context, MailOperations operations, Func<Postman> postman) =>
            Forms.DoAsync(context, Page(id), async ct =>
            {
                var address = form["address"].ToString().Trim() is { Length: > 0 } given ? given : null;
                var copy = await operations.ResendAsync(id, address, Forms.Who(context), Forms.Reason(form), ct);
                return Notices.Said(context, Page(copy), await SendAsync(postman(), copy, ct));
            }));
        operate.MapPost("/editions/{id:long}/hold", (long id, IFormCollection form, HttpContext context, MailOperations operations) =>
            Forms.DoAsync(context, "/deliveries", async ct =>
            {
                await operations.HoldAsync(id, Forms.Who(context), Forms.Reason(form), ct);
                return Notices.Said(context, Edition(id), Bilingual.Of(
                    "已暂缓：放行之前一封也不发。", "Held: none of its mails goes out until it is released."));
            }));
        operate.MapPost("/editions/{id:long}/release",
            (long id, IFormCollection form, HttpContext context, MailOperations operations) =>
            Forms.DoAsync(context, "/deliveries", async ct =>
            {
                await operations.ReleaseAsync(id, Forms.Who(context), Forms.Reason(form), ct);
                return Notices.Said(context, Edition(id), Bilingual.Of("已放行：下一次巡检时发出。", "Released: the next run of watch sends it."));
            }));
        operate.MapPost("/sending/resume", (IFormCollection form, HttpContext context, SendingOperations operations) =>
            Forms.DoAsync(context, "/deliveries", async ct =>
            {
                var isSent = form["what"] == "sent";
                var counted = await operations.ResumeAsync(
                    isSent ? Moment(form, "from") : null, isSent ? Moment(form, "until") : null, Forms.Who(context),
                    Forms.Reason(form), ct);
                return Notices.Said(context, "/deliveries", Bilingual.Of(
                    $"发送已恢复，{counted} 封计为已发。", $"Sending resumed; {Language.Counted(counted, "mail")} counted as sent."));
            }));

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
    }

    private static DateTimeOffset? Moment(IFormCollection form, string field) =>
        form[field].ToString().Trim() is not { Length: > 0 } text ? null
        : BusinessTime.TryParse(text, out var moment) ? moment
        : throw new FormatException(Bilingual.Of($"时间请写成 2026-05-31 07:30：{text}", $"Write a time as 2026-05-31 07:30: {text}"));

    private static string Page(long delivery) => $"/deliveries/{delivery}";

    private static string Edition(long edition) => $"/deliveries?edition={edition}";

    // That one alone, at once: whoever asks sees what the server said.
    private static async Task<string> SendAsync(Postman postman, long delivery, CancellationToken ct)
    {
        var report = await postman.DeliverAsync(new SendScope(DeliveryId: delivery), isAsked: true, ct);
        return (report.Trouble ?? (report.Robots.Count > 0 ? report.Robots[0] : null)) is { } trouble
            ? Bilingual.Of(
                $"{trouble.Called(Language.Chinese)} 不可用，恢复后自动发送：{trouble.Words}",
                $"The {trouble.Called(Language.English)} cannot be used; the mail goes once it answers: {trouble.Words}")
            : report.Failures.Count > 0 ? Bilingual.Of(report.Failures[0].In)
            : report[MailState.Accepted] > 0 ? Bilingual.Of(
                "已发送，邮件服务器已接收。", "Sent: the server took it.") : Bilingual.Of("已排入发送。", "Queued to be sent.");
    }

    private sealed record Attachment
    {
        public string FileName { get; init; } = "";
        public string MediaType { get; init; } = "";
        public byte[] Content { get; init; } = [];
    }
}

using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Editions;

/// <summary>Makes the workbooks of an edition, each distinct one once; one that is too big for a mail lies whole in the outbox, and
/// its front sheets go with the mail.</summary>
/// <param name="connection">With a transaction in which the clocks are set.</param>
/// <param name="facts">The edition's facts.</param>
/// <param name="options">Size limit.</param>
/// <param name="folder">Where whole workbooks lie.</param>
internal sealed class AttachedWorkbooks(NpgsqlConnection connection, IDigestFacts facts, MailOptions options, string folder)
{
    private readonly Dictionary<string, MailAttachment> made = [];
    private readonly Dictionary<string, List<MailAttachment>> attached = [];

    public IReadOnlyList<MailAttachment> Of(string recipientId) => attached.GetValueOrDefault(recipientId, []);

    public async Task MakeAsync(
        string workbook, IReadOnlyList<Recipient> recipients, Func<Recipient, Changes> changesFor, IReadOnlyCollection<string>? only,
        CancellationToken ct)
    {
        foreach (var recipient in recipients.Where(recipient => recipient.IsAmong(only)))
        {
            var reader = new Addressee(recipient, Language.Of(recipient.Language), changesFor(recipient));
            foreach (var order in facts.WorkbooksFor(reader, workbook))
            {
                if (!made.TryGetValue(order.Key, out var file))
                {
                    made[order.Key] = file = await MakeAsync(order, ct);
                }

                (attached.TryGetValue(recipient.Id, out var list) ? list : attached[recipient.Id] = []).Add(file);
            }
        }
    }

    private async Task<MailAttachment> MakeAsync(WorkbookOrder order, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        await order.SaveAsync(connection, whole, null, ct);
        if (whole.Length <= options.AttachmentMebibytes * 1024L * 1024)
        {
            return new MailAttachment(order.FileName, MailAttachment.Workbook, whole.ToArray());
        }

        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, order.FileName);
        await File.WriteAllBytesAsync(path, whole.ToArray(), ct);
        using var fronts = new MemoryStream();
        await order.SaveAsync(connection, fronts, $"完整工作簿（含明细）在 The whole workbook with its details is at: {path}", ct);
        return new MailAttachment("概要 " + order.FileName, MailAttachment.Workbook, fronts.ToArray());
    }
}

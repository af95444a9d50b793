using KaPipeline.Mail;

namespace KaPipeline.Host.Web;

/// <summary>Workbooks made when they are asked for: the evening they are about, and how they are handed over.</summary>
internal static class WorkbookDownload
{
    /// <summary>The business date asked for; today where none was given.</summary>
    public static DateOnly Date(string? asOf, TimeProvider clock) => AskedValues.Date("asOf", asOf) ?? BusinessTime.Today(clock);

    /// <summary>The answer that holds the workbook.</summary>
    /// <param name="save">Writes it.</param>
    /// <param name="name">Its file name.</param>
    public static async Task<IResult> AnswerAsync(Func<Stream, Task> save, string name)
    {
        var content = new MemoryStream();
        await save(content);
        content.Position = 0;
        return Results.File(content, MailAttachment.Workbook, name);
    }
}

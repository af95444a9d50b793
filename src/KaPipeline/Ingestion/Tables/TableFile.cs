using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Opens a file by what its bytes say it is.</summary>
public static class TableFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="nature">What it is, by <see cref="FileNature.Of"/>.</param>
    /// <param name="separator">Separator of text files; null finds it.</param>
    /// <exception cref="UnreadableFileException">It is not a readable table.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static TableReader Open(string path, FileNature nature, char? separator = null) => nature.Container switch
    {
        Container.Text => new TextTable(path, nature.Encoding!, separator),
        Container.Html => new HtmlTable(path, nature.Encoding!),
        Container.SpreadsheetXml => new SpreadsheetXmlTable(path, nature.Encoding!),
        Container.Xlsx or Container.Biff => new WorkbookTable(path, nature.Container),
        _ => throw new UnreadableFileException(
            "文件不是表格（既非文本、HTML，也非 Excel）| not a table: neither text, HTML nor a workbook. 请重新从门户导出 | export it again from the portal."),
    };

    /// <summary>The file as UTF-8 bytes, without a byte order mark.</summary>
    internal static Stream OpenUtf8(string path, Encoding encoding)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 128 * 1024, FileOptions.SequentialScan);
        var mark = encoding.Preamble;
        Span<byte> first = stackalloc byte[4];
        var read = file.ReadAtLeast(first[..mark.Length], mark.Length, throwOnEndOfStream: false);
        if (mark.IsEmpty || !first[..read].SequenceEqual(mark))
        {
            file.Position = 0;
        }

        return encoding.CodePage == Encoding.UTF8.CodePage ? file : Encoding.CreateTranscodingStream(file, encoding, new UTF8Encoding(false));
    }
}

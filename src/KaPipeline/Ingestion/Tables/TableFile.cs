using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Opens a file by what its bytes say it is.</summary>
public static class TableFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="nature">What it is, by <see cref="FileNature.Of"/>.</param>
    /// <param name="separator">Separator of text files; null finds it.</param>
    /// <exception cref="UnreadableFileException">It is not a readable table.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static TableReader Open(string path, FileNature nature, char? separator = null) => nature.Container switch
    {
        Container.Text => new TextTable(path, nature.Encoding!, separator),
        Container.Html => new HtmlTable(path, nature.Encoding!),
        Container.SpreadsheetXml => new SpreadsheetXmlTable(path, nature.Encoding!),
        Container.Mhtml => new MhtmlTable(path),
        Container.Xlsx => new XlsxTable(path),
        Container.Biff => new BiffTable(path),
        Container.Edi => throw new UnreadableFileException(
            "电子数据交换报文 (EDI)，不是表格 | an EDI message (X12 or EDIFACT), no table. 请从门户导出表格 | export the report from the portal as a table."),
        Container.OpenDocument => throw UnreadableFileException.Other("OpenDocument 表格 (fods) | an OpenDocument workbook (fods)"),
        Container.Sylk => throw UnreadableFileException.Other("SYLK 文件 (slk) | a SYLK file (slk)"),
        Container.Dif => throw UnreadableFileException.Other("DIF 文件 | a DIF file"),
        Container.Json => throw new UnreadableFileException(
            "JSON 数据，不是表格 | JSON, no table. 请从门户导出表格 | export the report from the portal as a table."),
        Container.OtherXml => throw new UnreadableFileException(
            "自定义 XML 数据，不是表格 | XML of its own, no table. 请从门户导出表格 | export the report from the portal as a table."),
        Container.Frames => throw new UnreadableFileException(
            "框架网页，表格在别的文件里 | a page of frames: its sheets are in other files. 请用表格软件打开并另存为 .xlsx | open it and save it as .xlsx."),
        Container.Page => throw new UnreadableFileException(
            "网页中没有表格，可能是登录页或出错页 | a page with no table in it, perhaps of a sign-in or an error: export the report from the portal again."),
        Container.MixedText => throw new UnreadableFileException(
            "文件一部分是 UTF-8 编码，一部分是 GBK 编码，无法可靠读取；请重新从门户导出，不要拼接文件 | "
            + "one part of the text is UTF-8 and another GBK: export it again from the portal, and do not join files"),
        _ => throw new UnreadableFileException(
            "文件不是表格（既非文本、HTML，也非 Excel）| not a table: neither text, HTML nor a workbook. 请重新从门户导出 | export it again from the portal."),
    };

    /// <summary>The file as UTF-8 bytes, without a byte order mark in front and without zero bytes at the end.</summary>
    internal static Stream OpenUtf8(string path, Encoding encoding)
    {
        var file = new TrimmedFile(path, encoding.GetByteCount("0"));
        Span<byte> first = stackalloc byte[4];
        file.Position = FileNature.MarkOf(first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)]);
        return encoding.CodePage == Encoding.UTF8.CodePage ? file
            : Encoding.CreateTranscodingStream(file, encoding, new UTF8Encoding(false));
    }
}

namespace KaPipeline.Ingestion.Tables;

/// <summary>A file that cannot be read as a table at all: cut off, password-protected, hostile, or of another kind. The message says
/// which.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>A workbook whose contents are encrypted.</summary>
    internal static UnreadableFileException Password() =>
        new("工作簿设有密码；请去掉密码后重新导出 | the workbook is password-protected: export it without a password");

    /// <summary>A format that spreadsheet programs read and this does not.</summary>
    internal static UnreadableFileException Other(string name) =>
        new($"{name}：请用表格软件打开并另存为 .xlsx 后再提供 | open it and save it as .xlsx");
}

namespace KaPipeline.Ingestion.Tables;

/// <summary>How large what a file holds may be: far above what a portal gives, and together below what a small machine has. A file beyond
/// is refused.</summary>
internal static class ReadingLimits
{
    /// <summary>Characters of one cell; a spreadsheet's own limit is 32,767.</summary>
    public const int CellCharacters = 1 << 20;

    /// <summary>Bytes of the cells of one row.</summary>
    public const int RowBytes = 16 << 20;

    /// <summary>Cells of one row.</summary>
    public const int RowCells = 1 << 16;

    /// <summary>Bytes of a page, or of a single file web page, whose parser takes it in whole.</summary>
    public const int PageBytes = 16 << 20;

    /// <summary>Sheets or tables of one file.</summary>
    public const int Sheets = 10_000;

    /// <summary>Bytes of the texts that the sheets of a workbook share, and of those of one sheet that is taken in whole.</summary>
    public const int TextBytes = 96 << 20;

    /// <summary>Cells of a sheet that is taken in whole: 65,536 rows of 32 columns.</summary>
    public const int SheetCells = 1 << 21;

    /// <summary>Bytes of a workbook of Excel 97–2003.</summary>
    public const long BiffBytes = 256L << 20;

    /// <summary>Elements inside each other, and names of elements and attributes, in XML.</summary>
    public const int XmlDepth = 256;

    /// <summary>Different names in XML.</summary>
    public const int XmlNames = 20_000;

    /// <summary>Bytes between two tags of XML.</summary>
    public const int XmlRun = 8 << 20;

    /// <summary>Documents that one file may speak of.</summary>
    public const int Documents = 500_000;

    /// <summary>Bytes that an archive may unpack to: 200 times its own, at least 64 MiB, at most 2 GiB.</summary>
    public static long UnpackedBytes(long packed) => Math.Clamp(packed * 200, 64L << 20, 2L << 30);

    /// <summary>What is said of a file beyond a limit.</summary>
    public static UnreadableFileException Beyond(string chinese, string english) =>
        new($"{chinese}；请按较短的期间重新导出 | {english}: export it again for fewer days");
}

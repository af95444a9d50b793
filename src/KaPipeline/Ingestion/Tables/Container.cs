namespace KaPipeline.Ingestion.Tables;

/// <summary>What a file is by its bytes; portals name HTML, XML and text files <c>.xls</c> as well.</summary>
public enum Container
{
    /// <summary>0 bytes or only blanks.</summary>
    Empty,

    /// <summary>Text with a separator.</summary>
    Text,

    /// <summary>An HTML page with tables.</summary>
    Html,

    /// <summary>A "single file web page" with HTML pages in it.</summary>
    Mhtml,

    /// <summary>An EDI message, X12 or EDIFACT.</summary>
    Edi,

    /// <summary>Excel 97–2003 (BIFF), or an encrypted workbook.</summary>
    Biff,

    /// <summary>Excel since 2007, or another zip archive.</summary>
    Xlsx,

    /// <summary>SpreadsheetML 2003.</summary>
    SpreadsheetXml,

    /// <summary>An OpenDocument workbook that is one XML file.</summary>
    OpenDocument,

    /// <summary>The text of SYLK, in which spreadsheet programs exchange sheets.</summary>
    Sylk,

    /// <summary>The text of DIF, likewise.</summary>
    Dif,

    /// <summary>JSON, or JavaScript around it.</summary>
    Json,

    /// <summary>XML of a shape of its own.</summary>
    OtherXml,

    /// <summary>A page whose tables are in other files.</summary>
    Frames,

    /// <summary>A page without a table, such as that of a sign-in.</summary>
    Page,

    /// <summary>Text that is UTF-8 in one part and GBK in another.</summary>
    MixedText,

    /// <summary>Something else, such as a picture, a PDF or a compressed archive.</summary>
    Unknown,
}

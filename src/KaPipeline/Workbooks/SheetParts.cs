using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace KaPipeline.Workbooks;

/// <summary>The sheet parts inside a saved workbook: where each lies, and what we change in them.</summary>
internal static class SheetParts
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Rows that EPPlus wrote below the header to carry the column styles: plain, then those of cells that differ.</summary>
    public const int StyleRows = 2;

    /// <summary>Sheet name to path in the zip.</summary>
    public static Dictionary<string, string> Paths(ZipArchive workbook)
    {
        var targets = Read(workbook, "xl/_rels/workbook.xml.rels").Root!.Elements()
            .ToDictionary(relation => (string)relation.Attribute("Id")!, relation => (string)relation.Attribute("Target")!);
        return Read(workbook, "xl/workbook.xml").Root!.Element(Main + "sheets")!.Elements()
            .ToDictionary(sheet => (string)sheet.Attribute("name")!, sheet => Absolute(targets[(string)sheet.Attribute(Relation + "id")!]));
    }

    /// <summary>A sheet with the known values put beside its formulas.</summary>
    public static XDocument Load(ZipArchive workbook, string path, Func<string, string?> valueOf)
    {
        var part = Read(workbook, path);
        foreach (var cell in part.Descendants(Main + "c").Where(cell => cell.Element(Main + "f") is not null))
        {
            if (valueOf((string)cell.Attribute("r")!) is { } value)
            {
                cell.Element(Main + "v")?.Remove();
                cell.Attribute("t")?.Remove();
                cell.Add(new XElement(Main + "v", value));
            }
        }

        return part;
    }

    /// <summary>The styles of a detail sheet's columns.</summary>
    public static DetailStyles Styles(ZipArchiveEntry entry, int columns)
    {
        var part = Read(entry.Archive!, entry.FullName);
        string[] Row(int number) => [.. part.Descendants(Main + "row").Single(row => (int)row.Attribute("r")! == number)
            .Elements(Main + "c").Take(columns).Select(cell => (string?)cell.Attribute("s") ?? "0")];
        return new DetailStyles(Row(DetailSheet.HeaderRow + 1), Row(DetailSheet.HeaderRow + 2));
    }

    /// <summary>What is before the streamed rows, and what is after them; the rows that carried the styles go.</summary>
    public static (byte[] Head, byte[] Tail) Split(XDocument part)
    {
        var data = part.Root!.Element(Main + "sheetData")!;
        data.Elements().Where(row => (int)row.Attribute("r")! > DetailSheet.HeaderRow).Remove();
        part.Root.Element(Main + "dimension")?.Remove();
        var text = part.Root.ToString(SaveOptions.DisableFormatting);
        var end = text.IndexOf("</sheetData>", StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + text[..end]),
            Encoding.UTF8.GetBytes(text[end..]));
    }

    private static XDocument Read(ZipArchive workbook, string path)
    {
        using var stream = workbook.GetEntry(path)!.Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static string Absolute(string target) => target.StartsWith('/') ? target[1..] : "xl/" + target;
}

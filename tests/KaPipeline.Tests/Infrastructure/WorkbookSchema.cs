using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>What Excel's own schema has against a workbook: LibreOffice forgives what Excel repairs with a question.</summary>
public static class WorkbookSchema
{
    /// <summary>Each fault as part, element and what is wrong; nothing for a workbook that Excel opens as it is.</summary>
    public static IReadOnlyList<string> Faults(Stream workbook)
    {
        using var document = SpreadsheetDocument.Open(workbook, isEditable: false);
        return
        [
            .. new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document, Stopping)
                .Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}").Distinct(),
        ];
    }
}

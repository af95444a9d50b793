using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Writes one report of a drafted profile.</summary>
/// <param name="sample">The file.</param>
/// <param name="own">The chain's profile, where it has one already.</param>
internal sealed partial class ReportDraft(SampleReport sample, ChainProfile? own)
{
    private readonly FieldDraft fields = new(sample, own);
    private StringBuilder yaml = null!;

    public void WriteTo(StringBuilder text)
    {
        yaml = text;
        Line(1, $"{Name()}:");
        WriteFileRules();
        Line(2, "rows:");
        if (sample.Target.Name == "statement_line")
        {
            WriteRecord(StagingTable.ByName["statement"]);
        }

        WriteRecord(sample.Target);
    }

    private string Name()
    {
        var name = sample.Target.Name switch { "order_line" => "orders", "delivery_line" => "deliveries", _ => "statements" };
        var taken = own?.Reports.Count(report => report.Name.StartsWith(name, StringComparison.Ordinal)) ?? 0;
        return taken == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{taken + 1}");
    }

    private void WriteFileRules()
    {
        var name = Path.GetFileName(sample.Path);
        Line(2, $"files: [{Yaml.Quote(Digits().Replace(name, "*"))}]  # CHECK * stands for what changes from file to file");
        if (sample.Encoding is "gb18030")
        {
            Line(2, "encoding: gb18030");
        }

        if (sample.Sheets.Count > 1 && sample.Sheet.Name.Length > 0 && !int.TryParse(sample.Sheet.Name, out _))
        {
            Line(2, $"sheet: {Yaml.Quote(sample.Sheet.Name)}");
        }

        if (sample.HeaderRows > 1)
        {
            Line(2, $"header_rows: {sample.HeaderRows}");
        }

        var formats = sample.DateFormats();
        var format = formats.Where(found => found.Count == 1).Select(found => found[0]).GroupBy(found => found).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key;
        Line(2, $"dates: {Yaml.Quote(format ?? (formats.Count > 0 ? formats[0][0] : "yyyy-MM-dd"))}{(format is not null ? "" : formats.Count > 0 ? $"  # CHECK the values also fit {string.Join(" and ", formats[0].Skip(1))}" : "  # CHECK no date was found to tell the format")}");
        Line(2, "document: whole  # CHECK whole: a document comes whole in one file; lines: single lines of it");
        if (sample.Target.Name == "order_line")
        {
            Line(2, $"prices: {(sample.HeaderSays("含税") ? "including" : "excluding")}  # CHECK whether printed prices include VAT");
        }

        if (EightDigits().IsMatch(name))
        {
            Line(2, @"business_date: {name: '(\d{8})', format: yyyyMMdd}");
        }

        WriteTotal();
        var used = sample.Used();
        var unused = sample.Columns.Where(column => column.Header.Length > 0 && !column.Header.StartsWith('#') && used.All(use => use.Column != column)).ToList();
        if (unused.Count > 0)
        {
            Line(2, $"ignore: [{string.Join(", ", unused.Select(column => Yaml.Quote(column.Header)))}]  # CHECK columns that are not used");
            if (fields.HasOpen)
            {
                Line(2, $"# Not used yet: {string.Join("; ", unused.Where(column => column.Values.Count > 0).Select(column => $"{column.Header} = {column.Values[0]}"))}");
            }
        }
    }

    // Only columns whose total really is the sum are worth checking.
    private void WriteTotal()
    {
        if (sample.Total is not { } total)
        {
            return;
        }

        var sums = sample.Columns.Where((column, at) => column.IsNumeric && at < total.Cells.Length
            && Number.TryParse(Encoding.UTF8.GetBytes(total.Cells[at]), out var stated) && stated.ToDecimal() == column.Sum).Select(column => Yaml.Quote(column.Header));
        Line(2, $"total: {{label: {Yaml.Quote(total.Cells.First(SampleReport.IsTotalLabel))}, sums: [{string.Join(", ", sums)}], required: true}}");
    }

    private void WriteRecord(StagingTable record)
    {
        Line(3, $"- into: {record.Name}");
        Line(4, "fields:");
        foreach (var field in record.Fields)
        {
            if (fields.Source(record, field) is { } source)
            {
                Line(5, $"{field.Name}: {source}");
            }
        }

        foreach (var group in fields.Missing(record))
        {
            Line(5, $"{group[0]}: {FieldDraft.Unknown}; one of {string.Join(", ", group)} is needed");
        }
    }

    private void Line(int level, string text) => yaml.Append(' ', level * 2).AppendLine(text);

    [GeneratedRegex(@"[A-Za-z0-9()-]*\d{2,}[A-Za-z0-9()-]*")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(19|20)\d{6}")]
    private static partial Regex EightDigits();
}

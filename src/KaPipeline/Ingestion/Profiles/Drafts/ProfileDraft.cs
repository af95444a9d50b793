using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Proposes a profile from a sample file. What it cannot know is marked with <c># CHECK</c>; nothing is guessed silently.</summary>
public sealed partial class ProfileDraft
{
    private const string Unknown = "\"???\"  # CHECK no column was recognised; write its header, or {constant: …}, {head: LABEL}, {file_name: REGEX}";
    private static readonly string[] TotalLabels = ["合计", "总计", "合計", "total"];
    private static readonly string[] Reports = ["order_line", "delivery_line", "statement_line"];

    private readonly Vocabulary vocabulary;
    private readonly StringBuilder yaml = new();
    private readonly string path;
    private readonly FileNature nature;
    private readonly IReadOnlyList<SampleSheet> sheets;
    private SampleSheet sheet = new("", []);
    private Header header = Header.None;
    private int headerRows = 1;
    private int headerAt;
    private SampleSheet.Row? total;
    private List<DraftColumn> columns = [];
    private StagingTable target = StagingTable.ByName["order_line"];

    private ProfileDraft(string path, IEnumerable<ChainProfile> known)
    {
        (this.path, vocabulary, nature) = (path, new Vocabulary(known), FileNature.Of(path));
        using var table = TableFile.Open(path, nature);
        sheets = SampleSheet.Of(table);
    }

    /// <summary>Drafts a profile.</summary>
    /// <param name="path">A file of the chain, as downloaded.</param>
    /// <param name="known">Profiles whose header words are known already.</param>
    /// <param name="chain">Id for the chain.</param>
    /// <returns>YAML to be checked and completed.</returns>
    /// <exception cref="UnreadableFileException">The file is no readable table.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static string Of(string path, IEnumerable<ChainProfile> known, string chain) => new ProfileDraft(path, known).Write(chain);

    private string Write(string chain)
    {
        FindHeader();
        FindRows();
        yaml.AppendLine("# yaml-language-server: $schema=../profile.schema.json");
        Line(0, $"# Drafted from {Path.GetFileName(path)}: {nature.Container}{(nature.Encoding is { } encoding ? ", " + encoding.WebName : "")}; header in row {headerAt}{(sheet.Name.Length > 0 ? $" of sheet {sheet.Name}" : "")}.");
        Line(0, "# Go through the lines marked CHECK, then run: ka profile check " + chain + " FILE");
        Line(0, $"chain: {Quote(chain)}");
        Line(0, "name: 新系统  # CHECK the chain's name, in Chinese and English");
        Line(0, "name_en: New chain");
        Line(0, "accounts:");
        Line(0, $"  - {{supplier_code: {Quote(SupplierCode() ?? "000000")}, statement_basis: {(HeaderSays("含税单价") ? "including" : "excluding")}, price_decimals: 4}}  # CHECK our code at the chain, and whether statement prices include VAT");
        Line(0, "reports:");
        Line(1, $"{target.Name switch { "order_line" => "orders", "delivery_line" => "deliveries", _ => "statements" }}:");
        WriteFileRules();
        Line(2, "rows:");
        if (target.Name == "statement_line")
        {
            WriteRecord(StagingTable.ByName["statement"]);
        }

        WriteRecord(target);
        return yaml.ToString();
    }

    // The row, or pair of rows, of which most cells are words that headers use.
    private void FindHeader()
    {
        var best = 0;
        foreach (var candidate in sheets)
        {
            for (var at = 0; at < Math.Min(candidate.Rows.Count, 60); at++)
            {
                for (var count = 1; count <= 2 && at + count <= candidate.Rows.Count; count++)
                {
                    var rows = candidate.Rows.Skip(at).Take(count).ToList();
                    var joined = Header.Of([.. rows.Select(row => row.Cells)]);
                    var looksLikeData = rows[^1].Cells.Any(cell => DateLike().IsMatch(cell) || Number.TryParse(Encoding.UTF8.GetBytes(cell), out _));
                    var isUpperTitle = count == 2 && (rows[0].Cells.Count(cell => cell.Length > 0) < 3 || rows[0].Cells.Any(cell => cell.Any(char.IsAsciiDigit)));
                    var score = looksLikeData || isUpperTitle ? 0 : (joined.Names.Count(name => vocabulary.FieldsOf(name).Count > 0) * 2) + count;
                    if (score > best)
                    {
                        (best, sheet, header, headerRows, headerAt) = (score, candidate, joined, count, rows[^1].Number);
                    }
                }
            }
        }

        if (best < 3)
        {
            throw new UnreadableFileException("没有认出表头 | no header row was recognised: none of its words is known. Write the profile by hand, see docs/onboarding-a-chain.md");
        }
    }

    private void FindRows()
    {
        var rows = sheet.Rows.Where(row => row.Number > headerAt).ToList();
        total = rows.Find(row => row.Cells.Any(cell => TotalLabels.Contains(HeaderText.Normalise(cell).TrimEnd(':'))));
        rows = [.. rows.Where(row => row != total && (total is null || row.Number < total.Number) && row.Cells.Count(cell => cell.Length > 0) >= 3)];
        columns =
        [
            .. Enumerable.Range(0, header.Count).Select(at => new DraftColumn(
                NameOf(at), [.. rows.Select(row => at < row.Cells.Length ? row.Cells[at] : "")],
                rows.Count > 0 && rows.All(row => at < row.IsDate.Length && (row.IsDate[at] || row.Cells[at].Length == 0)) && rows.Exists(row => row.IsDate[at]))),
        ];
        var named = columns.SelectMany(column => vocabulary.FieldsOf(column.Header)).ToHashSet();
        target = StagingTable.ByName[Reports.MaxBy(name => Score(StagingTable.ByName[name], named))!];
    }

    private static int Score(StagingTable table, HashSet<string> named) =>
        table.Fields.Count(field => named.Contains(field.Name)) + (table.Fields.Count(field => field.IsRequired && named.Contains(field.Name)) * 2)
        - table.Fields.Count(field => field.IsRequired && !named.Contains(field.Name));

    private void WriteFileRules()
    {
        var name = Path.GetFileName(path);
        Line(2, $"files: [{Quote(Digits().Replace(name, "*"))}]  # CHECK * stands for what changes from file to file");
        if (nature.Encoding?.WebName is "gb18030")
        {
            Line(2, "encoding: gb18030");
        }

        if (sheets.Count > 1 && sheet.Name.Length > 0 && !int.TryParse(sheet.Name, out _))
        {
            Line(2, $"sheet: {Quote(sheet.Name)}");
        }

        if (headerRows > 1)
        {
            Line(2, $"header_rows: {headerRows}");
        }

        var formats = columns.Where(column => vocabulary.FieldsOf(column.Header).Any(field => field.EndsWith("_on", StringComparison.Ordinal)))
            .Select(column => column.DateFormats()).Where(found => found.Count > 0).ToList();
        if (formats.Count == 0 && Titles().SelectMany(title => DateLike().Matches(title)).Select(match => match.Value).Where(IsNoCode).ToList() is { Count: > 0 } dates
            && new DraftColumn("", dates, false).DateFormats() is { Count: > 0 } ofTitle)
        {
            // A statement without dates in its rows names its period above them.
            formats.Add(ofTitle);
        }

        var format = formats.Where(found => found.Count == 1).Select(found => found[0]).GroupBy(found => found).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key;
        Line(2, $"dates: {Quote(format ?? formats.FirstOrDefault()?[0] ?? "yyyy-MM-dd")}{(format is not null ? "" : formats.Count > 0 ? $"  # CHECK the values also fit {string.Join(" and ", formats[0].Skip(1))}" : "  # CHECK no date was found to tell the format")}");
        Line(2, $"document: whole  # CHECK whole: a document comes whole in one file; lines: single lines of it");
        if (target.Name == "order_line")
        {
            Line(2, $"prices: {(HeaderSays("含税") ? "including" : "excluding")}  # CHECK whether printed prices include VAT");
        }

        if (EightDigits().IsMatch(name))
        {
            Line(2, @"business_date: {name: '(\d{8})', format: yyyyMMdd}");
        }

        WriteTotal();
        var unused = columns.Where(column => column.Header.Length > 0 && !column.Header.StartsWith('#') && Used().All(use => use.Column != column)).Select(column => Quote(column.Header)).ToList();
        if (unused.Count > 0)
        {
            Line(2, $"ignore: [{string.Join(", ", unused)}]  # CHECK columns that are not used");
        }
    }

    // Only columns whose total really is the sum are worth checking.
    private void WriteTotal()
    {
        if (total is null)
        {
            return;
        }

        var label = total.Cells.First(cell => TotalLabels.Contains(HeaderText.Normalise(cell).TrimEnd(':')));
        var sums = columns.Where((column, at) => column.IsNumeric && at < total.Cells.Length
            && Number.TryParse(Encoding.UTF8.GetBytes(total.Cells[at]), out var stated) && stated.ToDecimal() == column.Sum).Select(column => Quote(column.Header));
        Line(2, $"total: {{label: {Quote(label)}, sums: [{string.Join(", ", sums)}], required: true}}");
    }

    private void WriteRecord(StagingTable record)
    {
        Line(3, $"- into: {record.Name}");
        Line(4, "fields:");
        foreach (var field in record.Fields)
        {
            if (Source(record, field) is { } source)
            {
                Line(5, $"{field.Name}: {source}");
            }
        }

        foreach (var group in record.NeedsOneOf.Where(group => !record.Fields.Any(field => group.Contains(field.Name) && Source(record, field) is not null)))
        {
            Line(5, $"{group[0]}: {Unknown}; one of {string.Join(", ", group)} is needed");
        }
    }

    private string? Source(StagingTable record, StagingField field)
    {
        if (Used().FirstOrDefault(use => use.Field == field.Name).Column is { } column && record == target)
        {
            return Mapping(field, column);
        }

        if (field.Name is "period_from" or "period_to" && Titles().Select(title => PeriodInTitle().Match(title)).FirstOrDefault(match => match.Success) is { } period)
        {
            return $"{{head: {Quote(period.Groups[1].Value)}, take: {Quote($"{(field.Name == "period_from" ? "before" : "after")} {period.Groups[2].Value}")}}}";
        }

        if (HeadLabel(field.Name) is { } label && record.Name is "statement" or "statement_line" && field.Name is not ("amount" or "order_number"))
        {
            return $"{{head: {Quote(label)}}}";
        }

        if (columns.FirstOrDefault(candidate => vocabulary.FieldsOf(candidate.Header).Contains(field.Name)) is { } shared && record.Name == "statement")
        {
            return Mapping(field, shared);
        }

        return field.Name switch
        {
            "requested_on" when Used().FirstOrDefault(use => use.Field == "ordered_on").Column is { } ordered => $"{Quote(ordered.Header)}  # CHECK no column for the requested date was found",
            "kind" when record.Name == "statement_line" => "{constant: goods}  # CHECK no column tells goods, returns and deductions apart",
            "supplier_code" when record.Name != "statement_line" && SupplierCode() is { } code => $"{{constant: {Quote(code)}}}",
            _ when field.IsRequired => Unknown,
            _ => null,
        };
    }

    private static string Mapping(StagingField field, DraftColumn column)
    {
        var name = Quote(column.Header);
        if (field.Name == "kind" || field.Allowed.Length > 0)
        {
            var words = column.Values.Distinct().Take(12).Select(word => $"{Quote(word)}: {Canonical(field, word)}");
            return $"{{column: {name}, values: {{{string.Join(", ", words)}}}}}  # CHECK the chain's words; other files may hold more, such as returns";
        }

        var part = field.Kind switch { FieldKind.Code => column.CodePart(), FieldKind.Number => column.QuantityPart(), _ => null };
        var percent = field.Name == "vat_rate" && column.Values.Count > 0 && column.IsNumeric && !column.Values.Any(value => value.Contains('%', StringComparison.Ordinal) || value.StartsWith("0.", StringComparison.Ordinal));
        return part is null && !percent ? name : $"{{column: {name}{(part is null ? "" : $", take: {Quote(part)}")}{(percent ? ", percent: true" : "")}}}";
    }

    private static string Canonical(StagingField field, string word) => field.Name switch
    {
        "deduction_mode" => word.Contains('票', StringComparison.Ordinal) ? "on_invoice" : word.Contains('交', StringComparison.Ordinal) ? "paid_apart" : "on_account",
        "kind" when word.Contains('退', StringComparison.Ordinal) => "return",
        "kind" when field.Allowed.Contains("deduction") && (word.Contains('费', StringComparison.Ordinal) || word.Contains('扣', StringComparison.Ordinal)) => "deduction",
        _ => field.Allowed[0],
    };

    // Each column serves the first field that it may mean and nobody took; each field takes its likeliest column.
    private List<(string Field, DraftColumn Column)> Used()
    {
        var used = new List<(string Field, DraftColumn Column)>();
        foreach (var column in columns)
        {
            var field = vocabulary.FieldsOf(column.Header).FirstOrDefault(name =>
                target.Fields.Any(known => known.Name == name && Fits(known, column)) && used.TrueForAll(use => use.Field != name));
            if (field is not null)
            {
                used.Add((field, column));
            }
        }

        return used;
    }

    // A date does not hold a quantity, whatever its header says.
    private static bool Fits(StagingField field, DraftColumn column) => column.Values.Count == 0 || field.Kind switch
    {
        FieldKind.Date => column.DateFormats().Count > 0,
        FieldKind.Number or FieldKind.Whole => column.IsNumeric || column.QuantityPart() is not null,
        _ => true,
    };

    private string? HeadLabel(string field) => sheets.SelectMany(candidate => candidate.Rows.Where(row => candidate != sheet || row.Number <= headerAt - headerRows))
        .SelectMany(row => row.Cells).SelectMany(cell => cell.Split(['：', ':', ' ', ','], StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(word => Vocabulary.WordsFor(field).Contains(word));

    private IEnumerable<string> Titles() => sheets.SelectMany(candidate => candidate.Rows.Where(row => candidate != sheet || row.Number <= headerAt - headerRows))
        .Select(row => string.Join(' ', row.Cells));

    private string? SupplierCode()
    {
        var found = Titles().Select(title => SupplierInTitle().Match(title)).FirstOrDefault(match => match.Success);
        var column = columns.FirstOrDefault(candidate => vocabulary.FieldsOf(candidate.Header).Contains("supplier_code"));
        return found?.Groups[1].Value ?? (column is { Values.Count: > 0 } ? column.Values[0] : null);
    }

    private bool HeaderSays(string word) => columns.Exists(column => column.Header.Contains(word, StringComparison.Ordinal) && !column.Header.Contains("不含税", StringComparison.Ordinal));

    // A supplier code may begin like a year.
    private static bool IsNoCode(string date) => date.Length == 8 || !date.All(char.IsAsciiDigit);

    private string NameOf(int at) => header.Find(header.Names[at]) == at ? header.Names[at] : header.Names[at].Length == 0 ? $"#{at + 1}" : NumberedName(at);

    private string NumberedName(int at) => string.Create(CultureInfo.InvariantCulture, $"{header.Names[at]}#{header.Names.Take(at + 1).Count(name => name == header.Names[at])}");

    private void Line(int level, string text) => yaml.Append(' ', level * 2).AppendLine(text);

    private static string Quote(string text) => PlainText().IsMatch(text) ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_./()（）-]*( [\p{L}\p{N}(]+)?$")]
    private static partial Regex PlainText();

    [GeneratedRegex(@"[A-Za-z0-9()-]*\d{2,}[A-Za-z0-9()-]*")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(19|20)\d{6}")]
    private static partial Regex EightDigits();

    [GeneratedRegex(@"(19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}|\d{1,2}/\d{1,2}/(19|20)\d{2}")]
    private static partial Regex DateLike();

    // A label with two dates behind it: 结算周期：2026-05-01至2026-05-15.
    [GeneratedRegex(@"(\p{L}*(?:周期|期间|账期))\s*[:： ]?\s*\d[\d/.年月日-]*\d日?\s*(至|到|~|—|-)\s*\d[\d/.年月日-]*\d")]
    private static partial Regex PeriodInTitle();

    [GeneratedRegex(@"(?:供应商编码|供应商编号|供商编码|供应商)\s*[:： ]\s*([A-Za-z]{0,4}\d{3,})")]
    private static partial Regex SupplierInTitle();
}

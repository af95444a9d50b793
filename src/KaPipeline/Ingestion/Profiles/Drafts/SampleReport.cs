using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>A sample file, taken apart: its header, its columns, its total row, and which kind of report it is.</summary>
internal sealed partial class SampleReport
{
    private static readonly string[] TotalLabels = ["合计", "总计", "合計", "total"];

    // Words of file names and titles, the more telling first: a settlement lists receipts, a receipt names its order.
    private static readonly (string Table, string[] Words)[] KindWords =
    [
        ("statement_line", ["对账", "结算", "账单", "statement", "settle"]),
        ("delivery_line", ["收货", "入库", "验收", "送货", "退货", "deliver", "receipt"]),
        ("order_line", ["订单", "订货", "采购", "要货", "order"]),
    ];

    private const string OneDate = @"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}|\d{1,2}/\d{1,2}/\d{4})";

    private readonly FileNature nature;
    private readonly Header header;

    private SampleReport(string path, FileNature nature, Vocabulary vocabulary, IReadOnlyList<SampleSheet> sheets, HeaderGuess guess)
    {
        (Path, this.nature, Vocabulary, Sheets, Sheet) = (path, nature, vocabulary, sheets, guess.Sheet);
        (header, HeaderRows, HeaderAt) = (guess.Header, guess.Rows, guess.At);
        var rows = Sheet.Rows.Where(row => row.Number > HeaderAt).ToList();
        Total = rows.Find(row => row.Cells.Any(IsTotalLabel));
        rows = [.. rows.Where(row => row != Total && (Total is null || row.Number < Total.Number) && row.Cells.Count(cell => cell.Length > 0) >= 3)];
        Columns =
        [
            .. Enumerable.Range(0, header.Count).Select(at => new DraftColumn(
                NameOf(at), [.. rows.Select(row => at < row.Cells.Length ? row.Cells[at] : "")],
                rows.Count > 0 && rows.All(row => at < row.IsDate.Length && (row.IsDate[at] || row.Cells[at].Length == 0)) && rows.Exists(row => row.IsDate[at]))),
        ];
        Target = Kind();
    }

    public string Path { get; }

    public Vocabulary Vocabulary { get; }

    public IReadOnlyList<SampleSheet> Sheets { get; }

    /// <summary>The sheet with the header.</summary>
    public SampleSheet Sheet { get; }

    public int HeaderRows { get; }

    /// <summary>Last row of the header.</summary>
    public int HeaderAt { get; }

    public SampleSheet.Row? Total { get; }

    public IReadOnlyList<DraftColumn> Columns { get; }

    /// <summary>What its rows most likely become.</summary>
    public StagingTable Target { get; }

    public string? Encoding => nature.Encoding?.WebName;

    /// <exception cref="UnreadableFileException">The file is no readable table, or none of its words is known.</exception>
    public static SampleReport Of(string path, Vocabulary vocabulary)
    {
        var nature = FileNature.Of(path);
        using var table = TableFile.Open(path, nature);
        var sheets = SampleSheet.Of(table);
        return new SampleReport(path, nature, vocabulary, sheets, HeaderGuess.In(sheets, vocabulary));
    }

    public string Describe() =>
        $"{nature.Container}{(Encoding is { } encoding ? ", " + encoding : "")}; header in row {HeaderAt}{(Sheet.Name.Length > 0 ? $" of sheet {Sheet.Name}" : "")}";

    public static bool IsTotalLabel(string cell) => TotalLabels.Contains(HeaderText.Normalise(cell).TrimEnd(':'));

    /// <summary>Rows outside the table, each as one text.</summary>
    public IEnumerable<string> Titles => Outside.Select(row => string.Join(' ', row.Cells));

    /// <summary>The label in the title, or on another sheet, that names a field.</summary>
    public string? HeadLabel(string field) => Outside.SelectMany(row => row.Cells)
        .SelectMany(cell => cell.Split(['：', ':', ' ', ','], StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(word => Vocabulary.IsLabelOf(field, word));

    /// <summary>A label with two dates behind it, and what stands between them: 结算周期：2026-05-01至2026-05-15.</summary>
    public (string Label, string Mark)? Period => Titles.Select(title => PeriodInTitle().Match(title.Normalize(NormalizationForm.FormKC))).FirstOrDefault(match => match.Success) is { } found
        ? (found.Groups[1].Value, found.Groups[2].Value) : null;

    public string? SupplierCode
    {
        get
        {
            var found = Titles.Select(title => SupplierInTitle().Match(title)).FirstOrDefault(match => match.Success);
            var column = Columns.FirstOrDefault(candidate => Vocabulary.FieldsOf(candidate.Header).Contains("supplier_code"));
            return found?.Groups[1].Value ?? (column is { Values.Count: > 0 } ? column.Values[0] : null);
        }
    }

    public bool HeaderSays(string word) =>
        Columns.Any(column => column.Header.Contains(word, StringComparison.Ordinal) && !column.Header.Contains("不含税", StringComparison.Ordinal));

    /// <summary>Formats of the dates: of the columns whose headers name dates, else of those whose values do, else of the title.</summary>
    public IReadOnlyList<IReadOnlyList<string>> DateFormats()
    {
        List<IReadOnlyList<string>> FormatsOf(IEnumerable<DraftColumn> some) => [.. some.Select(column => column.DateFormats()).Where(found => found.Count > 0)];
        var named = FormatsOf(Columns.Where(column => Vocabulary.FieldsOf(column.Header).Any(field => field.EndsWith("_on", StringComparison.Ordinal))));
        if (named.Count == 0)
        {
            named = FormatsOf(Columns.Where(column => column.LooksLikeDates));
        }

        var dates = named.Count > 0 ? [] : Titles.SelectMany(title => DraftColumn.DateLike().Matches(title)).Select(match => match.Value).Where(IsNoCode).ToList();
        return named.Count == 0 && dates.Count > 0 && new DraftColumn("", dates, false).DateFormats() is { Count: > 0 } ofTitle ? [ofTitle] : named;
    }

    /// <summary>Each column serves the first field that it may mean and nobody took; what is left of dates goes to fields of dates by its values.</summary>
    public IReadOnlyList<(string Field, DraftColumn Column, bool IsByValues)> Used()
    {
        var used = new List<(string Field, DraftColumn Column, bool IsByValues)>();
        bool IsFree(string field) => used.TrueForAll(use => use.Field != field);
        foreach (var column in Columns)
        {
            var field = Vocabulary.FieldsOf(column.Header).FirstOrDefault(name => Target.Fields.Any(known => known.Name == name && Fits(known, column)) && IsFree(name));
            if (field is not null)
            {
                used.Add((field, column, false));
            }
        }

        foreach (var column in Columns.Where(column => column.LooksLikeDates && used.TrueForAll(use => use.Column != column)))
        {
            if (Target.Fields.FirstOrDefault(field => field is { Kind: FieldKind.Date, IsRequired: true } && IsFree(field.Name)) is { } open)
            {
                used.Add((open.Name, column, true));
            }
        }

        return used;
    }

    private IEnumerable<SampleSheet.Row> Outside => Sheets.SelectMany(candidate => candidate.Rows.Where(row => candidate != Sheet || row.Number <= HeaderAt - HeaderRows));

    // By the fields that the header names, and by what file name and titles call it.
    private StagingTable Kind()
    {
        var named = Columns.SelectMany(column => Vocabulary.FieldsOf(column.Header)).ToHashSet();
        var called = Titles.Prepend(System.IO.Path.GetFileName(Path))
            .Select(text => KindWords.FirstOrDefault(kind => kind.Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))).Table).FirstOrDefault(table => table is not null);
        return StagingTable.ByName[KindWords.Select(kind => kind.Table).Reverse().MaxBy(name => Score(StagingTable.ByName[name], named) + (name == called ? 5 : 0))!];
    }

    private static int Score(StagingTable table, HashSet<string> named) =>
        table.Fields.Count(field => named.Contains(field.Name)) + (table.Fields.Count(field => field.IsRequired && named.Contains(field.Name)) * 2)
        - table.Fields.Count(field => field.IsRequired && !named.Contains(field.Name)) - table.NeedsOneOf.Count(group => !group.Any(named.Contains));

    // A date does not hold a quantity, whatever its header says.
    private static bool Fits(StagingField field, DraftColumn column) => column.Values.Count == 0 || field.Kind switch
    {
        FieldKind.Date => column.DateFormats().Count > 0,
        FieldKind.Number or FieldKind.Whole => column.IsNumeric || column.QuantityPart() is not null,
        _ => true,
    };

    // A supplier code may begin like a year.
    private static bool IsNoCode(string date) => date.Length == 8 || !date.All(char.IsAsciiDigit);

    private string NameOf(int at) => header.Find(header.Names[at]) == at ? header.Names[at] : header.Names[at].Length == 0 ? $"#{at + 1}" : NumberedName(at);

    private string NumberedName(int at) => string.Create(CultureInfo.InvariantCulture, $"{header.Names[at]}#{header.Names.Take(at + 1).Count(name => name == header.Names[at])}");

    [GeneratedRegex(@"(\p{L}+)\s*[: ]?\s*" + OneDate + @"\s*(至|到|~|—|–|-)\s*" + OneDate)]
    private static partial Regex PeriodInTitle();

    [GeneratedRegex(@"(?:供应商|供货商|供商|厂商)(?:编码|编号|代码|代号|号)?\s*[:： ]\s*([A-Za-z]{0,4}-?\d{3,}[A-Za-z0-9-]*)")]
    private static partial Regex SupplierInTitle();
}

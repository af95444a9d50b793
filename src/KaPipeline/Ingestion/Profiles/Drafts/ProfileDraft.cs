using System.Text;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>A profile proposed from a sample file. What it cannot know is marked with <c># CHECK</c>; nothing is guessed silently. What a
/// person decides instead goes in as answers, and comes out as the same profile with that decided.</summary>
public sealed class ProfileDraft
{
    // Words of file names, sheets and titles, the more telling first: a settlement lists receipts, a receipt names its order.
    private static readonly (string Table, string[] Words)[] KindWords =
    [
        ("statement_line", ["对账", "结算", "账单", "statement", "settle"]),
        ("delivery_line", ["收货", "入库", "验收", "送货", "退货", "deliver", "receipt", "grn", "receiv"]),
        ("order_line", ["订单", "订货", "采购", "要货", "order", "purchase"]),
    ];

    private static readonly string[] FeeWords = ["费用", "扣款", "扣费", "费", "fee", "deduct", "charge"];

    private readonly SampleFile file;
    private readonly IReadOnlyList<TableReading> readings;
    private readonly LabelReading labels;
    private readonly ReportDraft report;
    private readonly DraftChoices choices;

    private ProfileDraft(string path, IEnumerable<ChainProfile> known, string chain, DraftChoices choices)
    {
        var profiles = known.ToList();
        (Chain, Own, this.choices) = (chain, profiles.Find(profile => profile.ChainId == chain), choices);
        file = SampleFile.Of(path, new Vocabulary(profiles));
        readings = [.. file.Tables.Select((table, at) => new TableReading(file, table, at, TargetOf(table, at), choices))];
        labels = new LabelReading(file, [.. FieldsOfLabels().Distinct()], choices);
        report = new ReportDraft(file, Own, readings, labels, choices);
        Yaml = Write();
    }

    /// <summary>Id of the chain.</summary>
    public string Chain { get; }

    /// <summary>The profile that the chain has already; null for a new chain.</summary>
    public ChainProfile? Own { get; }

    /// <summary>The profile as YAML, or for a chain that has one, the report to put below its <c>reports:</c>.</summary>
    public string Yaml { get; }

    /// <summary>Name of the report.</summary>
    public string Report => report.Name;

    /// <summary>Pattern of its files' names.</summary>
    public string Files => report.Files;

    /// <summary>Our code at the chain; null where nothing says it.</summary>
    public string? Supplier => report.Supplier;

    /// <summary>Formats that the dates fit, the likeliest first.</summary>
    public IReadOnlyList<string> DateFormats => report.DateFormats;

    /// <summary>Whether printed prices include VAT: <c>including</c> or <c>excluding</c>; null where no header says so.</summary>
    public string? Vat => report.Vat;

    /// <summary>The tables of the file, in order.</summary>
    public IReadOnlyList<DraftedTable> Tables => [.. readings.Select(reading => DraftedTable.Of(reading, choices))];

    /// <summary>Values beside labels.</summary>
    public IReadOnlyList<DraftedLabel> Labels =>
        [.. labels.Labels.SelectMany((label, at) =>
        label.Parts.Select((part, index) =>
        new DraftedLabel(DraftChoices.Label(at, index), label.Name, label.Place, part.Text, labels.FieldAt(at, index))))];

    /// <summary>Fields that a label or an answer may give.</summary>
    public IReadOnlyList<string> LabelFields => [.. FieldsOfLabels().Distinct()];

    /// <summary>Fields that are needed and are nowhere yet.</summary>
    public IReadOnlyList<string> Open => [.. report.Records.SelectMany(some => some).SelectMany(record => record.Fields)
        .Where(one => one.Yaml == RecordDraft.Unknown).Select(one => one.Name).Distinct()];

    /// <summary>Fields that were chosen for two columns or labels.</summary>
    public IReadOnlyList<string> Twice => [.. readings.SelectMany(reading => reading.Twice).Concat(labels.Twice).Distinct()];

    /// <summary>What a person should still look at.</summary>
    public int Checks => Yaml.Split("# CHECK").Length - 1;

    /// <summary>Sheets on which no table was recognised.</summary>
    public IReadOnlyList<string> OtherSheets =>
        [.. file.Sheets.Where(sheet => file.Tables.All(table => !table.Sheets.Contains(sheet.Name))).Select(sheet => sheet.Name)];

    /// <summary>Drafts a profile, or, for a chain that has one, the report to put below its <c>reports:</c>: what it says already is not
    /// asked again.</summary>
    /// <param name="path">A file of the chain, as downloaded.</param>
    /// <param name="known">Profiles whose header words are known already.</param>
    /// <param name="chain">Id for the chain.</param>
    /// <param name="choices">What a person decided; null for nothing.</param>
    /// <exception cref="UnreadableFileException">The file is no readable table.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ProfileDraft Of(string path, IEnumerable<ChainProfile> known, string chain, DraftChoices? choices = null) => new(path,
        known, chain, choices ?? DraftChoices.None);

    private string Write()
    {
        var yaml = new StringBuilder();
        void Line(string text) => yaml.AppendLine(text);
        var from = $"# Drafted from {Drafts.Yaml.Comment(file.Name)}: {Drafts.Yaml.Comment(file.Describe())}.";
        if (Own is not null)
        {
            Line($"  {from}");
            return yaml + report.Write();
        }

        string Check(string what, params string[] questions) => questions.All(question => choices[question] is not null) ? ""
            : $"  # CHECK {what}";
        Line("# yaml-language-server: $schema=../profile.schema.json");
        Line(from);
        Line($"# Go through the lines marked CHECK, then run: ka profile check {Chain} FILE");
        Line($"chain: {Drafts.Yaml.Quote(Chain)}");
        Line($"name: {Drafts.Yaml.Quote(choices["name"] ?? "新系统")}{Check("the chain's name, in Chinese and English", "name", "name_en")}");
        Line($"name_en: {Drafts.Yaml.Quote(choices["name_en"] ?? "New chain")}");
        Line("accounts:");
        Line($"  - {{supplier_code: {Drafts.Yaml.Text(Supplier ?? AccountSetting.OpenSupplier)}, statement_basis: {choices["statement_basis"] ?? report.Vat ?? "excluding"}, price_decimals: 4}}"
            + Check("our code at the chain, and whether statement prices include VAT", "supplier_code", "statement_basis"));
        Line("reports:");
        return yaml + report.Write();
    }

    // By the fields that the header names, and by what file name, sheet and titles call it.
    private StagingTable? TargetOf(SampleTable table, int at)
    {
        if (choices[DraftChoices.Table(at)] is { } chosen
            && (chosen == DraftChoices.Nothing || KindWords.Any(kind => kind.Table == chosen)))
        {
            return chosen == DraftChoices.Nothing ? null : StagingTable.ByName[chosen];
        }

        var called = file.Titles.Prepend(string.Join(' ', table.Sheets)).Prepend(file.Name)
            .Select(text =>
            KindWords.FirstOrDefault(kind => kind.Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))).Table)
            .FirstOrDefault(name => name is not null);
        var isFee = FeeWords.Any(word => string.Join(' ', table.Sheets).Contains(word, StringComparison.OrdinalIgnoreCase));
        var best = KindWords.Select(kind => kind.Table).Reverse()
            .Select(name => (Name: name, Score: TableReading.Score(file, table, StagingTable.ByName[name]) + (name == called ? 5 : 0)
            + (isFee && name == "statement_line" ? 5 : 0)))
            .MaxBy(one => one.Score);

        // A table of other things, such as a legend, beside the ones that are meant.
        return best.Score < 2 && file.Tables.Count > 1 ? null : StagingTable.ByName[best.Name];
    }

    private IEnumerable<string> FieldsOfLabels()
    {
        var targets = readings.Select(reading => reading.Target).OfType<StagingTable>().Distinct().ToList();
        if (targets.Exists(target => target.Name == "statement_line"))
        {
            foreach (var field in StagingTable.ByName["statement"].Fields)
            {
                yield return field.Name;
            }
        }

        foreach (var field in targets.SelectMany(target => target.Fields).Where(field => field.IsRequired && field.Name != "kind"))
        {
            yield return field.Name;
        }
    }
}

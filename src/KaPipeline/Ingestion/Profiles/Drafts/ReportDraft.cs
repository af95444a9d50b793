using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Writes one report of a drafted profile.</summary>
internal sealed partial class ReportDraft
{
    private readonly SampleFile file;
    private readonly ChainProfile? own;
    private readonly DraftChoices choices;
    private readonly IReadOnlyList<TableReading> readings;
    private readonly FilePlaces places;
    private readonly StringBuilder yaml = new();

    public ReportDraft(SampleFile file, ChainProfile? own, IReadOnlyList<TableReading> readings, LabelReading labels, DraftChoices choices)
    {
        (this.file, this.own, this.readings, this.choices) = (file, own, readings, choices);
        Read = [.. readings.Where(reading => reading.Target is not null)];
        places = new FilePlaces(file, labels, own, choices) { HasManyTables = Read.Count > 1, Readings = Read };
        Records = [.. Read.Select((reading, at) => (IReadOnlyList<RecordDraft>)[.. RecordsOf(reading, at)])];
    }

    /// <summary>Tables that are read.</summary>
    public IReadOnlyList<TableReading> Read { get; }

    /// <summary>What the rows of each of them become.</summary>
    public IReadOnlyList<IReadOnlyList<RecordDraft>> Records { get; }

    /// <summary>Our code at the chain; null where nothing says it.</summary>
    public string? Supplier => places.Supplier;

    /// <summary>Name of the report.</summary>
    public string Name
    {
        get
        {
            var name = Read.Select(reading => reading.Target!.Name)
                .FirstOrDefault() switch
            {
                "order_line" => "orders",
                "delivery_line" => "deliveries",
                "statement_line" => "statements",
                _ => "report"
            };
            var taken = own?.Reports.Select(report => report.Name).ToHashSet() ?? [];
            var answer = choices["report"];
            return answer is not null && ReportName().IsMatch(answer) ? answer
                : Enumerable.Range(1, 1000)
                .Select(number => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{number}"))
                .First(free => !taken.Contains(free));
        }
    }

    /// <summary>The pattern of its files' names.</summary>
    public string Files => choices["files"] ?? PatternOf(file.Name);

    /// <summary>Formats of the dates, the likeliest first; more than one where the values leave a choice.</summary>
    public IReadOnlyList<string> DateFormats
    {
        get
        {
            var formats = FormatsOf();
            return formats.Where(found => found.Count == 1).Select(found => found[0]).GroupBy(found => found)
                .OrderByDescending(group => group.Count()).FirstOrDefault()?.Key is { } sure ? [sure]
                : formats.FirstOrDefault() ?? [];
        }
    }

    /// <summary>Whether printed prices include VAT; null where no header says so.</summary>
    public string? Vat => Read.SelectMany(reading => new[] { reading.Of("unit_price"), reading.Of("case_price") }).OfType<DraftColumn>()
        .Select(column => file.Vocabulary.MeaningOf(column.Header).Vat).FirstOrDefault(vat => vat is not null);

    public string Write()
    {
        Line(1, $"{Name}:");
        Line(2, $"files: [{Yaml.Text(Files)}]{Check("files", "* stands for what changes from file to file")}");
        if (file.Nature.Encoding?.WebName is "gb18030")
        {
            Line(2, "encoding: gb18030");
        }

        var dates = DateFormats;
        Line(2, $"dates: {Yaml.Quote(choices["dates"] ?? (dates.Count > 0 ? dates[0] : "yyyy-MM-dd"))}"
            + (dates.Count == 1 ? "" : Check("dates", dates.Count == 0
            ? "no date was found to tell the format" : $"the values also fit {string.Join(" and ", dates.Skip(1))}")));
        Line(2, $"document: {choices["document"] ?? "whole"}{Check("document", "whole: a document comes whole in one file; lines: single lines of it")}");
        if (Read.Any(reading => reading.Target!.Name == "order_line"))
        {
            Line(2, $"prices: {choices["prices"] ?? Vat ?? "excluding"}{(Vat is null ? Check("prices", "whether printed prices include VAT") : "")}");
        }

        if (EightDigits().IsMatch(file.Name))
        {
            Line(2, @"business_date: {name: '(\d{8})', format: yyyyMMdd}");
        }

        WriteIgnored();
        WriteAccount();
        WriteBalance();
        var table = new TableDraft(file, yaml);
        if (Read.Count == 1)
        {
            table.Write(2, Read[0], Records[0], null);
        }
        else
        {
            Line(2, "tables:");
            for (var at = 0; at < Read.Count; at++)
            {
                table.Write(4, Read[at], Records[at], "- ");
            }
        }

        return yaml.ToString();
    }

    private IEnumerable<RecordDraft> RecordsOf(TableReading reading, int at)
    {
        var records = new RecordDrafts(reading, places, choices);
        return reading.Target!.Name == "statement_line" && Read.Take(at).All(other => other.Target!.Name != "statement_line")
            ? [records.Statement(), .. records.All()] : records.All();
    }

    // What is not read, with a value, so that nobody has to look for it.
    private void WriteIgnored()
    {
        var unused = Read.SelectMany(reading => reading.Unused)
            .Where(one => one.Column.Header.Length > 0 && !one.Column.Header.StartsWith('#')).ToList();
        unused.AddRange(places.HasManyTables ? Read.SelectMany(reading => reading.Uses).Where(use => use.Field == "line_number")
            .Select(use => (use.Column, (Doubt?)null)) : []);
        var isUsed = Read.SelectMany(reading => reading.Uses).Where(use => !places.HasManyTables || use.Field != "line_number")
            .Select(use => use.Column.Header).ToHashSet();
        var names = unused.Select(one => one.Column.Header).Where(name => !isUsed.Contains(name)).Distinct().ToList();
        if (names.Count > 0)
        {
            Line(2, $"ignore: {TableDraft.List(names)}  # CHECK columns that are not used");
        }

        foreach (var (column, why) in Read.SelectMany(reading => reading.Unused)
            .Where(one => one.Column.Values.Count > 0 || one.Why is not null))
        {
            Line(2, $"# Not used: {Yaml.Comment($"{column.Header} = {(column.Values.Count > 0 ? column.Values[0] : "")}")}{(why is null ? "" : $"  # CHECK {Yaml.Comment(why.English)}")}");
        }
    }

    // Every sheet, and every label that nothing reads.
    private void WriteAccount()
    {
        foreach (var reading in readings.Where(reading => reading.Target is null))
        {
            var first = reading.Table.Columns.Where(column => column.Values.Count > 0).Take(6)
                .Select(column => $"{column.Header} = {column.Values[0]}");
            Line(2, $"# CHECK left out: the table {Where(reading.Table)}, {reading.Table.Rows.Count} rows: {string.Join("; ", first.Select(Yaml.Comment))}");
        }

        foreach (var sheet in file.Sheets.Where(sheet => file.Tables.All(table => !table.Sheets.Contains(sheet.Name))))
        {
            var says = sheet.Rows.Count == 0 ? "empty"
                : $"{sheet.Rows.Count} rows, begins with: {Yaml.Comment(string.Join(' ', sheet.Rows[0].Cells.Where(cell => cell.Length > 0)))}";
            Line(2, $"# {(sheet.Name.Length == 0 ? "The first table" : "Sheet " + Yaml.Comment(sheet.Name))}: {(sheet.IsHidden ? "hidden, not read" : "no table was recognised")}; {says}");
        }

        for (var at = 0; at < places.Labels.Count; at++)
        {
            var label = places.Labels[at];
            if (label.Parts[0].Text.Any(char.IsAsciiDigit) && !label.Parts.Where((_, part) => places.FieldAt(at, part) is not null).Any())
            {
                Line(2, $"# Not used: {Yaml.Comment($"{label.Name} {string.Join(" ", label.Parts.Select(part => part.Text))}")}");
            }
        }
    }

    // Whether the lines, signed as they are read, come to what the statement pays: no question is left about their signs then.
    private void WriteBalance()
    {
        if (Read.Any(reading => reading.Target!.Name == "statement_line") && places.StatedPayable is { } stated && Sum() is { } sum)
        {
            Line(2, sum == stated ? string.Create(CultureInfo.InvariantCulture, $"# The lines add up to {sum}, as the statement says.")
                : string.Create(CultureInfo.InvariantCulture,
                $"# CHECK the lines add up to {sum}, the statement says {stated}: are the signs right, is every table read?"));
        }
    }

    private decimal? Sum()
    {
        var sums = Read.Where(reading => reading.Target!.Name == "statement_line")
            .Select(reading => new RecordDrafts(reading, places, choices).SignedSum).ToList();
        return sums.TrueForAll(sum => sum is not null) ? sums.Sum() : null;
    }

    // Formats of the columns that are read as dates, else of those whose values are dates, else of the labels.
    private List<IReadOnlyList<string>> FormatsOf()
    {
        static List<IReadOnlyList<string>> Of(IEnumerable<DraftColumn> some) =>
            [.. some.Select(column => column.DateFormats()).Where(found => found.Count > 0)];
        var named = Of(
            Read.SelectMany(reading =>
            reading.Uses.Where(use => reading.Fields.First(field => field.Name == use.Field).Kind == FieldKind.Date))
            .Select(use => use.Column));
        if (named.Count == 0)
        {
            named = Of(Read.SelectMany(reading => reading.Table.Columns).Where(column => column.LooksLikeDates));
        }

        // A supplier code may begin like a year.
        var dates = named.Count > 0 ? [] : file.Titles.SelectMany(title => DraftColumn.DateLike().Matches(title))
            .Select(match => match.Value)
            .Where(date => date.Length == 8 || !date.All(char.IsAsciiDigit)).ToList();
        return dates.Count > 0 && new DraftColumn(0, "", dates, false).DateFormats() is { Count: > 0 } ofTitle ? [ofTitle] : named;
    }

    private static string PatternOf(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        var pattern = Digits().Replace(stem, "*");
        pattern = pattern == stem ? OneDigit().Replace(stem, "*") : pattern;

        // What names nothing would claim every file.
        return (pattern.Count(char.IsLetter) < 2 ? stem : pattern) + Path.GetExtension(name);
    }

    private static string Where(SampleTable table) => table.Sheets[0].Length > 0 ? $"on sheet {Yaml.Comment(table.Sheets[0])}"
        : $"with its header in row {table.HeaderAt}";

    private string Check(string question, string what) => choices[question] is null ? $"  # CHECK {what}" : "";

    private void Line(int level, string text) => yaml.Append(' ', level * 2).AppendLine(text);

    [GeneratedRegex(@"[A-Za-z0-9()-]*\d{2,}[A-Za-z0-9()-]*")]
    internal static partial Regex Digits();

    [GeneratedRegex(@"\d+")]
    internal static partial Regex OneDigit();

    [GeneratedRegex(@"(19|20)\d{6}")]
    private static partial Regex EightDigits();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex ReportName();
}

using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Finds the labels that a profile names (对账单号, 结算周期, …) in rows outside the table, with the value behind the label in its own cell
/// (对账单号：DZ1) and the values in the cells beside it, up to the next label.
/// </summary>
internal sealed partial class LabelFinder
{
    private static readonly WordSet Yuan = new(["元", "圆", "人民币", "人民币元", "RMB", "CNY"]);

    private readonly List<string> labels;
    private readonly HashSet<string> numbers;
    private readonly HashSet<string> headers;
    private readonly bool[] begins = new bool[256];
    private readonly HashSet<int> otherPeriods = [];
    private readonly HashSet<string> met = new(StringComparer.Ordinal);
    private readonly List<FieldMapping> fields;

    // Labels of numbers, each with how many of those beside it the profile names; labels whose value is a number, a date or a code, each
    // with whether the value is a number as it stands.
    private readonly Dictionary<string, int> amounts;
    private readonly Dictionary<string, bool> figures;

    public LabelFinder(ReportProfile report)
    {
        var heads = report.Rows.SelectMany(record => record.Fields.Select(field => (record.Into, Field: field)))
            .Where(one => one.Field.Value.Source == FieldSource.Head).ToList();
        labels = [.. heads.SelectMany(one => one.Field.Value.Names).Select(HeaderText.Normalise).Distinct()
            .OrderByDescending(label => label.Length)];
        numbers = [.. heads.Where(one => one.Into?.DocumentNumber == one.Field.Key).SelectMany(one => one.Field.Value.Names)
            .Select(HeaderText.Normalise)];
        headers = [.. report.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Column)
            .SelectMany(field => field.Names).Select(HeaderText.Normalise)];
        fields = [.. heads.Select(one => one.Field.Value)];
        var kinds = heads.SelectMany(one => one.Field.Value.Names, (one, name) =>
            (Label: HeaderText.Normalise(name), Mapping: one.Field.Value,
                Field: one.Into?.Fields.FirstOrDefault(field => field.Name == one.Field.Key)))
            .GroupBy(one => one.Label).ToList();
        amounts = kinds.Where(label => label.Any(one => one.Field?.Kind is FieldKind.Number or FieldKind.Whole))
            .ToDictionary(label => label.Key, label => label.Max(one => one.Mapping.ValueNumber));
        figures = kinds.Where(label => label.All(one => one.Field is { Kind: FieldKind.Number or FieldKind.Whole or FieldKind.Date }
                or { Form: not CodeForm.AsWritten }))
            .ToDictionary(label => label.Key, label => label.All(one => one.Field!.Kind is FieldKind.Number or FieldKind.Whole
                && one.Mapping is { Take.Count: 0, Values.Count: 0 }));
        foreach (var name in heads.SelectMany(one => one.Field.Value.Names).Concat(labels).Where(name => name.Length > 0))
        {
            begins[Encoding.UTF8.GetBytes(name)[0]] = true;
        }
    }

    public bool IsNeeded => labels.Count > 0;

    /// <summary>Labels of the profile that the file has not had so far: of each field the first one.</summary>
    public IEnumerable<string> NotMet => fields.Where(one => !one.Names.Select(HeaderText.Normalise).Any(met.Contains))
        .Select(one => one.Names[0]).Distinct();

    /// <summary>Whether a label names the document, so that another value of it begins another document.</summary>
    public bool NamesDocument(FoundLabel found) => numbers.Contains(found.Label);

    /// <summary>Whether a label surely names the document and has its number behind it.</summary>
    public bool StatesDocument(FoundLabel found) => NamesDocument(found) && found is { Rank: 2, Values.Count: > 0 };

    /// <summary>Whether the first cell that says something is a label, alone or with a colon behind it.</summary>
    public bool BeginsRow(TableReader table)
    {
        for (var at = 0; at < table.CellCount && labels.Count > 0; at++)
        {
            if (Cells.Clean(table.Cell(at)) is { IsEmpty: false } cell)
            {
                return begins[cell[0]] && cell.Length <= 2000 && labels.Exists(Normal(cell).StartsWithLabel);
            }
        }

        return false;
    }

    /// <summary>A sheet begins: what stood above the columns of the one before holds no longer.</summary>
    public void BeginSheet() => otherPeriods.Clear();

    /// <summary>All labels of the current row.</summary>
    public List<FoundLabel> Look(TableReader table)
    {
        var all = new List<FoundLabel>();
        var scope = LabelScope.Document;
        var isBehindWord = false;
        for (var at = 0; at < table.CellCount && labels.Count > 0; at++)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (cell.IsEmpty || cell.Length > 2000)
            {
                continue;
            }

            var text = HeaderText.Readable(cell).Normalize(NormalizationForm.FormKC);
            if (ScopeOf(text) is { } word)
            {
                (scope, isBehindWord) = (word, true);
                continue;
            }

            // 上期, 100 is a value of its own, and says nothing of the labels behind it.
            var hasLabels = LookInto(text, table, at, scope, all);
            scope = isBehindWord && !hasLabels ? LabelScope.Document : scope;
            isBehindWord = false;
        }

        return all;
    }

    /// <summary>Takes words above columns (项目, 上期, 本期): values of another period below them are none of the document.</summary>
    public void TakePeriods(TableReader table)
    {
        var places = new List<int>();
        var filled = 0;
        for (var at = 0; at < table.CellCount && labels.Count > 0; at++)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (!cell.IsEmpty && Number.TryParse(cell, out _))
            {
                return;
            }

            if (!cell.IsEmpty && cell.Length <= 100)
            {
                filled++;
                var text = HeaderText.Readable(cell).Normalize(NormalizationForm.FormKC);
                if (ScopeOf(text) == LabelScope.OtherPeriod || LabelScopes.IsOtherPeriod(text))
                {
                    places.Add(at);
                }
            }
        }

        if (places.Count > 0 && filled > 1)
        {
            otherPeriods.Clear();
            otherPeriods.UnionWith(places);
        }
    }

    // A label of the profile is one, whatever it is called.
    private LabelScope? ScopeOf(string cell) => cell.Length <= 20 && LabelScopes.OfCell(cell) is { } scope
        && !labels.Contains(HeaderText.Normalise(cell).TrimEnd(':')) ? scope : null;

    private bool LookInto(string cell, TableReader table, int column, LabelScope scope, List<FoundLabel> all)
    {
        // A title cell may hold several labels, and one of them twice; each value ends where the next label begins, or at a wide gap.
        var places = new List<(int Begin, int From, int To, string Label, LabelScope Scope)>();
        foreach (var label in labels)
        {
            for (var (from, to) = Place(cell, label, 0); from >= 0; (from, to) = Place(cell, label, to))
            {
                if (!places.Exists(place => from < place.To && to > place.From))
                {
                    var word = LabelScopes.Before(cell, from);
                    var ofCell = LabelScopes.OfStart(cell);
                    places.Add((word?.From ?? from, from, to, label, word?.Scope ?? ofCell ?? scope));
                }
            }
        }

        foreach (var (_, from, to, label, of) in places.Where(place => place.Scope != LabelScope.OtherPeriod))
        {
            var next = places.Where(place => place.From >= to).Select(place => place.Begin).DefaultIfEmpty(cell.Length).Min();
            var rest = cell[to..Math.Max(to, next)].TrimStart();
            var hasColon = rest.StartsWith(':');
            var value = ValueOf(rest.TrimStart(':', ' '), numbers.Contains(label), out var isUnclear);
            List<(byte[], CellKind)> own = value.Length > 0 ? [(Encoding.UTF8.GetBytes(value), CellKind.Text)] : [];
            if (value.Length == 0 || hasColon || char.IsAsciiLetterOrDigit(value[0]))
            {
                List<(byte[] Text, CellKind Kind)> values =
                    next == cell.Length && !isUnclear ? [.. own, .. Beside(table, column, label)] : own;
                met.Add(label);
                all.Add(new FoundLabel(label, values, of == LabelScope.Aside ? -1 : hasColon || (from == 0 && value.Length == 0) ? 2
                    : from == 0 && value.Any(char.IsAsciiDigit) ? 1 : 0)
                {
                    IsUnclear = isUnclear,
                    Several = Several(label, values),
                    IsLegend = IsLegend(label, values),
                });
            }
        }

        return places.Count > 0;
    }

    // 应付 | 98 | 10: numbers one behind the other, with at most their unit between them. What has a text in front is the text's.
    private string? Several(string label, List<(byte[] Text, CellKind Kind)> values)
    {
        if (!amounts.TryGetValue(label, out var most) || values.Count <= most)
        {
            return null;
        }

        var numbersBeside = new List<decimal>();
        foreach (var (text, kind) in values)
        {
            if (kind != CellKind.Date && !text.AsSpan().EndsWith("%"u8) && Number.TryParse(Cells.Clean(text), out var number))
            {
                numbersBeside.Add(number.ToDecimal());
            }
            else if (!Yuan.Contains(Cells.Clean(text)))
            {
                break;
            }
        }

        return numbersBeside.Count > most && numbersBeside.Distinct().Count() > 1 ? string.Join(" / ", numbersBeside) : null;
    }

    private bool IsLegend(string label, List<(byte[] Text, CellKind Kind)> values) => values.Count > 0
        && figures.TryGetValue(label, out var isNumber) && values[0].Kind != CellKind.Error
        && !(isNumber ? Number.TryParse(Cells.Clean(values[0].Text), out _)
            : HeaderText.Normalise(values[0].Text).Any(char.IsAsciiDigit));

    // A value ends at a wide gap, a mark, the bracket around it and its label, or another label: 对账单号：RD2605A 制单：张三. Where a number
    // of a document has more behind it than that, what belongs to it would be a guess.
    private static string ValueOf(string rest, bool isNumber, out bool isUnclear)
    {
        var end = ValueEnd().Match(rest) is { Success: true } mark ? mark.Index : rest.Length;
        var open = 0;
        for (var at = 0; at < end; at++)
        {
            open += "([{【「『《〈〔".Contains(rest[at]) ? 1 : ")]}】」』》〉〕".Contains(rest[at]) ? -1 : 0;
            end = open < 0 ? at : end;
        }

        var value = rest[..end].Trim().TrimEnd(',', '|', ' ');
        if (isNumber && value.IndexOf(',', StringComparison.Ordinal) is var comma and > 0
            && !char.IsAsciiLetterOrDigit(value[(comma + 1)..].TrimStart()[0]))
        {
            value = value[..comma].TrimEnd();
        }

        isUnclear = isNumber && value.Length > 0 && !PlainNumber().IsMatch(StatementNumber.WithoutCorrection(value));
        return value;
    }

    // The cells behind a label, up to one that is a label or a header itself. A number or a date alone in its row is not of another period,
    // although it stands below 上期金额; an amount is.
    private List<(byte[] Text, CellKind Kind)> Beside(TableReader table, int column, string label)
    {
        var values = new List<(byte[], CellKind)>();
        var others = new List<(byte[], CellKind)>();
        for (var at = column + 1; at < table.CellCount; at++)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (cell.IsEmpty)
            {
                continue;
            }

            var normal = Normal(cell);
            if (normal.Text.EndsWith(':') || headers.Contains(normal.Text) || labels.Exists(normal.StartsWithLabel)
                || ScopeOf(normal.Text) is not null)
            {
                break;
            }

            (otherPeriods.Contains(at) ? others : values).Add((cell.ToArray(), table.KindOf(at)));
        }

        return values.Count == 0 && !amounts.ContainsKey(label) ? others : values;
    }

    private static NormalText Normal(ReadOnlySpan<byte> cell) => new(HeaderText.Normalise(cell));

    // A label begins its cell or follows a blank or mark, so that 供应商 is not found in 好邻来供应商结算单.
    private static (int From, int To) Place(string cell, string label, int start)
    {
        for (var from = start; from < cell.Length; from++)
        {
            if (from > 0 && char.IsLetterOrDigit(cell[from - 1]))
            {
                continue;
            }

            var (at, matched) = (from, 0);
            for (; at < cell.Length && matched < label.Length; at++)
            {
                if (char.ToLowerInvariant(cell[at]) == label[matched])
                {
                    matched++;
                }
                else if (matched == 0 || !char.IsWhiteSpace(cell[at]))
                {
                    break;
                }
            }

            if (matched == label.Length && (at == cell.Length || cell[at] == ':' || char.IsWhiteSpace(cell[at])))
            {
                return (from, at);
            }
        }

        return (-1, -1);
    }

    private readonly record struct NormalText(string Text)
    {
        public bool StartsWithLabel(string label) => Text.StartsWith(label, StringComparison.Ordinal)
            && (Text.Length == label.Length || Text[label.Length] == ':');
    }

    // 。 ends every value, a comma one before another label; 1,234 and 2026-05-01,2026-05-15 are whole.
    [GeneratedRegex(@"[\t;\n。]|  |[\s,|/、]+\p{L}{1,20}:")]
    private static partial Regex ValueEnd();

    // Without blanks, or of several pieces of Latin letters and figures, none of which is a date.
    [GeneratedRegex(@"^(?:[^\s,、|:]+|[A-Za-z0-9._/#-]*[A-Za-z0-9][A-Za-z0-9._#-]*(?: (?!\d{4}[-/.]\d)[A-Za-z0-9._#-]+)*)$")]
    private static partial Regex PlainNumber();
}

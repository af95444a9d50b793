using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>What a file says once and not per row: labels with their values, the total row, values of rows above, its names.</summary>
internal sealed class FileFacts(string fileName, DateOnly? businessDate, FileLimits limits)
{
    private readonly Dictionary<string, FoundLabel> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Text, CellKind Kind)> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Text, CellKind Kind)> context = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateWatch> dates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOrder> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NumberShapes> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemAmounts> amounts = new(StringComparer.Ordinal);
    private readonly List<KindWatch> kinds = [];
    private readonly List<(FoundLabel Found, int Row, string Sheet)> said = [];
    private readonly HashSet<string> leading = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> contradicted = new(StringComparer.Ordinal);
    private readonly HiddenLabels hidden = new();
    private readonly HashSet<string> lostContext = new(StringComparer.Ordinal);
    private readonly List<OddContent> odd = [];
    private FoundLabel? number;
    private bool isNumbered;

    public string Sheet { get; set; } = "";

    /// <summary>What its columns hold, where it is a text.</summary>
    public ColumnForms Forms { get; } = new();

    private int labelRow;
    private string labelSheet = "";

    /// <summary>Row in which the first label of the document was found.</summary>
    public int LabelRow => labelRow > 0 ? labelRow : hidden.Row;

    /// <summary>Sheet on which it was found.</summary>
    public string LabelSheet => labelRow > 0 ? labelSheet : hidden.Sheet;

    /// <summary>The cell of a cross-tab that the current record is about: its column, and the header above it.</summary>
    public (int Column, string Header) Unpivoted { get; set; } = (-1, "");

    public int UnpivotColumn => Unpivoted.Column;

    /// <summary>Labels found so far, each with its values.</summary>
    public IEnumerable<(string Label, byte[] Value)> Labels =>
        labels.Values.Select(found =>
        (found.Label, Encoding.UTF8.GetBytes(string.Join(' ', found.Values.Select(value => HeaderText.Readable(value.Text))))));

    /// <summary>Whether a label is known with another value, so that what follows is another document.</summary>
    public bool Contradicts(FoundLabel found) => labels.TryGetValue(found.Label, out var known) && Math.Min(found.Rank, known.Rank) > 0
        && !found.IsLegend && !known.IsLegend
        && found.Values.Count > 0 && known.Values.Count > 0
        && !(found.IsUnclear ? found.Values[0].Text.AsSpan().StartsWith(known.Code) : found.Code.SequenceEqual(known.Code));

    /// <summary>Keeps a label; one that fills its cell counts more than one inside a title. Where two of the same rank say different
    /// things, neither is known.</summary>
    /// <param name="found">The label.</param>
    /// <param name="isNumber">Whether it names the document.</param>
    /// <param name="row">Where it stands.</param>
    public void Take(FoundLabel found, bool isNumber, int row) => Take(found, isNumber, row, Sheet);

    /// <summary>Keeps a label of a hidden sheet, which counts where no visible one has it.</summary>
    public void TakeHidden(FoundLabel found, bool isNumber, int row) => hidden.Take(found, isNumber, row, Sheet);

    /// <summary>A data row: labels above it are not of a document that begins below it.</summary>
    public void PassRow()
    {
        foreach (var (found, _, _) in said)
        {
            Contradict(found);
        }

        said.Clear();
    }

    /// <summary>Forgets what was said of the document before, save what was said behind its last row and stands above a number.</summary>
    public void BeginDocument()
    {
        (FoundLabel Found, int Row, string Sheet)[] above = [.. said];
        labels.Clear();
        totals.Clear();
        context.Clear();
        contradicted.Clear();
        lostContext.Clear();
        said.Clear();
        (isNumbered, number, labelRow, labelSheet) = (false, null, 0, "");
        foreach (var (found, row, sheet) in above)
        {
            Take(found, false, row, sheet);
        }
    }

    /// <summary>What two places of the file say of a field from a label, where they differ; null where they do not.</summary>
    public string? Contradiction(FieldMapping field)
    {
        if (contradicted.Count == 0 || field.Source != FieldSource.Head)
        {
            return null;
        }

        var name = field.Names.Select(HeaderText.Normalise).FirstOrDefault(labels.ContainsKey);
        return name is null ? null : contradicted.GetValueOrDefault(name);
    }

    /// <summary>Whether rows took from a hidden sheet what a visible one says otherwise.</summary>
    public bool IsMisled { get; private set; }

    private void Take(FoundLabel found, bool isNumber, int row, string sheet)
    {
        if (found.Values.Count == 0 || found.IsUnclear)
        {
            return;
        }

        var isKnown = labels.TryGetValue(found.Label, out var known);
        if (isKnown && (found.IsLegend != known!.IsLegend ? found.IsLegend : known.Rank >= found.Rank))
        {
            // Where it stood above the number of a document before, it stands above the next one's now.
            if (leading.Contains(found.Label))
            {
                said.Add((found, row, sheet));
            }
            else
            {
                Contradict(found);
            }

            return;
        }

        isNumbered |= isNumber && found.Rank >= 0 && !found.IsLegend;
        if (!isNumbered)
        {
            leading.Add(found.Label);
        }

        (labelRow, labelSheet) = labelRow == 0 ? (row, sheet) : (labelRow, labelSheet);
        labels[found.Label] = found;
        number = isNumber ? found : number;
        contradicted.Remove(found.Label);
        if (found.Several is { } several)
        {
            contradicted[found.Label] = several;
        }

        IsMisled |= hidden.WasUsed(found);
    }

    private void Contradict(FoundLabel found)
    {
        if (labels.TryGetValue(found.Label, out var known) && known.Rank == found.Rank && !found.IsLegend && !known.IsLegend
            && !found.SaysSameAs(known))
        {
            contradicted.TryAdd(found.Label, $"{known.Text} / {found.Text}");
        }
    }

    public void SetTotal(string column, ReadOnlySpan<byte> value, CellKind kind) => totals[column] = (value.ToArray(), kind);

    public void SetContext(string name, ReadOnlySpan<byte> value, CellKind kind)
    {
        context[name] = (value.ToArray(), kind);
        lostContext.Remove(name);
    }

    /// <summary>A row that may have set these values was not read: until they are set again, nothing is known of them.</summary>
    public void LoseContext(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            context.Remove(name);
            lostContext.Add(name);
        }
    }

    /// <summary>Whether a row that may have set the value of a field was not read.</summary>
    public bool IsLost(FieldMapping field) => lostContext.Count > 0 && field.Source == FieldSource.Context
        && field.Names.Any(lostContext.Contains);

    /// <summary>Notes something that holds the file; of each rule the first place is named.</summary>
    public void Note(OddContent content)
    {
        var at = odd.FindIndex(known => known.Rule == content.Rule);
        if (at < 0)
        {
            odd.Add(content);
        }
        else
        {
            odd[at] = odd[at] with { Rows = odd[at].Rows + content.Rows };
        }
    }

    /// <summary>Header of the column that a field was read from last; a field that is in none goes by its own name.</summary>
    public Dictionary<string, string> Columns { get; } = new(StringComparer.Ordinal);

    public DateWatch DatesOf(StagingField field, DateFormat format) =>
        dates.TryGetValue(field.Name, out var watch) ? watch
            : dates[field.Name] = new DateWatch(field, format, OrderOf(format), businessDate, limits);

    private DateOrder OrderOf(DateFormat format) =>
        orders.TryGetValue(format.Text, out var order) ? order : orders[format.Text] = new DateOrder(businessDate, limits);

    public NumberShapes ShapesOf(StagingField field) =>
        numbers.TryGetValue(field.Name, out var shapes) ? shapes : numbers[field.Name] = new NumberShapes(field.Name);

    public ItemAmounts AmountsOf(StagingTable target) =>
        amounts.TryGetValue(target.Name, out var items) ? items : amounts[target.Name] = new ItemAmounts(target.Name);

    public KindWatch Watch(FieldReader reader)
    {
        var watch = new KindWatch(reader);
        kinds.Add(watch);
        return watch;
    }

    /// <summary>Columns whose days cannot be told.</summary>
    public IReadOnlyList<OddContent> UnclearDates() => [.. dates.Values.Select(watch => watch.Unclear()).OfType<OddContent>()];

    /// <summary>What else the file shows of itself.</summary>
    /// <param name="rows">Data rows of the file.</param>
    public IReadOnlyList<OddContent> Oddities(long rows) =>
    [
        .. odd, .. dates.Values.Select(watch => watch.Far(rows)).Concat(kinds.Select(watch => watch.Judge(limits))).OfType<OddContent>()
            .DistinctBy(odd => (odd.Rule, odd.Sheet, odd.RowNumber, odd.Column)),
    ];

    /// <summary>What is compared with earlier files of the report.</summary>
    public FileSigns Signs => new([.. numbers.Values.SelectMany(shapes => shapes.All)], [.. amounts.Values.SelectMany(items => items.All)],
        Columns);

    /// <summary>The raw text of a field that is not read from a column; empty where it is not known (yet).</summary>
    public ReadOnlySpan<byte> Of(FieldMapping field, out CellKind kind)
    {
        kind = CellKind.Text;
        switch (field.Source)
        {
            case FieldSource.Constant:
                return Encoding.UTF8.GetBytes(field.Names[0]);
            case FieldSource.Sheet:
                return Encoding.UTF8.GetBytes(Sheet);
            case FieldSource.UnpivotHeader:
                return Encoding.UTF8.GetBytes(Unpivoted.Header);
            case FieldSource.FileName:
                var match = Regex.Match(fileName, field.Names[0], RegexOptions.NonBacktracking);
                return match.Success ? Encoding.UTF8.GetBytes(match.Groups[match.Groups.Count > 1 ? 1 : 0].Value) : default;
            default:
                foreach (var name in field.Names)
                {
                    if (Known(field, name) is var (text, found))
                    {
                        kind = found;
                        return text;
                    }
                }

                return default;
        }
    }

    private (byte[] Text, CellKind Kind)? Known(FieldMapping field, string name)
    {
        switch (field.Source)
        {
            case FieldSource.Head:
                var label = labels.GetValueOrDefault(HeaderText.Normalise(name)) ?? hidden.Of(HeaderText.Normalise(name), number);
                return label is not null && label.Values.Count >= field.ValueNumber ? label.Values[field.ValueNumber - 1] : null;
            case FieldSource.Total:
                return totals.TryGetValue(HeaderText.Normalise(name), out var total) ? total : null;
            default:
                return context.TryGetValue(name, out var value) ? value : null;
        }
    }
}

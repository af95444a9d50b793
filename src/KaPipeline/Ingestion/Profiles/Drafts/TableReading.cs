namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>How one table of a sample is read: what its rows become and which column is which field.</summary>
internal sealed class TableReading
{
    // Headers that mean another field in a file of another kind.
    private static readonly Dictionary<(string Target, string Field), string> Elsewhere = new()
    {
        [("delivery_line", "units")] = "received_units", [("delivery_line", "cases")] = "received_cases",
        [("delivery_line", "ordered_on")] = "received_on",
        [("delivery_line", "requested_on")] = "received_on", [("statement_line", "received_units")] = "units",
        [("statement_line", "received_cases")] = "cases",
        [("order_line", "delivery_number")] = "order_number",
    };

    private static readonly Doubt ByPart = new("只按表头的一部分认出", "recognised by a part of its header");
    private static readonly Doubt ByValues = new("只按内容认出", "recognised by its values alone");

    private readonly SampleFile file;
    private readonly DraftChoices choices;
    private readonly List<Use> uses = [];
    private readonly List<(DraftColumn Column, Doubt Why)> left = [];

    public TableReading(SampleFile file, SampleTable table, int number, StagingTable? target, DraftChoices choices)
    {
        (this.file, Table, Number, this.choices, Target) = (file, table, number, choices, target);
        if (target is null)
        {
            return;
        }

        Assign();
        if (!table.IsKnown)
        {
            AssignByValues();
        }

        new QuantityReading(file.Vocabulary, table, uses, left).Settle(this);
        Doubt();
        Decide();
    }

    /// <summary>One column that is read.</summary>
    /// <param name="Field">The field that it is.</param>
    /// <param name="Doubt">Why a person must look; null where nothing is doubtful.</param>
    public sealed record Use(string Field, DraftColumn Column, Doubt? Doubt);

    public SampleTable Table { get; }

    /// <summary>Its number among the tables of the file, from 0.</summary>
    public int Number { get; }

    /// <summary>What its rows become; null where they are left out.</summary>
    public StagingTable? Target { get; }

    /// <summary>A statement's table of deductions alone.</summary>
    public bool IsFees => Target?.Name == "statement_line" && Of("fee_text") is not null && Of("item_number") is null
        && Of("barcode") is null && Of("kind") is null;

    public IReadOnlyList<Use> Uses => uses;

    /// <summary>The column of units of measure, where rows count cases and units by turns.</summary>
    public DraftColumn? MixedUnits { get; set; }

    /// <summary>Fields that two columns were chosen for.</summary>
    public List<string> Twice { get; } = [];

    /// <summary>Columns that are not read, and why where something spoke for them.</summary>
    public IEnumerable<(DraftColumn Column, Doubt? Why)> Unused => Table.Columns
        .Where(column => column.At < (Table.Cross?.From ?? int.MaxValue) && uses.TrueForAll(use => use.Column != column))
        .Select(column => (column, left.Where(one => one.Column == column).Select(one => one.Why).FirstOrDefault()));

    public DraftColumn? Of(string field) => uses.Find(use => use.Field == field)?.Column;

    /// <summary>How well a table would do as a target.</summary>
    public static int Score(SampleFile file, SampleTable table, StagingTable target)
    {
        var named = new TableReading(file, table, 0, target, DraftChoices.None).uses.Select(use => use.Field).ToHashSet();
        return target.Fields.Count(field => named.Contains(field.Name))
            + (target.Fields.Count(field => field.IsRequired && named.Contains(field.Name)) * 2)
            - target.Fields.Count(field => field.IsRequired && !named.Contains(field.Name)) - target.NeedsOneOf.Count(group =>
                !group.Any(named.Contains));
    }

    /// <summary>Fields that a column of it may be; a statement's own as well.</summary>
    public IEnumerable<StagingField> Fields => Target is null ? [] : Target.Name == "statement_line"
        ? Target.Fields.Concat(StagingTable.ByName["statement"].Fields.Where(more => Target.Fields.All(known => known.Name != more.Name)))
        : Target.Fields;

    private bool IsFree(string field) => uses.TrueForAll(use => use.Field != field);

    // Each column serves the first field that it may mean and nobody took, whole words before parts of them; what is left of dates goes by
    // its values.
    private void Assign()
    {
        foreach (var isSure in new[] { true, false })
        {
            foreach (var column in Columns.Where(column => !column.Header.StartsWith('#') && uses.TrueForAll(use => use.Column != column)))
            {
                var meaning = file.Vocabulary.MeaningOf(column.Header);
                if (meaning.IsSure != isSure || meaning.Fields.Count == 0)
                {
                    continue;
                }

                // A number that may be any document's is that of the documents which the file holds.
                var document = Target!.Name == "statement_line" ? "delivery_number" : Target.DocumentNumber;
                var direct = meaning.Fields.Where(name => Fields.Any(field => field.Name == name))
                    .OrderBy(name => !isSure && name == document ? 0 : 1).ToList();
                var other = meaning.Fields.Select(name => Elsewhere.GetValueOrDefault((Target.Name, name))).OfType<string>().Except(direct)
                    .ToList();
                if (direct.Concat(other).FirstOrDefault(name => IsFree(name) && Fits(Field(name), column)) is { } taken)
                {
                    uses.Add(new Use(taken, column, !isSure ? ByPart : other.Contains(taken)
                        ? new($"表头的意思是 {meaning.Fields[0]}", $"its header says {meaning.Fields[0]}") : null));
                }
                else if (direct.FirstOrDefault() is { } meant)
                {
                    left.Add((column, IsFree(meant) ? new($"表头像 {meant}，内容不像", $"looks like {meant}, but its values do not")
                        : new($"也像 {meant}", $"also looks like {meant}")));
                }
            }
        }

        foreach (var column in Columns.Where(column => column.LooksLikeDates && uses.TrueForAll(use => use.Column != column)))
        {
            if (Fields.FirstOrDefault(field => field is { Kind: FieldKind.Date, IsRequired: true } && Target!.Fields.Contains(field)
                && IsFree(field.Name)) is { } open)
            {
                uses.Add(new Use(open.Name, column, ByValues));
            }
        }
    }

    // Where no header helps, what the values of each kind of column look like.
    private void AssignByValues()
    {
        var text = Columns.Where(column => column.Values.Count > 0 && !column.LooksLikeDates).ToList();
        void Take(string field, Func<DraftColumn, bool> isLike)
        {
            if (Fields.Any(known => known.Name == field) && IsFree(field)
                && text.Find(column => uses.TrueForAll(use => use.Column != column) && isLike(column)) is { } found)
            {
                uses.Add(new Use(field, found, ByValues));
            }
        }

        Take("barcode", column => column.Values.All(value => value.Length is 8 or 12 or 13 or 14 && value.All(char.IsAsciiDigit)));
        Take(Target!.DocumentNumber is "statement_number" ? "delivery_number" : Target.DocumentNumber!, column =>
            column.Values.All(value => value.Length >= 4 && value.Any(char.IsAsciiLetter) && value.Any(char.IsAsciiDigit)));
        Take("item_number", column => column.Values.All(value => value.Length is >= 4 and <= 10 && value.All(char.IsAsciiDigit)));
        Take("store_id", column => column.Values.All(value => value.Any(char.IsAsciiDigit) && value.Length <= 8
            && value.Any(c => !char.IsAsciiDigit(c))) || column.Values.All(value => value.StartsWith('0')));
        var quantity = Target.Name == "delivery_line" ? "received_units" : "units";
        Take(quantity, column => column.IsNumeric
            && column.Values.All(value => DraftColumn.NumberOf(value) is { } number && number == decimal.Truncate(number)
            && Math.Abs(number) < 100_000));
        Take("unit_price", column => column.IsNumeric && column.Values.Any(value => value.Contains('.', StringComparison.Ordinal)));
        Take("amount", column => column.IsNumeric);
    }

    private void Doubt()
    {
        for (var at = 0; at < uses.Count; at++)
        {
            var (field, column, doubt) = uses[at];
            if (doubt is null && field == "amount" && file.Vocabulary.MeaningOf(column.Header) is { Vat: null } && !IsGross(column.Header))
            {
                uses[at] = uses[at] with
                {
                    Doubt = new("表头没有说是否含税；不含税请选未税金额",
                    "its header does not say whether VAT is included; without VAT it is net_amount")
                };
            }

            if (doubt is null && field is "store_id" or "item_number" && column.Values.Count > 0
                && column.Values.All(value => !value.Any(char.IsAsciiLetterOrDigit)))
            {
                uses[at] = uses[at] with { Doubt = new($"内容是名称而不是编码：{column.Values[0]}", $"holds names, not codes: {column.Values[0]}") };
            }
        }
    }

    private static bool IsGross(string header) => header.Contains("gross", StringComparison.OrdinalIgnoreCase)
        || header.Contains("价税", StringComparison.Ordinal);

    // A person's choice wins over what was drafted; what they left as it was drafted yields to what they changed.
    private void Decide()
    {
        var chosen = new List<Use>();
        foreach (var column in Columns)
        {
            var drafted = uses.Find(use => use.Column == column)?.Field ?? DraftChoices.Nothing;
            if (choices[DraftChoices.Column(Number, column.At)] is not { } answer || answer == drafted
                || (Fields.All(field => field.Name != answer) && answer != DraftChoices.Nothing))
            {
                continue;
            }

            uses.RemoveAll(use => use.Column == column);
            left.RemoveAll(one => one.Column == column);
            if (answer != DraftChoices.Nothing)
            {
                Twice.AddRange(chosen.Exists(use => use.Field == answer) ? [answer] : []);
                chosen.Add(new Use(answer, column, null));
            }
        }

        uses.RemoveAll(use => chosen.Exists(one => one.Field == use.Field));
        uses.AddRange(chosen.DistinctBy(use => use.Field));
    }

    private IEnumerable<DraftColumn> Columns => Table.Columns.Where(column => column.At < (Table.Cross?.From ?? int.MaxValue));

    private StagingField Field(string name) => Fields.First(field => field.Name == name);

    // A date does not hold a quantity, whatever its header says.
    private static bool Fits(StagingField field, DraftColumn column) => column.Values.Count == 0 || field.Kind switch
    {
        FieldKind.Date => column.DateFormats().Count > 0,
        FieldKind.Number or FieldKind.Whole => column.IsNumeric || column.QuantityPart() is not null,
        FieldKind.Flag => column.Values.Distinct().Count() <= 3
        && !column.Values.Any(value => DraftColumn.NumberOf(value) is not (null or 0 or 1)),
        FieldKind.Text => !column.IsNumeric,
        _ => field.Allowed.Length == 0 || !column.LooksLikeDates,
    };
}

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Says what the rows of one table become, and where each field comes from.</summary>
/// <param name="places">Labels and constants of the file.</param>
/// <param name="choices">What a person decided.</param>
internal sealed class RecordDrafts(TableReading reading, FilePlaces places, DraftChoices choices)
{
    private const string NoColumn = "no column was recognised; write its header, {constant: …}, {head: LABEL}, {file_name: REGEX}";

    private StagingTable Target => reading.Target!;

    private DraftColumn? Amount => reading.Of("amount") ?? reading.Of("net_amount");

    /// <summary>The records of its rows.</summary>
    public IReadOnlyList<RecordDraft> All() => [.. Kinds().Select(kind => Record(kind)).SelectMany(Measured)];

    /// <summary>The statement that the lines belong to.</summary>
    public RecordDraft Statement()
    {
        var statement = StagingTable.ByName["statement"];
        var fields = statement.Fields.Select(field => places.Source(field)
            ?? (reading.Of(field.Name) is { } column ? Column(field, column) : null) ?? Total(field)
            ?? (field.IsRequired ? new RecordDraft.Field(field.Name, RecordDraft.Unknown, NoColumn) : null)).OfType<RecordDraft.Field>();
        return new RecordDraft(statement, [], [.. fields]);
    }

    // The foot of the lines is what the statement pays, where nothing else says it.
    private RecordDraft.Field? Total(StagingField field) => field.Name == "stated_payable" && reading.Table.Total is { } total
        && Amount is { } amount && DraftColumn.NumberOf(total.At(amount.At)) is not null
        ? new RecordDraft.Field(field.Name, $"{{total: {Yaml.Quote(amount.Header)}}}", "no label says what is paid; the total row is taken")
        : null;

    private RecordDraft Record(Kind kind)
    {
        var fields = new List<RecordDraft.Field>();
        foreach (var field in Target.Fields)
        {
            if (field.Name == "kind" && kind.Field is { } said)
            {
                fields.Add(said);
            }
            else if (!kind.Leaves.Contains(field.Name) && Source(field, kind.Sign) is { } source)
            {
                fields.Add(source);
            }
        }

        fields.AddRange(Target.NeedsOneOf.Where(group => !fields.Exists(field => group.Contains(field.Name)))
            .Select(group =>
            new RecordDraft.Field(group[0], RecordDraft.Unknown, $"{NoColumn}; one of {string.Join(", ", group)} is needed")));
        return new RecordDraft(Target, kind.When, fields);
    }

    private RecordDraft.Field? Source(StagingField field, string? sign)
    {
        if (reading.Table.Cross is { } cross && places.Source(field) is null && CrossField(cross, field) is { } crossed)
        {
            return crossed;
        }

        if (reading.Of(field.Name) is { } column)
        {
            return places.HasManyTables && field.Name == "line_number" ? null : Column(field, column, sign);
        }

        if ((field.IsRequired || choices[DraftChoices.Constant(field.Name)] is not null || places.IsChosen(field.Name))
            && places.Source(field) is { } place)
        {
            return place;
        }

        return field.Name switch
        {
            "requested_on" when reading.Of("ordered_on") is { } ordered => new(field.Name, Yaml.Quote(ordered.Header),
                "no column for the requested date was found"),
            "supplier_code" when Target.Name != "statement_line"
            && places.Supplier is { } code => new(field.Name, $"{{constant: {Yaml.Quote(code)}}}", null),
            _ when field.IsRequired => new(field.Name, RecordDraft.Unknown, NoColumn),
            _ => null,
        };
    }

    private string? AcrossCode() =>
        new DraftColumn(0, "", [.. reading.Table.Columns.Skip(reading.Table.Cross!.From).Select(column => column.Header)
        .Except(reading.Table.Cross.Except)], false).CodePart();

    private RecordDraft.Field? CrossField(CrossTab cross, StagingField field) => field.Name switch
    {
        "store_id" when !cross.AreDates => new(field.Name, AcrossCode() is { } part ? $"{{unpivot: header, take: {Yaml.Quote(part)}}}"
            : "{unpivot: header}", "the headers across the top are read as stores"),
        "requested_on"
        or "received_on" when cross.AreDates => new(field.Name, "{unpivot: header}", "the headers across the top are read as days"),
        "units" or "received_units" => new(field.Name, "{unpivot: value}",
        "the cells below them are read as sales units; write cases for cases"),
        _ => null,
    };

    private RecordDraft.Field Column(StagingField field, DraftColumn column, string? sign = null)
    {
        var check = reading.Uses.FirstOrDefault(use => use.Column == column)?.Doubt?.English;
        var name = Yaml.Quote(column.Header);
        if (field.Allowed.Length > 0)
        {
            var words = column.Values.Distinct().Take(DraftWords.Most).Select(word => $"{Yaml.Quote(word)}: {WordOf(field, column, word)}");
            return new(field.Name, $"{{column: {name}, values: {{{string.Join(", ", words)}}}}}",
                "the chain's words; other files may hold more, such as returns");
        }

        var part = field.Kind switch { FieldKind.Code => column.CodePart(), FieldKind.Number => column.QuantityPart(), _ => null };
        var isSigned = sign is not null && field.Name is "amount" or "net_amount" or "tax_amount" or "units" or "cases" or "received_units"
            or "received_cases" or "shipped_units" or "shipped_cases";
        string[] more =
        [
            .. part is null ? Array.Empty<string>() : [$"take: {Yaml.Quote(part)}"],
            .. field.Name == "vat_rate" && IsPercent(column) ? ["percent: true"] : Array.Empty<string>(),
            .. isSigned ? [$"sign: {sign}"] : Array.Empty<string>(),
        ];
        return new(field.Name, more.Length == 0 ? name : $"{{column: {name}, {string.Join(", ", more)}}}", check);
    }

    private string WordOf(StagingField field, DraftColumn column, string word) =>
        choices[DraftChoices.Word(reading.Number, column.At, word)] is { } chosen && field.Allowed.Contains(chosen) ? chosen
        : DraftWords.Canonical(field, word);

    private static bool IsPercent(DraftColumn column) =>
        column.IsNumeric
        && !column.Values.Any(value => value.Contains('%', StringComparison.Ordinal) || value.StartsWith("0.", StringComparison.Ordinal));

    // Rows of several kinds are told apart by a word, by a fee that only deductions have, or by their sign. Statements are signed,
    // deliveries absolute.
    private IEnumerable<Kind> Kinds()
    {
        var kind = reading.Of("kind");
        return Target.Name switch
        {
            "statement_line" when kind is not null => WordKinds(kind),
            "statement_line" when reading.IsFees => [new([], Constant("deduction", FeeDoubt()), [], FeeSign())],
            "statement_line" => SplitKinds(),
            "delivery_line" when kind is not null => [new([], null, [], HasNegative(Received) ? "absolute" : null)],
            "delivery_line" when HasNegative(Received) =>
            [
                new([(Received!.Header, "{negative: true}")], Constant("return", "rows below 0 are read as returns"), ["order_number"],
                    "absolute"),
                new([(Received.Header, "{negative: false}")], Constant("delivery", null), [], null),
            ],
            _ => [new([], null, [], null)],
        };
    }

    private IEnumerable<Kind> WordKinds(DraftColumn kind)
    {
        var field = Target.Fields.First(one => one.Name == "kind");
        var words = kind.Values.Distinct().Take(DraftWords.Most).Select(word => (Word: word, Means: WordOf(field, kind, word))).ToList();
        string? SignOf(string word, string means) => means != "goods" && Amount is { } amount
            && Rows(row => kind.Cells[row] == word && amount.NumberAt(row) is not null and not 0) is { Count: > 0 } rows
            && rows.TrueForAll(row => amount.NumberAt(row) > 0) ? "negate" : null;
        var signed = words.Select(one => (one.Word, one.Means, Sign: SignOf(one.Word, one.Means))).ToList();
        if (signed.TrueForAll(one => one.Sign is null))
        {
            return [new([], null, [], null)];
        }

        // Returns and deductions stand without their sign here.
        return signed.GroupBy(one => (one.Means, one.Sign)).Select(group => new Kind(
            [(kind.Header, $"[{string.Join(", ", group.Select(one => Yaml.Quote(one.Word)))}]")],
            Constant(group.Key.Means, group.Key.Sign is null ? "the chain's words; other files may hold more"
            : "its amounts are above 0 here and count as less to pay"), [], Sign(group.Key.Sign))
        { Has = row => group.Any(one => one.Word == kind.Cells[row]) });
    }

    private IEnumerable<Kind> SplitKinds()
    {
        var fee = reading.Of("fee_text");
        var hasFees = fee is { Values.Count: > 0 } && fee.Values.Count < reading.Table.Rows.Count;
        List<(string, string)> apart = hasFees ? [(fee!.Header, "{present: false}")] : [];
        var goods = reading.Of("units") ?? reading.Of("cases") ?? Amount;
        var isFee = (int row) => hasFees && fee!.Cells[row] is not ("" or "-");
        if (hasFees)
        {
            var isPositive = Amount is { } amount && Rows(row => isFee(row) && amount.NumberAt(row) is not null and not 0)
                .TrueForAll(row => amount.NumberAt(row) > 0);
            yield return new([(fee!.Header, "{present: true}")], Constant("deduction", $"rows with a {fee.Header} are read as deductions"),
                [], Sign(isPositive ? "negate" : null))
            { Has = isFee };
        }

        if (goods is not null && Rows(row => !isFee(row) && goods.NumberAt(row) < 0).Count > 0)
        {
            yield return new([.. apart, (goods.Header, "{negative: true}")],
                Constant("return", $"rows with {goods.Header} below 0 are read as returns"), ["fee_text", "deduction_mode"], null);
            apart.Add((goods.Header, "{negative: false}"));
        }

        yield return new(apart, Constant("goods", apart.Count > 0 ? null : "no column tells goods, returns and deductions apart"), hasFees
            ? ["fee_text", "deduction_mode"] : [], null);
    }

    private string? FeeSign() => Sign(Amount is { } amount && amount.Values.Count > 0
        && amount.Values.All(value => DraftColumn.NumberOf(value) is >= 0) ? "negate" : null);

    private string FeeDoubt() => FeeSign() is null ? "all rows of this table are read as deductions"
        : "all rows of this table are read as deductions; their amounts are above 0 and count as less to pay";

    private string? Sign(string? drafted) =>
        choices[DraftChoices.Sign(reading.Number)] switch { "keep" => null, "negate" => "negate", _ => drafted };

    // Rows count cases and units by turns.
    private IEnumerable<RecordDraft> Measured(RecordDraft record)
    {
        if (reading.MixedUnits is not { } measure
            || record.Fields.FirstOrDefault(field => field.Name is "units" or "received_units") is not { } units)
        {
            return [record];
        }

        var words = measure.Values.Distinct().ToList();
        var cases = string.Join(", ", words.Where(word => Vocabulary.CountsCases(word) == true).Select(Yaml.Quote));
        RecordDraft.Field AsCases(RecordDraft.Field field) => field == units
            ? field with
            {
                Name = units.Name.Replace("units", "cases", StringComparison.Ordinal),
                Check = $"rows with {measure.Header} {cases}"
            } : field;
        return
        [
            record with { When = [.. record.When, (measure.Header, $"[{cases}]")], Fields = [.. record.Fields.Select(AsCases)] },
            record with { When = [.. record.When, (measure.Header, $"{{not: [{cases}]}}")] },
        ];
    }

    /// <summary>What its lines add up to, VAT included, signed as they are read; null where they state no such amount.</summary>
    public decimal? SignedSum
    {
        get
        {
            var kinds = Kinds().ToList();
            return reading.Of("amount") is { } amount
                ? Rows(_ => true).Sum(row => (amount.NumberAt(row) ?? 0) * (kinds.Find(kind => kind.Has(row))?.Sign == "negate" ? -1 : 1))
                : null;
        }
    }

    private DraftColumn? Received => reading.Of("received_units") ?? reading.Of("received_cases");

    private static bool HasNegative(DraftColumn? column) => column?.Values.Any(value => DraftColumn.NumberOf(value) < 0) == true;

    private List<int> Rows(Func<int, bool> isOne) => [.. Enumerable.Range(0, reading.Table.Rows.Count).Where(isOne)];

    private static RecordDraft.Field Constant(string kind, string? check) => new("kind", $"{{constant: {kind}}}", check);

    // One kind of row: when it is one, its field kind, fields that it has not, and what becomes of the sign.
    private sealed record Kind(IReadOnlyList<(string Column, string Test)> When, RecordDraft.Field? Field, IReadOnlyList<string> Leaves,
        string? Sign)
    {
        /// <summary>Whether a row of the sample is one.</summary>
        public Func<int, bool> Has { get; init; } = _ => true;
    }
}

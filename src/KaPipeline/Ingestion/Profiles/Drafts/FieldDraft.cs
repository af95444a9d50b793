namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Says where each field of a drafted report comes from.</summary>
/// <param name="sample">The file.</param>
/// <param name="own">The chain's profile, where it has one already.</param>
internal sealed class FieldDraft(SampleReport sample, ChainProfile? own)
{
    /// <summary>What stands for a field that no column was recognised for.</summary>
    public const string Unknown = "\"???\"  # CHECK no column was recognised; write its header, or {constant: …}, {head: LABEL}, {file_name: REGEX}";

    private readonly IReadOnlyList<(string Field, DraftColumn Column, bool IsByValues)> used = sample.Used();

    /// <summary>Whether a person must still name a column.</summary>
    public bool HasOpen => Records.Any(record => record.Fields.Any(one => Source(record, one) == Unknown) || Missing(record).Any());

    private IEnumerable<StagingTable> Records => sample.Target.Name == "statement_line" ? [StagingTable.ByName["statement"], sample.Target] : [sample.Target];

    /// <summary>Groups of fields of which the record needs one and has none.</summary>
    public IEnumerable<string[]> Missing(StagingTable record) =>
        record.NeedsOneOf.Where(group => !record.Fields.Any(field => group.Contains(field.Name) && Source(record, field) is not null));

    /// <summary>The field's place as YAML; null where it may stay away.</summary>
    public string? Source(StagingTable record, StagingField field)
    {
        if (record == sample.Target && used.FirstOrDefault(use => use.Field == field.Name) is { Column: { } column } use)
        {
            return Mapping(field, column) + (use.IsByValues ? "  # CHECK recognised by its values alone" : "");
        }

        if (field.Name is "period_from" or "period_to" && sample.Period is { } period)
        {
            return $"{{head: {Yaml.Quote(period.Label)}, take: {Yaml.Quote($"{(field.Name == "period_from" ? "before" : "after")} {period.Mark}")}}}";
        }

        if ((record.Name is "statement" or "statement_line" || field.IsRequired) && field.Name is not ("amount" or "order_number") && sample.HeadLabel(field.Name) is { } label)
        {
            return $"{{head: {Yaml.Quote(label)}}}";
        }

        if (record.Name == "statement" && sample.Columns.FirstOrDefault(candidate => sample.Vocabulary.FieldsOf(candidate.Header).Contains(field.Name)) is { } shared)
        {
            return Mapping(field, shared);
        }

        return field.Name switch
        {
            "requested_on" when used.FirstOrDefault(use => use.Field == "ordered_on").Column is { } ordered => $"{Yaml.Quote(ordered.Header)}  # CHECK no column for the requested date was found",
            "kind" when record.Name == "statement_line" => "{constant: goods}  # CHECK no column tells goods, returns and deductions apart",
            "supplier_code" when record.Name != "statement_line" && Supplier is { } code => $"{{constant: {Yaml.Quote(code)}}}",
            _ when field.IsRequired => Unknown,
            _ => null,
        };
    }

    // A chain with one account needs no other word about it.
    private string? Supplier => sample.SupplierCode ?? (own?.Accounts is [var only] ? only.SupplierCode : null);

    private static string Mapping(StagingField field, DraftColumn column)
    {
        var name = Yaml.Quote(column.Header);
        if (field.Name == "kind" || field.Allowed.Length > 0)
        {
            var words = column.Values.Distinct().Take(12).Select(word => $"{Yaml.Quote(word)}: {Canonical(field, word)}");
            return $"{{column: {name}, values: {{{string.Join(", ", words)}}}}}  # CHECK the chain's words; other files may hold more, such as returns";
        }

        var part = field.Kind switch { FieldKind.Code => column.CodePart(), FieldKind.Number => column.QuantityPart(), _ => null };
        var percent = field.Name == "vat_rate" && column.Values.Count > 0 && column.IsNumeric && !column.Values.Any(value => value.Contains('%', StringComparison.Ordinal) || value.StartsWith("0.", StringComparison.Ordinal));
        return part is null && !percent ? name : $"{{column: {name}{(part is null ? "" : $", take: {Yaml.Quote(part)}")}{(percent ? ", percent: true" : "")}}}";
    }

    private static string Canonical(StagingField field, string word) => field.Name switch
    {
        "deduction_mode" => word.Contains('票', StringComparison.Ordinal) ? "on_invoice" : word.Contains('交', StringComparison.Ordinal) ? "paid_apart" : "on_account",
        "kind" when word.Contains('退', StringComparison.Ordinal) => "return",
        "kind" when field.Allowed.Contains("deduction") && (word.Contains('费', StringComparison.Ordinal) || word.Contains('扣', StringComparison.Ordinal)) => "deduction",
        _ => field.Allowed[0],
    };
}

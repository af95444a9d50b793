using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Where a field is that no column of a table gives: beside a label, or in a person's answer.</summary>
/// <param name="own">The chain's profile, where it has one already.</param>
/// <param name="choices">What a person decided.</param>
internal sealed partial class FilePlaces(SampleFile file, LabelReading labels, ChainProfile? own, DraftChoices choices)
{
    /// <summary>Whether the report has several tables.</summary>
    public bool HasManyTables { get; init; }

    /// <summary>The readings of its tables, for a code that is in a column.</summary>
    public IReadOnlyList<TableReading> Readings { get; init; } = [];

    /// <summary>Our code at the chain. A chain with one account needs no other word about it.</summary>
    public string? Supplier => choices["supplier_code"] ?? InTitle() ?? labels.Of("supplier_code")?.Part.Text ?? InColumn()
        ?? (own?.Accounts is [var only] ? only.SupplierCode : null);

    /// <summary>Labels of the file.</summary>
    public IReadOnlyList<SampleLabel> Labels => labels.Labels;

    /// <summary>The field that a value beside a label is; null for none.</summary>
    public string? FieldAt(int label, int part) => labels.FieldAt(label, part);

    /// <summary>What a label says that the statement pays.</summary>
    public decimal? StatedPayable => labels.Of("stated_payable") is { } place ? DraftColumn.NumberOf(place.Part.Text) : null;

    /// <summary>Whether a person chose a label for the field.</summary>
    public bool IsChosen(string field) =>
        labels.Labels.Select((label, at) => label.Parts.Select((_, part) => choices[DraftChoices.Label(at, part)]))
        .Any(some => some.Contains(field));

    /// <summary>The field's place; null where neither a label nor an answer gives it.</summary>
    public RecordDraft.Field? Source(StagingField field)
    {
        if (choices[DraftChoices.Constant(field.Name)] is { } constant)
        {
            return new(field.Name, $"{{constant: {Yaml.Text(constant)}}}", null);
        }

        if (labels.Of(field.Name) is not { } place)
        {
            return null;
        }

        var (label, part) = place;
        var take = part.Take ?? (field.Kind == FieldKind.Code ? new DraftColumn(0, "", [part.Text], false).CodePart() : null);
        return new(field.Name,
            $"{{head: {Yaml.Quote(label.Name)}{(part.Number > 1 ? $", value: {part.Number}" : "")}{(take is null ? "" : $", take: {Yaml.Quote(take)}")}}}", null);
    }

    private string? InTitle() => file.Titles.Select(title => SupplierInTitle().Match(title))
        .FirstOrDefault(match => match.Success)?.Groups[1].Value;

    private string? InColumn() => Readings.Select(reading => reading.Of("supplier_code")).OfType<DraftColumn>()
        .FirstOrDefault(column => column.Values.Count > 0)?.Values[0];

    [GeneratedRegex(
        @"(?:供应商|供货商|供商|厂商|[Ss]upplier|[Vv]endor)(?:编码|编号|代码|代号|号| [Cc]ode| [Nn]o\.?)?\s*[:： ]\s*([A-Za-z]{0,4}-?\d{3,}[A-Za-z0-9-]*)")]
    private static partial Regex SupplierInTitle();
}

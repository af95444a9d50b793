namespace KaPipeline.Ingestion.Profiles;

/// <summary>What a row of a portal file can become: a row of a typed staging table, or of <c>staging.master_row</c> for small
/// feeds.</summary>
/// <param name="Name">Name that a profile writes behind <c>into:</c>.</param>
/// <param name="Fields">Its canonical fields, in the order of the table's columns.</param>
/// <param name="NeedsOneOf">Groups of fields of which each row must fill at least one.</param>
public sealed partial record StagingTable(string Name, IReadOnlyList<StagingField> Fields, params string[][] NeedsOneOf)
{
    /// <summary>True for small feeds, which are staged as canonical field to text.</summary>
    public bool IsFeed { get; private init; }

    /// <summary>The <c>COPY</c> statement that fills it.</summary>
    public string CopyStatement => IsFeed
        ? "copy staging.master_row (load_id, row_number, feed, fields) from stdin (format binary)"
        : $"copy staging.{Name} (load_id, row_number, {string.Join(", ", Fields.Select(column => column.Name))}) from stdin (format binary)";

    /// <summary>The kind of document its rows belong to, for quarantined rows: order, delivery, statement, or null.</summary>
    public string? DocumentKind => Name switch
    {
        "order_line" => "order",
        "delivery_line" => "delivery",
        "statement" or "statement_line" => "statement",
        _ => null,
    };

    /// <summary>The field that holds the document's number; null for feeds.</summary>
    public string? DocumentNumber => DocumentKind is null ? null : DocumentKind + "_number";

    /// <summary>All targets by the name that profiles use.</summary>
    public static IReadOnlyDictionary<string, StagingTable> ByName { get; } =
        Facts().Concat(Feeds().Select(feed => feed with { IsFeed = true })).ToDictionary(table => table.Name, StringComparer.Ordinal);

    private static StagingField Code(string name, bool required = false, string? fallback = null) => new(name, FieldKind.Code, required,
        fallback);

    private static StagingField Date(string name, bool required = false) => new(name, FieldKind.Date, required);

    private static StagingField Number(string name, bool required = false) => new(name, FieldKind.Number, required);

    private static StagingField Whole(string name, bool required = false) => new(name, FieldKind.Whole, required);

    private static StagingField Text(string name, bool required = false) => new(name, FieldKind.Text, required);

    private static StagingField OneOf(string name, string? fallback, params string[] allowed) =>
        new(name, FieldKind.Code, fallback is null, fallback, allowed);

    private static StagingField Optional(string name, params string[] allowed) => new(name, FieldKind.Code, false, null, allowed);

    private static StagingField NotNegative(StagingField field) => field with { MayBeNegative = false };
}

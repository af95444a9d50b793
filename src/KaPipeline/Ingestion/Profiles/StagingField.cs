namespace KaPipeline.Ingestion.Profiles;

/// <summary>One canonical field that a profile can fill.</summary>
/// <param name="Name">Its column in the staging table, or its key in <c>staging.master_row.fields</c>.</param>
/// <param name="Kind">How a cell becomes its value.</param>
/// <param name="IsRequired">A row without it is quarantined, a profile that does not map it is refused.</param>
/// <param name="Fallback">Value of a row where the profile does not map the field; null means nothing.</param>
/// <param name="Allowed">The only values it may have; empty means any.</param>
public sealed record StagingField(string Name, FieldKind Kind, bool IsRequired = false, string? Fallback = null, params string[] Allowed)
{
    /// <summary>A negative value breaks the row, because the thing it counts cannot be less than nothing.</summary>
    public bool MayBeNegative { get; init; } = true;

    /// <summary>Largest absolute value that the warehouse's column holds.</summary>
    public decimal Most => Name switch
    {
        "vat_rate" => 1m,
        "amount" or "stated_payable" or "stated_invoiceable" => 99_999_999_999_999m,
        "unit_price" or "case_price" or "supply_price" or "retail_price" => 99_999_999m,
        _ => 99_999_999_999m,
    };

    /// <summary>Counts cases, of which there are no parts.</summary>
    public bool CountsCases => Name.EndsWith("cases", StringComparison.Ordinal);
}

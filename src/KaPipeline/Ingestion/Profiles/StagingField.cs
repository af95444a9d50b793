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

    /// <summary>A profile need not map it; where it does, a row without it is quarantined.</summary>
    public bool IsRequiredWhereMapped { get; init; }

    /// <summary>Largest absolute value that the warehouse's column holds.</summary>
    public decimal Most => Name switch
    {
        "vat_rate" => 1m,
        "amount" or "stated_payable" or "stated_invoiceable" => 99_999_999_999_999m,
        "unit_price" or "case_price" or "supply_price" or "retail_price" => 99_999_999m,
        _ => 99_999_999_999m,
    };

    /// <summary>Which spellings of it are one code. A code that names something known (an item, a store) is found or its row is set aside;
    /// a number of a document would make a new document.</summary>
    public CodeForm Form => Name switch
    {
        "statement_number" => CodeForm.WithoutBlanks | CodeForm.InCapitals | CodeForm.NumberAlone,
        "order_number" or "delivery_number" or "invoice_number" or "payment_number" => CodeForm.WithoutBlanks | CodeForm.InCapitals,
        "item_number" or "barcode" or "store_id" or "supplier_code" => CodeForm.WithoutBlanks,
        _ => CodeForm.AsWritten,
    };

    /// <summary>A date of something that has happened, so that it cannot lie long after the business date of its file.</summary>
    public bool HasHappened => Name is "ordered_on" or "shipped_on" or "received_on" or "sold_on" or "stock_on" or "seen_on" or "inspected_on";

    /// <summary>A date near the business date of its file, before or after it.</summary>
    public bool IsOfItsTime => HasHappened || Name is "requested_on" or "period_to";

    /// <summary>Counts cases, of which there are no parts.</summary>
    public bool CountsCases => Name.EndsWith("cases", StringComparison.Ordinal);
}

using System.Globalization;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Why a staged row cannot be merged: what it names is unknown, or it breaks a rule of its table.</summary>
/// <param name="RowNumber">Row of the file.</param>
/// <param name="Rule"><c>unknown_product</c>, <c>unknown_store</c>, <c>unknown_account</c>, … or the name of a check constraint.</param>
/// <param name="Item">The item number, else the barcode, that it names.</param>
/// <param name="Store">The store that it names.</param>
/// <param name="Account">The supplier code, and unit, that it names.</param>
/// <param name="Cases">The cases that it states.</param>
internal sealed record ResolutionProblem(int RowNumber, string Rule, string? Item, string? Store, string? Account, decimal? Cases)
{
    /// <summary>The table's column that refuses the value; null where the rule says which fields are meant.</summary>
    public string? Column { get; init; }

    /// <summary>The check constraint that is broken; null for any other rule.</summary>
    public TableCheck? Check { get; init; }

    /// <summary>Canonical fields that a profile maps to the column at fault, most likely first.</summary>
    public IReadOnlyList<string> Fields => Rule switch
    {
        "unknown_product" => ["item_number", "barcode", "product_id"],
        "shared_barcode" => ["barcode"],
        "unknown_store" => ["store_id"],
        "unknown_account" => ["supplier_code", "settlement_unit", "account_id"],
        "unknown_chain" => ["chain_id"],
        "mixed_detail" => ["store_id", "product_id"],
        "after_start" => ["month", "period_to", "found_on"],
        "net_amount_missing" => ["net_goods_amount"],
        "unknown_statement" => ["statement_number"],
        "tax_missing" => ["tax_amount", "vat_rate"],
        "non_integer_cases" => ["cases", "received_cases", "shipped_cases"],
        _ => [.. (Column is null ? Check?.Columns ?? [] : [Column]).SelectMany(FieldsOf)],
    };

    /// <summary>What was found.</summary>
    public string? Found => Rule switch
    {
        "unknown_product" or "shared_barcode" => Item,
        "unknown_store" => Store,
        "unknown_account" => Account ?? Store,
        "unknown_chain" => Account,
        "non_integer_cases" => Cases?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What should have been there.</summary>
    public string Expected => Label.RowExpectation.Has(Rule) ? Label.RowExpectation.Of(Rule, Language.English)
        : Check?.Meaning ?? $"a row that satisfies the rule {Rule}";

    /// <summary>The fault, as a row of the file has it.</summary>
    public RowFault Fault => new(Fields, Rule, Found, Expected);

    // Quantities come from units and cases; any other column has its field's name.
    private static IEnumerable<string> FieldsOf(string column) => column switch
    {
        "ordered_quantity" or "quantity" => [column, "units", "cases"],
        "received_quantity" => ["received_units", "received_cases"],
        "shipped_quantity" => ["shipped_units", "shipped_cases", "received_units", "received_cases"],
        "printed_price" or "unit_price" => ["unit_price", "case_price"],
        "pack_size" => [column, "row_pack_size"],
        "amount" => [column, "net_amount"],
        _ => [column],
    };
}

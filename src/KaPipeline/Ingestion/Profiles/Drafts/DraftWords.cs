namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>What the words of a chain most likely mean.</summary>
internal static class DraftWords
{
    /// <summary>Words of a column that a draft lists.</summary>
    public const int Most = 12;

    private static readonly string[] Returns = ["退", "return", "rtv"];

    private static readonly string[] Deductions = ["费", "扣", "返利", "补差", "deduct", "fee", "charge", "rebate", "discount", "penalty"];

    /// <summary>The canonical word.</summary>
    public static string Canonical(StagingField field, string word) => field.Name switch
    {
        "deduction_mode" => Has(word, ["票", "invoice"]) ? "on_invoice" : Has(word, ["交", "现金", "cash", "paid"]) ? "paid_apart"
            : "on_account",
        "kind" when Has(word, Returns) => "return",
        "kind" when field.Allowed.Contains("deduction") && Has(word, Deductions) => "deduction",
        _ => field.Allowed[0],
    };

    private static bool Has(string word, string[] marks) =>
        Array.Exists(marks, mark => word.Contains(mark, StringComparison.OrdinalIgnoreCase));
}

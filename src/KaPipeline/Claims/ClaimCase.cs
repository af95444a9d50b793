namespace KaPipeline.Claims;

/// <summary>One claim on one source row, as it is now (a row of <c>ops.case</c>). Amounts are RMB including VAT.</summary>
public sealed record ClaimCase
{
    /// <summary>Number that people use.</summary>
    public long CaseId { get; init; }

    /// <summary>Chain.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>Stable key of the source row.</summary>
    public string ClaimKey { get; init; } = "";

    /// <summary>Kinds of break that the claim is made of (docs/money.md#money-breaks).</summary>
    public string[] Kinds { get; init; } = [];

    /// <summary>Settlement account.</summary>
    public string? AccountId { get; init; }

    /// <summary>Statement on which it was first seen.</summary>
    public string StatementNumber { get; init; } = "";

    /// <summary>Delivery or return note.</summary>
    public string? DeliveryNumber { get; init; }

    /// <summary>Order.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>Store.</summary>
    public string? StoreId { get; init; }

    /// <summary>Product.</summary>
    public string? ProductId { get; init; }

    /// <summary>Our fee code, for deductions.</summary>
    public string? FeeCode { get; init; }

    /// <summary>The fee as the chain words it.</summary>
    public string? FeeText { get; init; }

    /// <summary>Business date on which it was opened.</summary>
    public DateOnly FoundOn { get; init; }

    /// <summary>Last working day on which the chain must still hear of it; null where its contract sets none.</summary>
    public DateOnly? DisputeUntil { get; init; }

    /// <summary>Working days left until then at the date asked, 0 on the day itself, negative once the window has closed; null without a
    /// window.</summary>
    public int? DisputeDaysLeft { get; init; }

    /// <summary>Claimed now; carried breaks count once.</summary>
    public decimal ClaimedAmount { get; init; }

    /// <summary>At stake beside the claim: a deduction whose invoice is missing.</summary>
    public decimal AtStakeAmount { get; init; }

    /// <summary>What a contract signed later lets the chain take back: owed to it, not claimed from it.</summary>
    public decimal OwedAmount { get; init; }

    /// <summary>What the chain agreed to, what it credited before included; null while it has not.</summary>
    public decimal? AgreedAmount { get; init; }

    /// <summary>Back so far.</summary>
    public decimal CreditedAmount { get; init; }

    /// <summary>Given up.</summary>
    public decimal WrittenOffAmount { get; init; }

    /// <summary>Still open: claimed less credited less written off.</summary>
    public decimal OpenAmount => ClaimedAmount - CreditedAmount - WrittenOffAmount;

    /// <summary>open, sent, agreed, refused, credited, written_off or cleared.</summary>
    public string State { get; init; } = "";

    /// <summary>Person in charge.</summary>
    public string? Owner { get; init; }
}

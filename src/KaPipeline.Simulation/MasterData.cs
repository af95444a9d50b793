namespace KaPipeline.Simulation;

/// <summary>One of our products; <see cref="BasePrice"/> is RMB per unit excluding VAT.</summary>
internal sealed record Product(
    string Id, string Name, string NameEn, string Category, string Assortment, int PackSize, int VolumeMl,
    string UnitBarcode, string CaseBarcode, decimal VatRate, decimal BasePrice, DateOnly? LaunchedOn);

/// <summary>A chain's own number for a product.</summary>
internal sealed record ChainItem(string ChainId, string ItemNumber, Product Product, DateOnly ListedOn, DateOnly? DelistedOn = null);

/// <summary>A store as it is for the whole simulated time.</summary>
internal sealed record Store(
    string ChainId, string Id, string Name, string Region, string City, int? AreaM2, int? Checkouts, string Format,
    string DeliveryMode, string Dealer, string Warehouse);

/// <summary>Contract supply price per unit, both dates included; no end when <see cref="To"/> is null.</summary>
internal sealed record PriceEntry(string ChainId, string Region, string ProductId, DateOnly From, DateOnly? To, decimal UnitPrice,
    bool IsIncluding);

/// <summary>One product in a promotion; its supply price applies to orders inside the purchase window, both ends included.</summary>
internal sealed record Promotion(
    string ChainId, string Id, string ProductId, string Kind, DateOnly PurchaseFrom, DateOnly PurchaseTo, DateOnly RetailFrom,
    DateOnly RetailTo,
    decimal SupplyPrice, bool IsIncluding, decimal RetailPrice, DateOnly? FiledOn, DateOnly? ReportedOn);

/// <summary>A contract of one year with one chain.</summary>
internal sealed record Contract(
    string ChainId, string Id, int Year, string Type, DateOnly SignedOn, DateOnly From, DateOnly To, string SettlementMode, int TermDays,
    string PaymentDays, int ReconciliationDay, int InvoiceDay, int DisputeDays)
{
    /// <summary>Whether a moment knows it as signed: it reaches us in the evening of its signature.</summary>
    public bool IsKnownAt(DateTimeOffset moment) => BusinessTime.At(SignedOn, new TimeOnly(18, 0)) <= moment;
}

/// <summary>One deduction that a contract allows; percentages in per cent, amounts in RMB, both positive. Labels, parted by |, are
/// what the chain calls it.</summary>
internal sealed record ContractTerm(
    string ChainId, string ContractId, string Id, string FeeCode, string Labels, string Kind, string Mode, decimal? Pct, decimal? Amount,
    string Per, int Times, DateOnly From, DateOnly To, string Clause)
{
    /// <summary>RMB that it may not exceed per <see cref="CapPer"/>; null for no cap.</summary>
    public decimal? Cap { get; init; }

    /// <summary><c>statement</c> or <c>year</c>.</summary>
    public string CapPer { get; init; } = "year";

    /// <summary>What its per cent is taken of: <c>goods_less_returns</c> or <c>goods</c>.</summary>
    public string Base { get; init; } = "goods_less_returns";

    /// <summary>Whether that counts without VAT.</summary>
    public bool ExcludesVat { get; init; }

    /// <summary>Of a tiered rebate: from so much RMB of the year's sales, so many per cent of all of them.</summary>
    public IReadOnlyList<(decimal From, decimal Pct)> Tiers { get; init; } = [];
}

/// <summary>One person of the key-account organisation.</summary>
internal sealed record Person(string Id, string Name, string Email, string Language);

/// <summary>What a person answers for; an empty field means all of it.</summary>
internal sealed record Responsibility(string PersonId, string Role, string ChainId, string Region, string City, string StoreId,
    DateOnly From)
{
    /// <summary>The dealer, promotion or product that it is about; empty for all.</summary>
    public string Subject { get; init; } = "";
}

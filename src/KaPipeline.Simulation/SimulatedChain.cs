namespace KaPipeline.Simulation;

/// <summary>What a settlement line names to say which goods it is about.</summary>
internal enum SettlementReference
{
    Note,
    Order,

    /// <summary>The receipt's number and amount only.</summary>
    Receipt,

    /// <summary>The order's number and amount only.</summary>
    WholeOrder,
}

/// <summary>How one chain orders, receives and settles.</summary>
internal sealed record SimulatedChain
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string NameEn { get; init; }
    public required string SupplierCode { get; init; }

    /// <summary>Region and city of each store; repeated with a running number when a world is scaled up.</summary>
    public required IReadOnlyList<(string Region, string City, string Place)> Places { get; init; }

    public required Func<int, string> StoreId { get; init; }
    public required Func<int, string> ItemNumber { get; init; }
    public required Func<DateOnly, int, string> OrderNumber { get; init; }
    public required Func<DateOnly, int, string> NoteNumber { get; init; }
    public required Func<DateOnly, int, string> ReturnNumber { get; init; }

    /// <summary>From the period's name (2605A) and the settlement unit.</summary>
    public required Func<string, string, string> StatementNumber { get; init; }

    public bool SettlesByRegion { get; init; }
    public bool StatementIncluding { get; init; }
    public int StatementDecimals { get; init; } = 4;
    public bool PriceListIncluding { get; init; }
    public bool PrintsIncluding { get; init; }
    public SettlementReference Reference { get; init; }

    /// <summary>Whether its statements name orders and no notes.</summary>
    public bool NamesOrders => Reference is SettlementReference.Order or SettlementReference.WholeOrder;

    /// <summary>The delivery note has the order's number, and says only what was received.</summary>
    public bool OrderIsNote { get; init; }

    /// <summary>Quantities come in whole cases only.</summary>
    public bool WholeCases { get; init; }

    public bool HasFreeGoods { get; init; }

    /// <summary>Multiplies out the tax of milk in one step, so that amounts are a cent off now and then
    /// (docs/quirks.md#the-cell).</summary>
    public bool TaxInOneStep { get; init; }

    /// <summary>The agreed price is the one that the order prints.</summary>
    public bool PricesByOrder { get; init; }

    /// <summary>A statement holds what was received up to this many days before its period's end.</summary>
    public int CutoffDays { get; init; }

    public int LeadDays { get; init; } = 2;
    /// <summary>The portal has daily files of till sales, stock and item status.</summary>
    public bool TellsItemStatus { get; init; }

    public string SettlementMode { get; init; } = "invoice_days";
    public int TermDays { get; init; } = 30;
    public string PaymentDays { get; init; } = "";

    /// <summary>Days after the term at which it really pays.</summary>
    public int PaysDaysLate { get; init; }

    /// <summary>RMB that it keeps back from each payment without a word.</summary>
    public decimal PaysLess { get; init; }

    public string DeliveryMode { get; init; } = "direct";

    /// <summary>Whether it takes goods on consignment: it pays for what its tills sold (<see cref="Consignment"/>).</summary>
    public bool IsConsigned { get; init; }

    /// <summary>The account under which a store's goods are settled.</summary>
    public string AccountOf(Store store) => SettlesByRegion ? $"{SupplierCode}/{store.Region}" : SupplierCode;

    /// <summary>What the chain's own system makes of a line.</summary>
    public decimal AmountOf(decimal quantity, decimal price, decimal rate) => TaxInOneStep && !StatementIncluding && rate < 0.1m
        ? Money.Round(quantity * price * (1 + rate))
        : Money.Of(quantity, price, rate, StatementIncluding);
}

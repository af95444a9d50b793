namespace KaPipeline.Simulation;

/// <summary>What is wrong with a document's row on purpose, so that it must be quarantined.</summary>
internal enum Flaw
{
    None,
    WrongColumnCount,
    InvalidDate,
    InvalidNumber,
    NonIntegerCases,
    UnknownProduct,
    UnknownStore,
}

/// <summary>An order as the chain's system prints it.</summary>
internal sealed class Order
{
    public required SimulatedChain Chain { get; init; }
    public required string Number { get; init; }
    public required Store Store { get; init; }
    public required DateOnly OrderedOn { get; init; }
    public required DateOnly RequestedOn { get; init; }
    public List<OrderLine> Lines { get; } = [];

    /// <summary>Undelivered, and gone from a later export that claims to be complete.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>What an earlier edition of this order said; null when it came once.</summary>
    public OrderEdition? Before { get; set; }

    /// <summary>Whether it was gone from one export and came back in the next.</summary>
    public bool WasCancelled { get; set; }

    /// <summary>A flawed order is in a file and nowhere else.</summary>
    public Flaw Flaw { get; init; }
}

/// <summary>An order as it was sent first: its dates, and units per line.</summary>
internal sealed record OrderEdition(DateOnly OrderedOn, DateOnly RequestedOn, IReadOnlyList<decimal> Quantities);

/// <summary>Quantity in units; the printed price per unit in the chain's printed basis.</summary>
internal sealed class OrderLine
{
    public required Order Order { get; init; }
    public required Product Product { get; init; }
    public bool IsFree { get; init; }
    public required decimal Quantity { get; set; }
    public required decimal PrintedPrice { get; set; }
}

/// <summary>A delivery note or a return note.</summary>
internal sealed class DeliveryNote
{
    public required SimulatedChain Chain { get; init; }
    public required string Number { get; init; }
    public required Store Store { get; init; }
    public bool IsReturn { get; init; }
    public required DateOnly ShippedOn { get; init; }
    public required DateOnly ReceivedOn { get; init; }
    public List<DeliveryLine> Lines { get; } = [];
    public Flaw Flaw { get; init; }

    /// <summary>What an earlier edition of this note said was received, per line, where the note was corrected a day later.</summary>
    public List<decimal>? ReceivedBefore { get; set; }
}

/// <summary>Quantities in units, absolute in returns. <see cref="OrderNumber"/> is empty where the note names none.</summary>
internal sealed class DeliveryLine
{
    public required DeliveryNote Note { get; init; }
    public required string OrderNumber { get; init; }
    public OrderLine? OrderLine { get; init; }
    public required Product Product { get; init; }
    public bool IsFree { get; init; }
    public required decimal Shipped { get; set; }
    public required decimal Received { get; set; }
}

/// <summary>A settlement statement of one account.</summary>
internal sealed class Statement
{
    public required SimulatedChain Chain { get; init; }
    public required string AccountId { get; init; }
    public required string Number { get; init; }
    public required string SettlementUnit { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required DateOnly StatedOn { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }
    public List<SettlementLine> Lines { get; } = [];

    /// <summary>What an earlier edition of it said; null when it came once.</summary>
    public StatementEdition? Before { get; set; }

    public decimal StatedPayable { get; set; }
    public decimal StatedInvoiceable { get; set; }

    /// <summary>RMB: what its goods, returns and fees on the invoice add up to, less what it says is invoiceable.</summary>
    public decimal InvoiceTotalOff => Lines.Where(line => line.Mode is "" or "on_invoice").Sum(line => line.Amount) - StatedInvoiceable;
}

/// <summary>A statement as it came first: only so many of its lines, the first of them with so much more, and totals of these.</summary>
internal sealed record StatementEdition(int LineCount, decimal FirstLineMore, decimal StatedPayable, decimal StatedInvoiceable);

/// <summary>A line of a statement. Quantity and amount carry their sign; <see cref="Settles"/> holds the delivery lines it is truly
/// about.</summary>
internal sealed class SettlementLine
{
    public required string Kind { get; init; }
    public string DeliveryNumber { get; init; } = "";
    public string OrderNumber { get; init; } = "";
    public Store? Store { get; init; }
    public Product? Product { get; init; }
    public bool IsFree { get; init; }
    public decimal Quantity { get; set; }
    public decimal UnitPrice { get; set; }
    public decimal VatRate { get; set; }
    public decimal Amount { get; set; }
    public string FeeText { get; set; } = "";
    public string Mode { get; init; } = "";
    public string InvoiceNumber { get; set; } = "";
    public IReadOnlyList<DeliveryLine> Settles { get; init; } = [];

    /// <summary>The clause by which the chain takes it; null where there is none.</summary>
    public ContractTerm? Term { get; init; }
}

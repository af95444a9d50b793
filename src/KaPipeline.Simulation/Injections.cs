namespace KaPipeline.Simulation;

/// <summary>How often each kind of fault is planted, per chain. A world without any is clean: nothing to find.</summary>
internal sealed record Injections
{
    public int NotDelivered { get; init; }
    public int ShortDelivered { get; init; }
    public int OverDelivered { get; init; }
    public int Rejected { get; init; }
    public int UnorderedDelivery { get; init; }
    public int SplitDelivery { get; init; }
    public int Suspected { get; init; }
    public int AtRisk { get; init; }

    /// <summary>Items that the chain locks for some weeks and reopens. Of ten locks four follow three failed deliveries in a row, four
    /// follow weeks in which the store ordered none of it, and two come out of nothing.</summary>
    public int LockSpells { get; init; }

    /// <summary>Items that a chain which tells item status has locked at the end, out of nothing.</summary>
    public int LockedAtEnd { get; init; }
    public int PromotionNotApplied { get; init; }
    public int PromotionNotRestored { get; init; }
    public int OrderPriceOff { get; init; }

    /// <summary>Left out of its statement for good.</summary>
    public int Unsettled { get; init; }

    /// <summary>Left out of its statement, settled on the next.</summary>
    public int SettledLate { get; init; }

    public int SettledShort { get; init; }

    /// <summary>Short on one statement, the rest on the next.</summary>
    public int SettledInParts { get; init; }

    public int SettledOver { get; init; }
    public int SettledWithoutDelivery { get; init; }
    public int DuplicateOnSameStatement { get; init; }
    public int DuplicateOnNextStatement { get; init; }
    public int PriceDifference { get; init; }
    public int RoundingDifference { get; init; }
    public int TaxDifference { get; init; }
    public int AmountDifference { get; init; }

    /// <summary>A settled line taken back on the next statement.</summary>
    public int TakenBack { get; init; }

    public int ReturnUnmatched { get; init; }

    /// <summary>An amount without quantity on a delivery that exists.</summary>
    public int AmountWithoutQuantity { get; init; }

    public int StatementTotalOff { get; init; }

    /// <summary>Undelivered orders that vanished from the chain's next export.</summary>
    public int Cancelled { get; init; }

    /// <summary>Products without any price of ours: the order's own price holds.</summary>
    public int UnpricedProducts { get; init; }

    public int DeductionTooHigh { get; init; }
    public int DeductionTooLow { get; init; }

    /// <summary>A fee due on each statement, left out on one.</summary>
    public int DeductionNotTaken { get; init; }

    /// <summary>A fee taken again on the same statement, under another of its names where it has one.</summary>
    public int DeductionTwice { get; init; }

    /// <summary>A fee that no clause knows.</summary>
    public int DeductionUnknown { get; init; }

    /// <summary>Harmless: an agreed fee under another of its names.</summary>
    public int DeductionRenamed { get; init; }

    /// <summary>Harmless: a fee paid apart, listed for information.</summary>
    public int FeePaidApart { get; init; }

    /// <summary>A fee on account without the invoice that must come with it.</summary>
    public int DeductionWithoutInvoice { get; init; }

    /// <summary>RMB of a fee given back, whether it was taken too much or not.</summary>
    public int DeductionGivenBack { get; init; }

    /// <summary>Statements whose invoiceable total is not what their lines add up to.</summary>
    public int InvoiceTotalOff { get; init; }

    /// <summary>Clauses with a cap per year (odd) or per statement (even).</summary>
    public int CappedFee { get; init; }

    /// <summary>Clauses for fees so many times a year or month, within dates, or to be paid apart; taken so often, by the clause or
    /// not.</summary>
    public int CountedFee { get; init; }

    /// <summary>Contracts that end in May, with a tiered rebate and a share of the year's sales; taken so often.</summary>
    public int YearEndRebate { get; init; }

    /// <summary>Clauses whose per cent is taken of goods without VAT, of goods before returns, or of the month's goods; the last taken so
    /// often.</summary>
    public int OtherBase { get; init; }

    /// <summary>The contract is signed in mid-time; a multiple of three: with none before it.</summary>
    public int LateSignature { get; init; }

    /// <summary>Harmless: one delivery settled by two rows of a statement.</summary>
    public int SettledInTwoRows { get; init; }

    /// <summary>Harmless: the deliveries of one order line settled by one row that names the order only.</summary>
    public int SettledTogether { get; init; }

    /// <summary>Harmless: an order sent again with other dates and quantities.</summary>
    public int ResentOrders { get; init; }

    /// <summary>Undelivered orders that vanished from an export and came back in the next: nothing delivered, after all.</summary>
    public int ReopenedOrders { get; init; }

    /// <summary>Harmless: a delivery note corrected a day later.</summary>
    public int CorrectedNotes { get; init; }

    /// <summary>Harmless: a statement corrected two days later.</summary>
    public int CorrectedStatements { get; init; }

    /// <summary>Returns, harmless in themselves: signed and settled as they are.</summary>
    public int Returns { get; init; }

    /// <summary>Whether one row may carry several faults.</summary>
    public bool MayOverlap { get; init; }

    /// <summary>Flawed rows, late files, one corrected document, one file twice.</summary>
    public bool FeedFaults { get; init; }

    /// <summary>Stores that keep a promotion's shelf price after its end, where a chain gives till prices.</summary>
    public int KeptShelves { get; init; }

    /// <summary>Items that a store sells out of at the end, where a chain gives its stock.</summary>
    public int SoldOut { get; init; }

    /// <summary>Whether the contract's year begins with the simulated time, and holds a tiered rebate: reached in part, nothing taken
    /// yet.</summary>
    public bool TieredRebate { get; init; }

    /// <summary>Whether what a chain sold on consignment is settled short, left out, late and at another price, once each.</summary>
    public bool Consigned { get; init; }

    /// <summary>Months after the simulated time for which promotions are agreed and targets are set.</summary>
    public int MonthsPlanned { get; init; }

    /// <summary>Months before that come along, each as one export of each report; two at most.</summary>
    public int MonthsBefore { get; init; }

    /// <summary>What the checked-in month holds at every chain; what goes wrong with deductions differs by chain
    /// (<see cref="SampleChains.FaultsOf"/>).</summary>
    public static Injections Sample { get; } = new()
    {
        NotDelivered = 3, ShortDelivered = 4, OverDelivered = 2, Rejected = 3, UnorderedDelivery = 2, SplitDelivery = 5, Suspected = 2,
        AtRisk = 2, LockedAtEnd = 1,
        PromotionNotApplied = 2, PromotionNotRestored = 2, OrderPriceOff = 3, Unsettled = 2, SettledLate = 2, SettledShort = 2,
        SettledInParts = 2,
        SettledOver = 2, SettledWithoutDelivery = 1, DuplicateOnSameStatement = 1, DuplicateOnNextStatement = 1, PriceDifference = 3,
        RoundingDifference = 3, Returns = 5, FeedFaults = true, SoldOut = 3, MonthsPlanned = 2, MonthsBefore = 2,
    };
}

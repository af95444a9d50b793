namespace KaPipeline.SkuLocks;

/// <summary>One locked or suspected item of a store with what an application to reopen it needs. What is not known is null.</summary>
public sealed record ReopenableItem
{
    /// <summary>Chain's name.</summary>
    public string ChainName { get; init; } = "";

    /// <summary>The code under which we settle with the chain; null when it has several or none.</summary>
    public string? SupplierCode { get; init; }

    /// <summary>Store, within the chain.</summary>
    public string StoreId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string? StoreName { get; init; }

    /// <summary>Sales region.</summary>
    public string? Region { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>Dealer; null for direct supply.</summary>
    public string? Dealer { get; init; }

    /// <summary>The store's representative; null when nobody is named.</summary>
    public string? Representative { get; init; }

    /// <summary>City manager; null when nobody is named.</summary>
    public string? CityManager { get; init; }

    /// <summary>Regional KA manager, who bears a lock; null when nobody is named.</summary>
    public string? RegionManager { get; init; }

    /// <summary>Sales region manager, who bears it jointly; null when nobody is named.</summary>
    public string? SalesRegionManager { get; init; }

    /// <summary>System supervisor of the chain; null when nobody is named.</summary>
    public string? Supervisor { get; init; }

    /// <summary>Our product.</summary>
    public string ProductId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string? ProductName { get; init; }

    /// <summary>The chain's own number for it, several beside each other; null when unknown.</summary>
    public string? ItemNumber { get; init; }

    /// <summary>Barcode of the sales unit; null when unknown.</summary>
    public string? Barcode { get; init; }

    /// <summary><c>locked</c> or <c>suspected</c>.</summary>
    public string Level { get; init; } = "";

    /// <summary>First business date of the level.</summary>
    public DateOnly SinceOn { get; init; }

    /// <summary>Last order; null when none is known.</summary>
    public DateOnly? LastOrderedOn { get; init; }

    /// <summary>Last receipt; null when none is known.</summary>
    public DateOnly? LastDeliveredOn { get; init; }

    /// <summary>Evidence in Chinese.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>What came before: <c>undelivered_orders</c>, <c>short_deliveries</c>, <c>delisted</c>, <c>portal_reason</c>,
    /// <c>unknown</c>.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The portal's own words for it; null when it gives none.</summary>
    public string? PortalReason { get; init; }

    /// <summary>Business date of its application's first workbook; null when none was made for this lock.</summary>
    public DateOnly? PreparedOn { get; init; }

    /// <summary>Business date on which the application went to the chain; null until then.</summary>
    public DateOnly? SubmittedOn { get; init; }

    /// <summary>Business date by which the application is due; null where the calendar does not reach.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Calendar days late.</summary>
    public int LateDays { get; init; }

    /// <summary>RMB per locked item, by <c>config/rules.yaml</c>.</summary>
    public decimal LockAmount { get; init; }

    /// <summary>RMB per day by which the application is late.</summary>
    public decimal LateAmount { get; init; }

    /// <summary>RMB exposed today: <see cref="LockAmount"/>, where it is locked and not only suspected to be, + <see cref="LateDays"/> ×
    /// <see cref="LateAmount"/>.</summary>
    public decimal ExposureAmount { get; init; }

    /// <summary>Clause of the manual.</summary>
    public string? Clause { get; init; }
}

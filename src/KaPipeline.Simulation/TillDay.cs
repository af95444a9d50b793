namespace KaPipeline.Simulation;

/// <summary>A store that keeps the shelf price of a promotion after its end, up to a day.</summary>
internal sealed record KeptShelf(Promotion Promotion, Store Store, DateOnly Until);

/// <summary>An item of a store that sells out at the end: whatever comes is gone by the evening.</summary>
internal sealed record Rush(Store Store, Product Product);

/// <summary>What a portal says about ordering an item in a store, from a day on.</summary>
/// <param name="Status">locked or active.</param>
/// <param name="Reason">The portal's own words.</param>
internal sealed record StatusChange(Store Store, Product Product, DateOnly StatedOn, string Status, string Reason);

/// <summary>One day of one item in one store: units and RMB (VAT included) sold at the shelf price, units left in the evening.</summary>
internal sealed record TillDay(Store Store, Product Product, DateOnly Day, decimal Sold, decimal Amount, decimal Stock,
    decimal RetailPrice);

namespace KaPipeline.Simulation;

/// <summary>A time in which a chain keeps a store from ordering a product.</summary>
/// <param name="Store">The store.</param>
/// <param name="Product">The product.</param>
/// <param name="LockedOn">First day without orders.</param>
/// <param name="ReopenedOn">First day on which it can be ordered again; null when never within the world.</param>
/// <param name="Cause">failed_deliveries: the last three deliveries failed before; silence: the store had stopped ordering it weeks before;
/// silent: nothing announced it.</param>
internal sealed record LockSpell(Store Store, Product Product, DateOnly LockedOn, DateOnly? ReopenedOn, string Cause)
{
    /// <summary>Days from the last failed delivery, or from the last order before a silence, to the lock.</summary>
    public int NoticeDays { get; init; }

    /// <summary>Whether the store orders none of it on that day.</summary>
    public bool Covers(DateOnly day) => LockedOn.AddDays(Cause == "silence" ? -NoticeDays : 0) <= day
        && (ReopenedOn is null || day < ReopenedOn);
}

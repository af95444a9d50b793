namespace KaPipeline.Simulation;

/// <summary>A time in which a chain keeps a store from ordering a product.</summary>
/// <param name="Store">The store.</param>
/// <param name="Product">The product.</param>
/// <param name="LockedOn">First day without orders.</param>
/// <param name="ReopenedOn">First day on which it can be ordered again; null when never within the world.</param>
/// <param name="Cause">failed_deliveries: three deliveries failed before; silent: nothing announced it.</param>
internal sealed record LockSpell(Store Store, Product Product, DateOnly LockedOn, DateOnly? ReopenedOn, string Cause)
{
    public bool Covers(DateOnly day) => LockedOn <= day && (ReopenedOn is null || day < ReopenedOn);
}

namespace KaPipeline.Simulation;

/// <summary>Why a chain locks an item for want of stock: in the days before, somebody buys all that a store has of it, each day.</summary>
/// <param name="world">The world.</param>
internal sealed class SoldOut(World world)
{
    /// <summary>Days before the lock in which every evening ends with nothing left.</summary>
    private const int Days = 6;

    private readonly ILookup<(Store, Product), LockSpell> locks = world.LockSpells
        .Where(spell => spell.Cause == "silent"
            && world.StatusChanges.Any(change => change.Store == spell.Store && change.Product == spell.Product && change.Status == "locked"))
        .ToLookup(spell => (spell.Store, spell.Product));

    /// <summary>Whether all that is there is bought on that day.</summary>
    public bool Covers(Store store, Product product, DateOnly day) =>
        locks[(store, product)].Any(spell => spell.LockedOn.AddDays(-Days) <= day && day < spell.LockedOn);
}

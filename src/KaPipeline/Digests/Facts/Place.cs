using KaPipeline.Mail;

namespace KaPipeline.Digests.Facts;

/// <summary>Where a fact belongs: what a reader's scope is compared with. Empty parts: the fact is about the whole chain, region,
/// city.</summary>
/// <param name="Region">Our sales region.</param>
/// <param name="StoreId">Store within the chain.</param>
public readonly record struct Place(string ChainId, string Region, string City, string StoreId)
{
    /// <summary>Whether a reader of this scope may see it.</summary>
    public bool In(Scope scope) => scope.Sees(ChainId, Region, City, StoreId);
}

namespace KaPipeline.SkuLocks;

/// <summary>Which locked items an application is about.</summary>
/// <param name="ChainId">The chain: applications go to one chain.</param>
/// <param name="StoreId">One store of it; null for all.</param>
/// <param name="ProductId">One of our products; null for all.</param>
public sealed record ReopeningScope(string ChainId, string? StoreId = null, string? ProductId = null)
{
    /// <summary>The scope's parts, as they are named in messages and file names.</summary>
    public IEnumerable<string> Parts => new[] { ChainId, StoreId, ProductId }.OfType<string>();
}

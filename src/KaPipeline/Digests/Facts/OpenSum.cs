namespace KaPipeline.Digests.Facts;

/// <summary>Open differences of one kind in one place, as <c>mart.open_difference</c> sums them.</summary>
/// <param name="Kind">One of <see cref="OpenItemKind"/>.</param>
/// <param name="Place">Where they belong.</param>
/// <param name="Listed">How many are listed one by one.</param>
/// <param name="Gaps">How many of the listed are for us: to claim, missing, priced too low.</param>
/// <param name="Older">How many are open and too old to be listed.</param>
/// <param name="Minor">How many are within tolerance or rounding: no items, but part of the amounts.</param>
/// <param name="Positive">RMB for us, listed and minor ones.</param>
/// <param name="Negative">RMB against us, positive, likewise.</param>
public sealed record OpenSum(string Kind, Place Place, long Listed, long Gaps, long Older, long Minor, decimal Positive, decimal Negative);

/// <summary>Sums of one kind over the places that a reader sees; money of two signs is apart.</summary>
/// <param name="Listed">How many are listed one by one.</param>
/// <param name="Gaps">How many of them are for us.</param>
/// <param name="Older">How many are open and too old to be listed.</param>
/// <param name="Minor">How many are within tolerance or rounding.</param>
/// <param name="Positive">RMB for us.</param>
/// <param name="Negative">RMB against us, positive.</param>
public sealed record OpenTotal(long Listed, long Gaps, long Older, long Minor, decimal Positive, decimal Negative)
{
    /// <summary>Adds up the places of one kind.</summary>
    public static OpenTotal Of(IEnumerable<OpenSum> sums, string kind)
    {
        var places = sums.Where(sum => sum.Kind == kind).ToList();
        return new OpenTotal(
            places.Sum(sum => sum.Listed), places.Sum(sum => sum.Gaps), places.Sum(sum => sum.Older), places.Sum(sum => sum.Minor),
            places.Sum(sum => sum.Positive), places.Sum(sum => sum.Negative));
    }
}

namespace KaPipeline.Labels;

/// <summary>Why a line of the morning's work list goes first, in words: for letter, workbook and the page of a representative's day
/// (docs/domain.md).</summary>
public static class WorkReasons
{
    /// <summary>All reasons of a line; none where it has none.</summary>
    /// <param name="stockState">State of the store's stock, a code of <see cref="Label.StockState"/>; null where it is no reason.</param>
    /// <param name="isInWarehouse">Whether the goods lie in the chain's warehouse, so that they only need to be asked for.</param>
    /// <param name="isPromoted">Whether a promotion of the item runs or is about to.</param>
    /// <param name="isBestSeller">Whether the item is a best seller of its store.</param>
    /// <param name="isNearlyLocked">Whether one more failed delivery locks the item.</param>
    /// <param name="language">Language of the reader.</param>
    public static IEnumerable<string> Of(
        string? stockState, bool isInWarehouse, bool isPromoted, bool isBestSeller, bool isNearlyLocked, Language language) =>
        new[]
        {
            stockState is null ? "" : Label.StockState.Of(stockState, language),
            isInWarehouse ? Label.WorkReason.Of("in_warehouse", language) : "",
            isPromoted ? Label.WorkReason.Of("promoted", language) : "",
            isBestSeller ? Label.Heading.Of("is_best_seller", language) : "",
            isNearlyLocked ? Label.Heading.Of("is_nearly_locked", language) : "",
        }.Where(reason => reason.Length > 0);
}

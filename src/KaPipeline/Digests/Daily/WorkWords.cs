using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Daily;

/// <summary>Why a line is to be delivered first, in words, for letter and workbook.</summary>
internal static class WorkWords
{
    /// <summary>All reasons of a line; empty where it has none.</summary>
    public static string Why(WorkLine line, Language language) => language.List(new[]
    {
        line.StockState is { } state ? Label.StockState.Of(state, language) : "",
        line.InWarehouseSince is null ? "" : language.Say("大仓有货", "lies in the warehouse"),
        line.PromotionId is null ? "" : language.Say("促销", "promoted"),
        line.IsBestSeller ? language.Say("畅销", "best seller") : "",
        line.IsNearlyLocked ? language.Say("快锁码", "nearly locked") : "",
    }.Where(part => part.Length > 0));
}

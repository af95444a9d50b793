namespace KaPipeline.Workbooks;

/// <summary>Notes that several workbooks share, in both languages.</summary>
public static class WorkbookNotes
{
    /// <summary>How totals over several statements count.</summary>
    public const string CarriedOnce =
        "未结余额在每张对账单上重复出现（结转），合计只计账户最新一张，应付、差额、结转不加总。 An open rest shows on each statement until settled (carried); totals count it on the newest alone: expected, differences, carried are not added up.";
}

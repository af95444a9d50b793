namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Figures that the shadow month compares.</summary>
    public static LabelFamily ShadowFigure { get; } = new("mart.shadow_figure.figure")
    {
        { "deliveries", "送货金额", "deliveries" },
        { "expected_settlement", "应结金额", "expected settlement" },
        { "settled", "实结金额", "settled" },
        { "deductions", "扣款", "deductions" },
        { "difference", "差额", "difference" },
        { "open_claims", "未了索赔", "open claims" },
    };

    /// <summary>Where the rows behind a figure of the shadow month are.</summary>
    public static LabelFamily ShadowPlace { get; } = new()
    {
        { "deliveries", "《KA结账》工作簿“销售”页；控制台 /orders", "sheet Sales of the workbook KA close; console /orders" },
        { "expected_settlement", "《KA对账》“概览”页；控制台 /statements", "sheet Summary of KA reconciliation; console /statements" },
        { "settled", "《KA对账》“概览”页；控制台 /statements", "sheet Summary of KA reconciliation; console /statements" },
        { "deductions", "清单 /figures/deductions；《KA结账》“扣款”页", "list /figures/deductions; sheet Deductions of KA close" },
        { "difference", "《KA对账》“差异”页；控制台 /statements", "sheet Breaks of KA reconciliation; console /statements" },
        { "open_claims", "清单 /figures/differences；控制台 /cases", "list /figures/differences; console /cases" },
    };
}

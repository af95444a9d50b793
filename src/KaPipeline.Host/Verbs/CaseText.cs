using System.Globalization;
using System.Text;
using KaPipeline.Claims;
using KaPipeline.Labels;

namespace KaPipeline.Host.Verbs;

/// <summary>Cases as text for a terminal: Chinese with English beside it, columns that line up.</summary>
internal static class CaseText
{
    // Columns' widths on a terminal, where a Chinese character takes two places; negative ones stand to the right.
    private static readonly int[] Widths = [-8, 10, 18, -13, -13, 16, 30, 0];

    public static string Table(IReadOnlyList<ClaimCase> cases)
    {
        if (cases.Count == 0)
        {
            return "没有索赔 no cases";
        }

        var text = new StringBuilder();
        text.AppendLine(Line("编号 no", "系统 chain", "对账单 statement", "索赔 claimed", "未结 open", "状态 state", "争议期 window", "内容 what"));
        foreach (var one in cases)
        {
            text.AppendLine(Line(
                one.CaseId.ToString(CultureInfo.InvariantCulture), one.ChainId, one.StatementNumber, Money(one.ClaimedAmount),
                Money(one.OpenAmount),
                Label.CaseState.Both(one.State), Window(one), What(one)));
        }

        text.Append(CultureInfo.InvariantCulture,
            $"合计 total {cases.Count}: 索赔 claimed {Money(cases.Sum(one => one.ClaimedAmount))}, 未结 open {Money(cases.Sum(one => one.OpenAmount))}, 涉及缺票 invoices missing for {Money(cases.Sum(one => one.AtStakeAmount))}, 补签合同追溯应付 owed under terms signed later {Money(cases.Sum(one => one.OwedAmount))}");
        return text.ToString();
    }

    public static string Page(ClaimCase one, IReadOnlyList<CaseAppearance> appearances, IReadOnlyList<CaseHistory> history)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"索赔 case {one.CaseId}  {Label.CaseState.Both(one.State)}  {one.ChainId}  对账单 statement {one.StatementNumber}");
        text.AppendLine(CultureInfo.InvariantCulture, $"内容 what       {What(one)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"来源行 source    {one.ClaimKey}");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"金额 RMB        索赔 claimed {Money(one.ClaimedAmount)}  认可 agreed {(one.AgreedAmount is { } agreed ? Money(agreed) : "—")}  到账 credited {Money(one.CreditedAmount)}  核销 written off {Money(one.WrittenOffAmount)}  未结 open {Money(one.OpenAmount)}");
        if (one.AtStakeAmount > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"缺发票 invoice missing for {Money(one.AtStakeAmount)}");
        }

        if (one.OwedAmount > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"补签合同追溯应付 owed under terms signed later {Money(one.OwedAmount)}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"争议期 window    {Window(one)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"负责人 owner     {one.Owner ?? "—"}");
        text.AppendLine("出现 appearances");
        foreach (var shown in appearances)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {shown.StatementNumber}  {Label.BreakKind.Both(shown.Kind)}  {Money(shown.Amount)}{(shown.AtStakeAmount > 0 ? $" (at stake {Money(shown.AtStakeAmount)})" : "")}{(shown.IsCarried ? "  结转 carried" : "")}{(shown.Counts ? "" : "  不重复计 not counted again")}");
        }

        text.AppendLine("经过 history");
        foreach (var step in history)
        {
            var at = TimeZoneInfo.ConvertTime(step.HappenedAt, BusinessTime.Zone);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {at:yyyy-MM-dd HH:mm}  {Label.CaseEvent.Both(step.Action)}  {step.Actor}{(step.Amount is { } amount ? $"  {Money(amount)}" : "")}{(step.Approver is null ? "" : $"  批准 approved by {step.Approver}")}{(step.Note is null ? "" : $"  {step.Note}")}");
        }

        return text.ToString().TrimEnd();
    }

    private static string What(ClaimCase one) => string.Join(' ', new[]
    {
        string.Join(" + ", one.Kinds.Select(Label.BreakKind.Both)), one.FeeText ?? one.FeeCode, one.DeliveryNumber ?? one.OrderNumber,
            one.StoreId, one.ProductId,
    }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Window(ClaimCase one) => one.DisputeUntil is not { } until
        ? "—"
        : one.DisputeDaysLeft switch
        {
            null => $"{until:yyyy-MM-dd}",
            < 0 => $"{until:yyyy-MM-dd} 已过 closed",
            { } left => string.Create(CultureInfo.InvariantCulture, $"{until:yyyy-MM-dd} 剩 {left} 工作日 left"),
        };

    private static string Money(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Line(params string[] cells) => string.Join("  ", cells.Zip(Widths, (cell, width) =>
    {
        var padding = new string(' ', Math.Max(0, Math.Abs(width) - cell.Sum(c => c >= '\u2e80' ? 2 : 1)));
        return width < 0 ? padding + cell : cell + padding;
    })).TrimEnd();
}

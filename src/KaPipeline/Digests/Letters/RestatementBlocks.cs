using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Letters;

/// <summary>Figures that were sent and are others now, the same in the notice and in the next edition: what, was, now, why.</summary>
/// <param name="language">The reader's language.</param>
internal sealed class RestatementBlocks(EditionFrame frame, Names names, Language language)
{
    private const int Limit = 12;

    public Grid Lines(IReadOnlyList<RestatedFigure> lines) => new(
        [new(language.Say("数字", "Figure")), new(language.Say("原数", "Was"), true), new(language.Say("现数", "Now"), true),
        new(language.Say("原因（文件与行）", "Why (file and rows)"))],
        [.. lines.Take(Limit).Select(line => new Row(
            new Cell(PlaceName(line.Figure), $"{language.Day(line.Figure.Day)} · {Word(line.Figure.Name)}"),
            Value(line.Figure.Name, line.Before), new Cell(Value(line.Figure.Name, line.Figure.Value), Tone: Tone.Warning),
            new Cell(line.Cause.Message.Length > 0 ? line.Cause.Message : language.Say("主数据或规则", "master data or rules"),
            Link: Link(line.Cause.Path))))],
        lines.Count > Limit
        ? language.Say($"另有 {lines.Count - Limit} 个，见控制台“到达”", $"{lines.Count - Limit} more; see Arrivals in the console") : null);

    public Grid Sums(IReadOnlyList<(string Name, DateOnly Day, decimal Before, decimal Now)> sums) => new(
        [new(language.Say("您范围内的合计", "Total within your scope")), new(language.Say("原数", "Was"), true),
        new(language.Say("现数", "Now"), true), new(language.Say("差", "Change"), true)],
        [.. sums.Take(Limit).Select(sum => new Row(
            new Cell(Word(sum.Name), language.Day(sum.Day)), Value(sum.Name, sum.Before),
            new Cell(Value(sum.Name, sum.Now), Tone: Tone.Warning),
            (sum.Now > sum.Before ? "+" : "") + Value(sum.Name, sum.Now - sum.Before)))],
        sums.Count > Limit ? language.Say($"另有 {sums.Count - Limit} 天", $"{Language.Counted(sums.Count - Limit, "more day")}") : null);

    private string PlaceName(StatedFigure figure) => figure.Place.StoreId.Length > 0
        ? names.Store(figure.Place.ChainId, figure.Place.StoreId, language)
        : language.List(new[] { names.Chain(figure.Place.ChainId, language), Document(figure) }.Where(part => part.Length > 0));

    private string Document(StatedFigure figure) =>
        figure.Name is StatedFigure.FeeNext or StatedFigure.FeeTaken ? names.Fee(figure.Document, language) : figure.Document;

    private string? Link(string path) => frame.ConsoleAddress.Length > 0 && path.Length > 0 ? frame.ConsoleAddress.TrimEnd('/') + path
        : null;

    private string Value(string name, decimal value) => name is StatedFigure.Ordered or StatedFigure.Received or StatedFigure.WeekDue
        or StatedFigure.WeekReceived
        ? language.Count(value) : language.Money(value);

    private string Word(string name) => name switch
    {
        StatedFigure.Ordered => language.Say("订货数量", "units ordered"),
        StatedFigure.OrderedAmount => language.Say("订货额（元）", "RMB ordered"),
        StatedFigure.Received => language.Say("实收数量", "units received"),
        StatedFigure.WeekAmount => language.Say("截至当日一周订货额（元）", "RMB ordered in the week to it"),
        StatedFigure.WeekDue => language.Say("该周订单已到期数量", "units due of that week's orders"),
        StatedFigure.WeekReceived => language.Say("该周到期订单实收数量", "units received of what was due"),
        StatedFigure.Overdue => language.Say("逾期应收（元）", "RMB overdue"),
        StatedFigure.FeeNext => language.Say("下月合同费用（元）", "RMB of the fee by contract next month"),
        StatedFigure.FeeTaken => language.Say("当月已扣费用（元）", "RMB of the fee taken that month so far"),
        StatedFigure.Target => language.Say("当月目标（元）", "RMB target of the month"),
        StatedFigure.SalesSoFar => language.Say("当月至该日供货额（元）", "RMB supplied that month up to it"),
        StatedFigure.Sales => language.Say("当月供货额（元）", "RMB supplied in the month"),
        _ => language.Say("对账单差异（元）", "RMB difference of the statement"),
    };
}

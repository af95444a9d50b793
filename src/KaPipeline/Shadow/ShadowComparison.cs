using Dapper;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using Npgsql;

namespace KaPipeline.Shadow;

/// <summary>One figure of a chain's month, said twice.</summary>
/// <param name="ChainId">Chain.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Figure">Code of <see cref="Label.ShadowFigure"/>.</param>
/// <param name="Theirs">What the company's own Excel says.</param>
/// <param name="Ours">What the warehouse says; null where it knows nothing.</param>
public sealed record ShadowLine(string ChainId, DateOnly Month, string Figure, decimal Theirs, decimal? Ours)
{
    /// <summary>Ours less theirs; null where we know nothing.</summary>
    public decimal? Difference => Ours - Theirs;

    /// <summary>Whether both say the same to the cent.</summary>
    public bool Agrees => Difference == 0;
}

/// <summary>Holds what a company's own Excel says beside <c>mart.shadow_figure</c>, and open claims
/// beside <c>mart.open_difference</c>.</summary>
public static class ShadowComparison
{
    private sealed record OurFigure
    {
        public string ChainId { get; init; } = "";

        public DateOnly Month { get; init; }

        public string Figure { get; init; } = "";

        public decimal? Amount { get; init; }
    }

    /// <summary>All that theirs says, by chain, month and figure; by the clocks of the connection's transaction.</summary>
    public static async Task<IReadOnlyList<ShadowLine>> CompareAsync(NpgsqlConnection connection, IReadOnlyList<TheirFigure> theirs,
        CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var months = theirs.Select(figure => figure.Month).Distinct().ToArray();
        var ours = (await connection.QueryAsync<OurFigure>(new CommandDefinition(
            """
            select chain_id, month, figure, round(amount, 2) as amount from mart.shadow_figure where month = any (@months)
            union all
            select chain_id, date_trunc('month', since_on)::date, 'open_claims', round(sum(positive_amount), 2) from mart.open_difference
            where family = 'statement' and date_trunc('month', since_on)::date = any (@months) group by 1, 2
            """,
            new { months }, commandTimeout: 0, cancellationToken: ct)))
            .ToDictionary(figure => (figure.ChainId, figure.Month, figure.Figure), figure => figure.Amount);
        var order = Label.ShadowFigure.Codes.ToList();
        return
        [
            .. theirs.OrderBy(figure => figure.Month).ThenBy(figure => figure.ChainId, StringComparer.Ordinal)
                .ThenBy(figure => order.IndexOf(figure.Figure))
                .Select(figure => new ShadowLine(figure.ChainId, figure.Month, figure.Figure, figure.Amount,
                    ours.GetValueOrDefault((figure.ChainId, figure.Month, figure.Figure)))),
        ];
    }

    /// <summary>Writes the comparison as a workbook; the difference is a formula.</summary>
    public static async Task SaveAsync(
        string path, IReadOnlyList<ShadowLine> lines, IReadOnlyDictionary<string, string> chains, DateOnly asOf, DateTimeOffset producedAt,
        CancellationToken ct)
    {
        var workbook = new ReportWorkbook($"影子月 Shadow month {asOf:yyyy-MM-dd}", producedAt);
        new SheetTable(workbook, "对比 Comparison", "影子月：自有台账与本系统 Shadow month: your own Excel and ours",
            $"业务日期 business date {asOf:yyyy-MM-dd}；金额含税；差额 = 本系统 − 自有台账。 RMB, VAT included; difference = ours less yours.\n"
            + $"{lines.Count} 个数字，{lines.Count(line => line.Agrees)} 个一致 of {lines.Count} figures {lines.Count(line => line.Agrees)} agree",
            [
                new("系统 Chain", Width: 20), new("月份 Month", Width: 10), new("数字 Figure", Width: 28),
                new("自有台账 Yours", ColumnKind.Money, 16), new("本系统 Ours", ColumnKind.Money, 16),
                new("差额 Difference", ColumnKind.Money, 16, Formula: "E{0}-D{0}"), new("结果 Result", Width: 26),
                new("明细在哪里 Where ours comes from", Width: 84),
            ],
            [.. lines.Select(line => (object?[])
            [
                chains.GetValueOrDefault(line.ChainId, line.ChainId), $"{line.Month:yyyy-MM}", Label.ShadowFigure.Both(line.Figure), line.Theirs,
                line.Ours, line.Difference, Result(line), Label.ShadowPlace.Both(line.Figure),
            ])]).Write();
        await workbook.SaveAsync(path, ct);
    }

    /// <summary>What a line comes to, in both languages.</summary>
    public static string Result(ShadowLine line) =>
        line.Ours is null ? "本系统没有数据 no data here" : line.Agrees ? "一致 agrees" : "不一致 differs";
}

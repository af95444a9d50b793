using System.Globalization;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Labels;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary>What <c>ka profile check</c> prints.</summary>
internal static class ProfileReport
{
    /// <summary>Fields for which a draft found no column, and nobody has named one yet.</summary>
    public static void PrintOpen(ChainProfile profile, ReportProfile report)
    {
        foreach (var (record, field) in report.Rows.SelectMany(record => record.Fields.Select(field => (record, field)))
            .Where(one => one.field.Value.Names.Contains("???")))
        {
            Say($"! {Path.GetFileName(profile.Path)}:{field.Value.ProfileLine}: {record.Into?.Name}.{field.Key} 尚未填写 is still \"???\": write the header of its column, {{head: LABEL}}, {{constant: …}}, or delete the line if the field is not needed");
        }
    }

    public static void Print(ReportProfile report, FilePreview preview)
    {
        var outcome = preview.Outcome;
        Say($"报表 report {report.Name}: {outcome.Container}; {State(outcome.State)}; 数据行 data rows {outcome.RowsIn}, 拒绝 rejected {outcome.Rejected.Count}"
            + (outcome.BusinessDate is { } date ? $"; 业务日期 business date {date:yyyy-MM-dd}" : ""));
        if (outcome.Finding is not null)
        {
            Say("! " + outcome.Finding);
        }

        if (outcome.Parts.Count > 0)
        {
            Say($"内容 contents: {outcome.Parts.Count} 部分 parts: {string.Join("; ", outcome.Parts)}");
        }

        foreach (var odd in outcome.State == ReadState.Read ? outcome.Odd : [])
        {
            Say($"! 内容可疑，加载时将等待放行 implausible, would be held: {odd}");
        }

        foreach (var sheet in preview.Unread.GroupBy(one => one.Sheet))
        {
            Say($"未读金额 numbers not read{(sheet.Key.Length > 0 ? $", 表 sheet {sheet.Key}" : "")}: "
                + string.Join("; ",
                sheet.Select(one => $"{one.Column} {one.Sum.ToString("#,##0.####", CultureInfo.InvariantCulture)} ({one.Rows} 行 rows)")));
        }

        foreach (var total in outcome.Totals)
        {
            Say($"合计 total {total.Column}: {total.Stated?.ToString(CultureInfo.InvariantCulture) ?? "—"} / {total.Summed}"
                + (total.Differs ? "  不符 differs" : total.UnreadableRows > 0 ? $"  {total.UnreadableRows} 行不可读 rows unreadable"
                : "  相符 agrees"));
        }

        foreach (var (target, rows) in preview.First)
        {
            PrintRows(report, target, rows, outcome);
        }

        foreach (var rule in outcome.Rejected.GroupBy(row => row.Rule).OrderByDescending(group => group.Count()))
        {
            var first = rule.First();
            Say($"✗ {rule.Key}: {rule.Count()} 行 rows; 例如 for example 第 {first.RowNumber} 行 row{(first.Sheet.Length > 0 ? $", 表 sheet {first.Sheet}" : "")}"
                + $"{(first.Column is null ? "" : $", 列 column {first.Column}")}: 发现 found \"{first.Found}\", 应为 expected {Bilingual.Both(first.Expected ?? "")}");
        }
    }

    public static void Print(TrialLoad trial)
    {
        Say("");
        Say($"试加载（不写入）trial load, nothing is written: {trial.Result.State}; 入 in {trial.Result.RowsIn} = 加载 loaded {trial.Result.RowsLoaded}"
            + $" + 隔离 quarantined {trial.Result.RowsQuarantined} + 重复 duplicate {trial.Result.RowsDuplicate}");
        if (trial.Result is { State: LoadState.Held, Finding: { } finding })
        {
            Say("! " + finding);
            return;
        }

        foreach (var rule in trial.Quarantined)
        {
            Say($"✗ {rule.Name}: {rule.Rows} 行 rows; 例如 for example 第 {rule.RowNumber} 行 row{(rule.Sheet.Length > 0 ? $", 表 sheet {rule.Sheet}" : "")}{(rule.Column is null ? "" : $", 列 column {rule.Column}")}:"
                + $" 发现 found \"{rule.Found}\", 应为 expected {Bilingual.Both(rule.Expected ?? "")}");
        }

        Say(trial.Breaks.Count == 0 ? "对账 reconciliation: 差异无变化 no break would change"
            : "对账 reconciliation, 差异变化 breaks that would change:");
        foreach (var kind in trial.Breaks)
        {
            Say($"  {kind.Name,-28} {kind.Count,6:+0;-0;0}  {kind.Amount,14:+#,##0.00;-#,##0.00;0.00} RMB");
        }

        foreach (var statement in trial.Statements)
        {
            Say($"  对账单 statement {statement.Number}: 应付 expected {statement.ExpectedPayable:#,##0.00}, 账单 stated {statement.StatedPayable:#,##0.00},"
                + $" 差异合计 breaks {statement.BreakTotal:#,##0.00}, 未解释 unexplained {statement.Residual:#,##0.00}");
        }
    }

    /// <summary>The same as one document; <paramref name="trial"/> is null where nothing was tried.</summary>
    public static object Document(ReportProfile report, FilePreview preview, TrialLoad? trial) => new
    {
        report = report.Name, preview.Outcome.Container, preview.Outcome.State, preview.Outcome.BusinessDate, preview.Outcome.RowsIn,
        preview.Outcome.Finding, parts = preview.Outcome.Parts.Select(part => part.ToString()),
        odd = preview.Outcome.Odd.Select(odd => odd.ToString()), not_read = preview.Unread, preview.Outcome.Totals, first = preview.First,
        rejected = preview.Outcome.Rejected.Select(row => new { row.Sheet, row.RowNumber, row.Rule, row.Column, row.Found, row.Expected }),
        trial,
    };

    // Fields down, rows across: what is found where, and where it came from.
    private static void PrintRows(ReportProfile report, string target, IReadOnlyList<IReadOnlyDictionary<string, string?>> rows,
        ReadOutcome outcome)
    {
        Say("");
        Say($"{target}: {outcome.Staged.GetValueOrDefault(target)} 行 rows");
        if (rows.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("字段 field", "来源 from");
        foreach (var row in rows)
        {
            var (sheet, number) = outcome.PlaceOf(int.Parse(row["row_number"]!, CultureInfo.InvariantCulture));
            table.AddColumn(Markup.Escape($"{sheet} 第 {number} 行 row".Trim()));
        }

        foreach (var field in rows[0].Keys.Where(key => key is not ("load_id" or "row_number" or "feed")))
        {
            table.AddRow([.. new[] { field, report.SourceOf(target, field, (chinese, english) => $"{chinese} {english}") }
                .Concat(rows.Select(row => row[field] ?? "")).Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
    }

    private static string State(ReadState state) => state switch
    {
        ReadState.Read => "可读 read",
        ReadState.Empty => "空 empty",
        ReadState.Held => "待处理 held",
        _ => "拒收 refused",
    };

    private static void Say(string line) => Terminal.Out.WriteLine(line);
}

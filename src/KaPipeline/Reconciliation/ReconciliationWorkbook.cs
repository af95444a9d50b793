using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using Npgsql;

namespace KaPipeline.Reconciliation;

/// <summary>
/// Finance's reconciliation workbook: each statement with what our books say it should pay, what it says, and the breaks that
/// explain the difference to the cent; every break and every line of the statements with file and row. Each sheet carries control
/// totals that the warehouse gave by another query, and the last sheet compares them all.
/// </summary>
public sealed class ReconciliationWorkbook
{
    private readonly NpgsqlConnection connection;
    private readonly object[] chosen;
    private readonly IReadOnlyList<StatementRow> statements;
    private readonly ControlRow control;
    private readonly Names names;
    private readonly Language language;
    private readonly EditionFrame frame;

    internal sealed record StatementRow(
        string ChainId, string AccountId, string StatementNumber, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly? StatedOn,
        decimal ExpectedGoods,
        decimal ExpectedDeductions, decimal ExpectedPayable, decimal StatedPayable, decimal Difference, decimal BreakTotal, decimal Carried,
        decimal Counted, decimal Positive, decimal Negative, bool IsComplete, long OpenQuarantinedRows, string FileName, int RowNumber);

    private sealed record ControlRow(
        long Breaks, long BreakRows,
        decimal BreakAmount, decimal BreakCounted, long Lines, decimal LineAmount, long Deductions, decimal DeductionStated,
        decimal DeductionExpected,
        long Terms, decimal TermsReclaim, decimal TermsOwed, decimal StatedPayable, long Statements);

    private ReconciliationWorkbook(
        NpgsqlConnection connection, EditionFrame frame, Names names, Language language, object[] chosen,
        IReadOnlyList<StatementRow> statements,
        ControlRow control)
    {
        this.connection = connection;
        this.frame = frame;
        this.names = names;
        this.language = language;
        this.chosen = chosen;
        this.statements = statements;
        this.control = control;
    }

    /// <summary>How many statements it holds.</summary>
    public int StatementCount => statements.Count;

    /// <summary>Reads the statements of some chains whose period ended in a range of dates.</summary>
    /// <param name="connection">With a transaction in which the clocks are set; open until the workbook is saved.</param>
    /// <param name="frame">The edition it belongs to.</param>
    /// <param name="names">Names by the same clocks.</param>
    /// <param name="language">The reader's language: of names.</param>
    /// <param name="chains">Chains.</param>
    /// <param name="from">First period end.</param>
    /// <param name="to">Last period end.</param>
    /// <param name="among">Chains of all the workbooks that this transaction will be asked for; these alone, unless given.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<ReconciliationWorkbook> LoadAsync(
        NpgsqlConnection connection, EditionFrame frame, Names names, Language language,
        IEnumerable<string> chains, DateOnly from, DateOnly to,
        IReadOnlyCollection<string>? among = null, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var chosen = new { chains = chains.ToArray(), from, to };
        await ReconciliationReading.EnsureAsync(connection, among ?? chosen.chains, from, to, ct);
        var statements = await connection.QueryAsync<StatementRow>(new CommandDefinition(
            ReconciliationQueries.Counted + """
            select chain_id, account_id, statement_number, period_from, period_to, stated_on, expected_goods, expected_deductions, expected_payable,
                   stated_payable, difference, break_total, coalesce(carried, 0) as carried, coalesce(counted, 0) as counted, coalesce(positive, 0) as positive, coalesce(negative, 0) as negative, is_complete, open_quarantined_rows::bigint as open_quarantined_rows, file_name, row_number
            from pg_temp.read_statement
            left join ops.load using (chain_id, load_id)
            left join counted using (chain_id, statement_number)
            left join pg_temp.read_open using (chain_id, statement_number)
            where chain_id = any (@chains)
            order by chain_id, account_id, period_to, statement_number
            """, chosen, commandTimeout: 0, cancellationToken: ct));
        var control =
            await connection.QuerySingleAsync<ControlRow>(new CommandDefinition(ReconciliationQueries.Control, chosen, commandTimeout: 0,
            cancellationToken: ct));
        return new ReconciliationWorkbook(
            connection, frame, names, language, [chosen.chains, language == Language.English], [.. statements], control);
    }

    /// <summary>Writes the workbook.</summary>
    /// <exception cref="ControlTotalException">A sheet does not add up to the warehouse's control total.</exception>
    /// <param name="target">Where to.</param>
    /// <param name="frontsOnly">Where the whole workbook lies, when this one shall hold the front sheets alone.</param>
    public async Task SaveAsync(Stream target, string? frontsOnly = null, CancellationToken ct = default)
    {
        var workbook =
            new ReportWorkbook($"KA 对账 Reconciliation {frame.BusinessDate:yyyy-MM-dd}", frame.ProducedAt) { FrontsOnly = frontsOnly };
        var breaks = Breaks();
        var lines = Lines();
        var deductions = Deductions();
        var terms = TermsChanged();
        var summary = new ReconciliationSummary(workbook, frame, names, language, statements, breaks);
        summary.Write();
        var kinds = await KindsAsync(workbook, breaks, ct);
        kinds.Write();
        workbook.AddDetail(breaks);
        workbook.AddDetail(deductions);
        workbook.AddDetail(terms);
        workbook.AddDetail(lines);
        new ControlSheet(workbook,
        [
            new("对账单数 Statements", control.Statements, $"COUNTA({summary.StatementNumbers})", "对账单 statements", "张 statements"),
            new("对账单应付合计 Stated payable", control.StatedPayable, $"SUM({summary.StatedPayable})", "对账单 statements"),
            new("差异笔数 Breaks", control.Breaks, breaks.Formula(ReconciliationQueries.BreakCountColumn), "mart.reconciliation_break", "笔 breaks"),
            new("差异行金额，结转逐单重复 Rows of breaks, carried ones on each statement", control.BreakAmount,
            breaks.Formula(ReconciliationQueries.BreakAmountColumn), "mart.reconciliation_break"),
            new("差异合计，结转只计一次 Breaks, carried once", control.BreakCounted, breaks.Formula(ReconciliationQueries.BreakCountedColumn),
            "mart.reconciliation_break"),
            new("各对账单计入之和 Counted, by statement", control.BreakCounted, $"SUM({summary.CountedOnce})", "概览 Summary"),
            new("各类差异之和 Counted, by kind", control.BreakCounted, kinds.CountedOnce, "差异分类 By kind"),
            new("扣款行数 Deductions", control.Deductions, deductions.Formula(0, "COUNTA("), "mart.deduction_review", "行 rows"),
            new("扣款金额 Deductions stated", control.DeductionStated, deductions.Formula(ReconciliationQueries.DeductionStatedColumn),
            "mart.deduction_review"),
            new("合同追溯可追回 Terms signed late, to claim", control.TermsReclaim, terms.Formula(ReconciliationQueries.TermsReclaimColumn),
            "mart.deduction_terms_changed"),
            new("合同追溯应付 Terms signed late, owed", control.TermsOwed, terms.Formula(ReconciliationQueries.TermsOwedColumn),
            "mart.deduction_terms_changed"),
            new("来源行数 Source rows", control.Lines, lines.Formula(0, "COUNTA("), "core.statement_line", "行 rows"),
            new("来源金额 Source amount", control.LineAmount, lines.Formula(ReconciliationQueries.LineAmountColumn), "core.statement_line"),
        ]).Write();
        await workbook.SaveAsync(target, ct);
    }

    private IReadOnlyList<DetailColumn> InLanguage(IReadOnlyList<DetailColumn> columns) =>
        [.. columns.Select(column => column.In(language))];

    private DetailSheet Breaks()
    {
        var columns = InLanguage(ReconciliationQueries.BreakColumns(control.BreakAmount, control.BreakCounted, control.Breaks));
        return new DetailSheet(
            "差异 Breaks",
            "每行一项差异，尾差每张对账单按正负各并为一行；含税，我方应得 − 对方所付 One break each, a statement's roundings in one row by sign; VAT included, ours − theirs",
            columns, control.BreakRows, QueryRows.Of(connection, columns, ReconciliationQueries.Breaks, chosen))
        {
            PrintedColumns = ReconciliationQueries.BreakPrinted,
        };
    }

    private DetailSheet Deductions()
    {
        var columns = InLanguage(ReconciliationQueries.DeductionColumns(control.DeductionStated, control.DeductionExpected));
        return new DetailSheet(
            "扣款 Deductions", "每行一笔扣款，对照合同条款 One deduction each, against the contract's terms", columns, control.Deductions,
            QueryRows.Of(connection, columns, ReconciliationQueries.Deductions, chosen))
        {
            PrintedColumns = ReconciliationQueries.DeductionPrinted,
        };
    }

    private DetailSheet TermsChanged()
    {
        var columns = InLanguage(ReconciliationQueries.TermsChangedColumns(control.TermsReclaim, control.TermsOwed));
        return new DetailSheet(
            "合同追溯 Terms", "后签合同改变的扣款，每行一笔，不在对账差额之内 Fees that a contract signed later changes, one each, outside the differences", columns,
            control.Terms,
            QueryRows.Of(connection, columns, ReconciliationQueries.TermsChanged, chosen));
    }

    private DetailSheet Lines()
    {
        var columns = InLanguage(ReconciliationQueries.LineColumns(control.LineAmount));
        return new DetailSheet(
            "来源行 Source rows", "对账单的每一行，及其文件与行号 Every line of the statements, with file and row", columns, control.Lines,
            QueryRows.Of(connection, columns, ReconciliationQueries.Lines, chosen))
        {
            IsForScreen = true,
        };
    }

    private async Task<KindSheet> KindsAsync(ReportWorkbook workbook, DetailSheet breaks, CancellationToken ct)
    {
        var kinds = await connection.QueryAsync<KindRow>(new CommandDefinition(
            ReconciliationQueries.ByKind, new { chains = chosen[0] }, commandTimeout: 0,
            cancellationToken: ct));
        return new KindSheet(workbook, breaks, [.. kinds]);
    }
}

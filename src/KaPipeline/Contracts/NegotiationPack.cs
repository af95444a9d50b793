using System.Globalization;
using Dapper;
using KaPipeline.Warehouse;
using KaPipeline.Workbooks;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Contracts;

/// <summary>
/// The contract negotiation pack of a chain and a year (M5.1): what was sold, what it cost in fees and rebates, what promotions
/// brought, which items and disputes there were, and what a proposed term would cost. One sheet per question.
/// </summary>
public static class NegotiationPack
{
    /// <summary>Builds the workbook from the warehouse.</summary>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="year">Contract year; up to the clock's date where it is the running one.</param>
    /// <param name="clock">What is known and judged when.</param>
    /// <param name="proposedPct">A percentage fee the chain proposes, of goods less returns, or null when none is on the table.</param>
    /// <param name="proposedFixed">A fixed yearly fee it proposes, RMB.</param>
    /// <param name="producedAt">Moment written into the file.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="ArgumentException">There is no such chain.</exception>
    public static async Task<ReportWorkbook> BuildAsync(
        NpgsqlConnection connection, string chainId, int year, ReportClock clock, decimal? proposedPct, decimal? proposedFixed,
        DateTimeOffset producedAt,
        CancellationToken ct = default)
    {
        await using var transaction = await clock.BeginAsync(connection, ct);
        var chain = await connection.QuerySingleOrDefaultAsync<(string Name, string NameEn)?>(
            "select name, name_en from core.chain where chain_id = @chainId", new { chainId })
            ?? throw new ArgumentException($"There is no chain \"{chainId}\" in the warehouse.", nameof(chainId));
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var span = new { chainId, year, from = new DateOnly(year, 1, 1), to = new DateOnly(year, 12, 31) };
        var workbook = new ReportWorkbook($"{chain.Name} {year} 合同谈判资料", producedAt);
        var front = workbook.AddFront("概要 Summary");
        foreach (var section in NegotiationSection.All)
        {
            var rows = (await connection.QueryAsync(new CommandDefinition(section.Sql, span, transaction, commandTimeout: 0,
                cancellationToken: ct)))
                .Select(row => ((IDictionary<string, object?>)row).Values.Zip(section.Columns, Cell).ToArray()).ToList();
            Write(workbook, section, rows, chain.Name, year);
        }

        // A year of which nothing is known has no row.
        var ground = await connection.QuerySingleOrDefaultAsync<NegotiationGround>(new CommandDefinition(
            "select * from mart.negotiation_ground where chain_id = @chainId and year = @year", span, transaction, commandTimeout: 0,
            cancellationToken: ct)) ?? new NegotiationGround();
        NegotiationSummary.Write(workbook, front, $"{chain.Name} {chain.NameEn}", year, clock.AsOf, ground,
            await ProposedAsync(connection, transaction, chainId, year, proposedPct, proposedFixed, ct));
        return workbook;
    }

    private static async Task<ProposedTerm?> ProposedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string chainId, int year, decimal? pct, decimal? fixedAmount,
        CancellationToken ct)
    {
        if (pct is null && fixedAmount is null)
        {
            return null;
        }

        var proposed = await connection.QuerySingleOrDefaultAsync<ProposedTerm>(new CommandDefinition(
            "select * from mart.proposed_term(@chainId, @year, @pct, @fixedAmount)", new { chainId, year, pct, fixedAmount }, transaction,
            commandTimeout: 0, cancellationToken: ct)) ?? new ProposedTerm { CostAmount = fixedAmount ?? 0 };
        return proposed with { Pct = pct ?? 0, FixedAmount = fixedAmount ?? 0 };
    }

    private static void Write(ReportWorkbook workbook, NegotiationSection section, List<object?[]> rows, string chain, int year)
    {
        var sheet = workbook.AddFront(section.Name);
        sheet.Cells[1, 1].Value = string.Create(CultureInfo.InvariantCulture, $"{chain} {year} · {section.Title}");
        SheetLook.Title(sheet.Cells[1, 1]);
        sheet.Cells[2, 1].Value = section.Note;
        SheetLook.Note(sheet.Cells[2, 1]);
        for (var i = 0; i < section.Columns.Count; i++)
        {
            sheet.Column(i + 1).Width = section.Columns[i].Width;
        }

        var columns = section.Columns.Select((column, i) => column.Kind == ColumnKind.Money && section.HasTotals
            ? column with { ControlTotal = rows.Sum(row => row[i] as decimal? ?? 0) } : column).ToList();
        FrontTable.Write(workbook, sheet, 4, columns, rows);
        sheet.View.FreezePanes(5, 1);
        sheet.PrinterSettings.RepeatRows = new ExcelAddress("$4:$4");
    }

    private static object? Cell(object? value, DetailColumn column) => value switch
    {
        DateTime moment => DateOnly.FromDateTime(moment),
        string code when column.Codes is { } codes => codes.Both(code),
        long or int or short => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => value,
    };
}

using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Reconciliation;

/// <summary>When a letter brings the reconciliation workbook, and of which chains: those that the reader has whole.</summary>
public static class ReconciliationAttachment
{
    /// <summary>Its name in <c>recipients.yaml</c>.</summary>
    public const string Workbook = "reconciliation";

    /// <summary>Days back that a statement's period may have ended.</summary>
    public const int DaysBack = 62;

    /// <summary><c>KA对账 2026-05-15 dingfeng.xlsx</c>, mailed or downloaded.</summary>
    /// <param name="day">Of the edition; of a statement's workbook the end of its period.</param>
    /// <param name="chains">Identities of the chains that it is about; empty where these are all.</param>
    public static string FileName(Language language, DateOnly day, string chains) =>
        $"{language.Say("KA对账", "KA reconciliation")} {day:yyyy-MM-dd} {chains}".TrimEnd() + ".xlsx";

    /// <summary>Chains of which a statement arrived in the edition's period.</summary>
    public static async Task<IReadOnlySet<string>> ChainsWithNewStatementsAsync(NpgsqlConnection connection, EditionFrame frame,
        CancellationToken ct = default) =>
        (await connection.QueryAsync<string>(new CommandDefinition(
            """
            select distinct chain_id from core.statement
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and arrived_at >= @from
            """, new { from = BusinessTime.At(frame.From, TimeOnly.MinValue) }, cancellationToken: ct))).ToHashSet();

    /// <summary>The workbook for a reader, where any of its whole chains has news.</summary>
    public static IEnumerable<WorkbookOrder> For(EditionFrame frame, Names names, Recipient reader, Func<string, bool> hasNews)
    {
        var chains = names.Chains.Where(chain => reader.Scope.Sees(chain, "", "", "")).ToList();
        if (!chains.Any(hasNews))
        {
            return [];
        }

        var language = Language.Of(reader.Language);
        var part = chains.Count == names.Chains.Count() ? "" : string.Join('+', chains);
        return
        [
            new WorkbookOrder(
                $"{Workbook} {language.Code} {part}".TrimEnd(),
                FileName(language, frame.BusinessDate, part),
                async (connection, target, frontsOnly, ct) =>
            {
                var book = await ReconciliationWorkbook.LoadAsync(
                    connection, frame, names, language, chains, frame.BusinessDate.AddDays(-DaysBack), frame.BusinessDate,
                    [.. names.Chains], ct);
                await book.SaveAsync(target, frontsOnly, ct);
            }),
        ];
    }
}

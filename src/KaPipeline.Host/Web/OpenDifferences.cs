using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Web;

/// <summary>What the mails of a date say is open between the books and the statements: of all that the reader sees, of a chain, or of a
/// statement.</summary>
/// <param name="Amounts">Ours to claim and theirs, in words.</param>
/// <param name="Listed">How many differences.</param>
public sealed record OpenDifferences(string Amounts, long Listed)
{
    /// <summary>Adds them up; null where nothing is open.</summary>
    public static async Task<OpenDifferences?> OfAsync(SeenRows seen, ReportClock clock, string? chain, string? statement,
        Language language, CancellationToken ct)
    {
        var sum = (await seen.ListAsync<Sums>(
            clock,
            $"""
            select coalesce(sum(positive_amount), 0) as positive, coalesce(sum(negative_amount), 0) as negative,
              count(*) filter (where is_minor) as minor, count(distinct difference_key) filter (where not is_minor) as listed
            from seen.{(string.IsNullOrEmpty(statement) ? "statement_difference" : "difference_of_statement")} as one
            where (@Chain = '' or chain_id = @Chain) and (@Statement = '' or statement_number = @Statement)
            """, new { Chain = chain ?? "", Statement = statement ?? "" }, ct)).Single();
        var words = OpenWords.Amounts(OpenItemKind.MoneyBreak, new OpenTotal(sum.Listed, 0, 0, sum.Minor, sum.Positive, sum.Negative),
            language);
        return words.Length == 0 ? null : new OpenDifferences(words, sum.Listed);
    }

    private sealed record Sums
    {
        public decimal Positive { get; init; }
        public decimal Negative { get; init; }
        public long Minor { get; init; }
        public long Listed { get; init; }
    }
}

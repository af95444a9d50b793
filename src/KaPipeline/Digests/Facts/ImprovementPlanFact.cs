using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>An outlet or item among the last five, or with a plan of improvement, and how far that is (mart.improvement_plan). What a
/// place does not say is empty: an item is ranked in a chain or in a region.</summary>
public sealed record ImprovementPlanFact(
    string Kind, string ChainId, string Region, string City, string StoreId, string ProductId, long? MonthsInBottom, bool IsEscalated,
    DateOnly WantedBy, string State, string? PlanText, string? Owner, DateOnly? DueOn, DateOnly? DoneOn, string? Result, int DaysLate)
{
    /// <summary>Reads them, what is late first, by the clocks of the connection's transaction.</summary>
    public static async Task<IReadOnlyList<ImprovementPlanFact>> LoadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return (await connection.QueryAsync<ImprovementPlanFact>(new CommandDefinition(
            """
            select kind, chain_id, region, city, store_id, product_id, months_in_bottom::bigint as months_in_bottom, is_escalated, wanted_by,
                   state, plan_text, owner, due_on, done_on, result, days_late
            from mart.improvement_plan
            order by array_position(array['late', 'running', 'missing', 'wanted', 'done'], state), is_escalated desc, days_late desc,
                due_on, kind desc, chain_id, region, store_id, product_id
            """, commandTimeout: 0, cancellationToken: ct))).AsList();
    }
}

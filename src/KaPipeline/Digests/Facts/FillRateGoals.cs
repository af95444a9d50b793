using Dapper;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>What letters hold fill rates against (M4.4), from <c>config/rules.yaml</c> as known at the report's clock;
/// fractions.</summary>
/// <param name="FillRate">Fill rate to reach; null where no warehouse is asked: then nothing is judged.</param>
/// <param name="FillRateAlarm">Fill rate below which a chain is marked as bad and not only under the goal.</param>
public sealed record FillRateGoals(decimal? FillRate, decimal? FillRateAlarm)
{
    /// <summary>No goals, for documents that are made without a warehouse.</summary>
    public static FillRateGoals None { get; } = new(null, null);

    /// <summary>The fill rate to reach, as letters print it: <c>90%</c>.</summary>
    public string FillRateText => FillRate is { } goal ? FormattableString.Invariant($"{goal * 100:0.#}%") : "—";

    /// <summary>Reads them.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="ct">Stops the query.</param>
    public static async Task<FillRateGoals> LoadAsync(NpgsqlConnection connection, CancellationToken ct = default)
    {
        var (goal, alarm) = await connection.QuerySingleAsync<(decimal, decimal)>(new CommandDefinition(
            "select core.rule_value('figures.fill_rate_target_pct') / 100, core.rule_value('figures.fill_rate_alarm_pct') / 100",
            cancellationToken: ct));
        return new FillRateGoals(goal, alarm);
    }
}

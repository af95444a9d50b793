using Npgsql;
using NpgsqlTypes;

namespace KaPipeline.Rules;

/// <summary>Mirrors a <see cref="BusinessRules"/> into <c>core.rule_setting</c>, <c>core.penalty_rule</c> and
/// <c>core.penalty_share</c>: what is first seen counts from ever, a change from the moment it is made.</summary>
public static class BusinessRulesSync
{
    /// <summary>Brings the warehouse to the rules; unchanged rules are left alone.</summary>
    /// <param name="connection">An open connection; its transaction, if any, is used.</param>
    /// <param name="rules">What <c>config/rules.yaml</c> says.</param>
    /// <param name="now">The moment of change.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>How many versions were written or closed.</returns>
    public static async Task<int> SyncAsync(NpgsqlConnection connection, BusinessRules rules, DateTimeOffset now,
        CancellationToken ct = default)
    {
        var thresholds = rules.Thresholds.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        var penalties = rules.Penalties.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        var shares = penalties.SelectMany(entry => entry.Value.Shares.Select(share => (entry.Key, Role: share.Key, share.Value))).ToArray();
        return await ApplyAsync(connection, "core.rule_setting", "rule_key", "value, unit, source", now, ct,
                ("text", thresholds.Select(entry => entry.Key).ToArray()),
                ("numeric", thresholds.Select(entry => entry.Value.Value).ToArray()),
                ("text", thresholds.Select(entry => entry.Value.Unit).ToArray()),
                ("text", thresholds.Select(entry => entry.Value.Source).ToArray()))
            + await ApplyAsync(connection, "core.penalty_rule", "rule_id",
            "title, title_en, clause, unit, unit_amount, minimum, maximum, needs, needs_en, feed", now, ct,
                ("text", penalties.Select(entry => entry.Key).ToArray()),
                ("text", penalties.Select(entry => entry.Value.Title).ToArray()),
                ("text", penalties.Select(entry => entry.Value.TitleEn).ToArray()),
                ("text", penalties.Select(entry => entry.Value.Clause).ToArray()),
                ("text", penalties.Select(entry => entry.Value.Unit).ToArray()),
                ("numeric", penalties.Select(entry => entry.Value.Amount).ToArray()),
                ("numeric", penalties.Select(entry => entry.Value.Minimum).ToArray()),
                ("numeric", penalties.Select(entry => entry.Value.Maximum).ToArray()),
                ("text", penalties.Select(entry => entry.Value.Needs).ToArray()),
                ("text", penalties.Select(entry => entry.Value.NeedsEn).ToArray()),
                ("text", penalties.Select(entry => entry.Value.Feed).ToArray()))
            + await ApplyAsync(connection, "core.penalty_share", "rule_id, role", "factor, is_capped, limit_factor, jointly, otherwise",
            now, ct,
                ("text", shares.Select(share => share.Key).ToArray()),
                ("text", shares.Select(share => share.Role).ToArray()),
                ("numeric", shares.Select(share => share.Value.Factor).ToArray()),
                ("boolean", shares.Select(share => share.Value.Capped).ToArray()),
                ("numeric", shares.Select(share => share.Value.LimitFactor).ToArray()),
                ("text", shares.Select(share => share.Value.Jointly).ToArray()),
                ("text", shares.Select(share => share.Value.Otherwise).ToArray()));
    }

    private static async Task<int> ApplyAsync(
        NpgsqlConnection connection, string table, string keys, string values, DateTimeOffset now, CancellationToken ct,
        params (string Type, Array Cells)[] columns)
    {
        var arrays = string.Join(", ", columns.Select((column, i) => $"${i + 2}::{column.Type}[]"));
        await using var command = new NpgsqlCommand(
            $"""
            with given as (
                select * from unnest({arrays}) as given ({keys}, {values})
            ), closed as (
                update {table} as kept set superseded_at = $1, superseded_recorded_at = $1
                where superseded_at = 'infinity' and not exists (
                    select from given where ({Of("given", keys)}) = ({Of("kept", keys)})
                        and ({Of("given", values)}) is not distinct from ({Of("kept", values)}))
                returning 1
            ), opened as (
                insert into {table} ({keys}, {values}, arrived_at, recorded_at)
                select {Of("given", keys)}, {Of("given", values)},
                    case when exists (select from {table} as kept where ({Of("given", keys)}) = ({Of("kept", keys)}))
                        then $1 else '-infinity' end, $1
                from given
                where not exists (
                    select from {table} as kept where superseded_at = 'infinity' and ({Of("given", keys)}) = ({Of("kept", keys)})
                        and ({Of("given", values)}) is not distinct from ({Of("kept", values)}))
                returning 1
            )
            select (select count(*) from closed) + (select count(*) from opened)
            """, connection);
        command.Parameters.Add(new() { Value = now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        foreach (var (_, cells) in columns)
        {
            command.Parameters.Add(new() { Value = cells });
        }

        return (int)(long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string Of(string table, string columns) =>
        string.Join(", ", columns.Split(", ").Select(column => $"{table}.{column}"));
}

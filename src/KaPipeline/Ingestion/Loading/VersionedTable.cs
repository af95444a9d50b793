using Dapper;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>A table of <c>core</c> whose rows are versions, as the catalogue describes it: the merge needs no list of columns of its
/// own.</summary>
/// <param name="Name">Name without schema.</param>
/// <param name="Key">What a line is known by, without its month and its version.</param>
/// <param name="Values">What a version says about it.</param>
/// <param name="Checks">Check constraints: rows that break one are quarantined under its name.</param>
/// <param name="Types">SQL type and default expression of each column.</param>
public sealed record VersionedTable(
    string Name,
    IReadOnlyList<string> Key,
    IReadOnlyList<string> Values,
    IReadOnlyList<TableCheck> Checks,
    IReadOnlyDictionary<string, (string Type, string? Default)> Types)
{
    private static readonly string[] Version =
        ["load_id", "row_number", "more_rows", "arrived_at", "recorded_at", "superseded_at", "superseded_recorded_at", "superseded_by"];

    /// <summary>Columns that must have a value.</summary>
    public required IReadOnlySet<string> Required { get; init; }

    /// <summary>Whether it is partitioned by the month of the document.</summary>
    public bool IsPartitioned => Types.ContainsKey("partition_month");

    /// <summary>Whether several rows of a file can be behind one version.</summary>
    public bool HasMoreRows => Types.ContainsKey("more_rows");

    /// <summary>Reads the catalogue.</summary>
    /// <exception cref="ArgumentException">There is no such table, or it keeps no versions.</exception>
    public static async Task<VersionedTable> ReadAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        var columns =
            (await connection.QueryAsync<(string Name, string Type, string? Default, bool IsRequired, bool IsKey)>(new CommandDefinition(
            """
            select a.attname, format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid), a.attnotnull,
                   exists (select from pg_constraint c where c.conrelid = a.attrelid and c.conname = @table || '_version_once' and a.attnum = any (c.conkey))
            from pg_attribute a
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = to_regclass('core.' || quote_ident(@table)) and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """, new { table }, cancellationToken: ct))).ToList();
        if (!columns.Any(column => column.IsKey))
        {
            throw new ArgumentException($"core.{table} is no table of versions: it has no constraint {table}_version_once.", nameof(table));
        }

        var facts = columns.Where(column => !Version.Contains(column.Name) && column.Name != "partition_month").ToList();
        var checks = await connection.QueryAsync<TableCheck>(new CommandDefinition(
            """
            select conname::text as name, pg_get_expr(conbin, conrelid) as expression, obj_description(oid, 'pg_constraint') as meaning,
                   (select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = conrelid and attnum = any (conkey)) as names
            from pg_constraint
            where conrelid = to_regclass('core.' || quote_ident(@table)) and contype = 'c' order by conname
            """, new { table }, cancellationToken: ct));
        return new VersionedTable(
            table,
            [.. facts.Where(column => column.IsKey).Select(column => column.Name)],
            [.. facts.Where(column => !column.IsKey).Select(column => column.Name)],
            [.. checks],
            columns.ToDictionary(column => column.Name, column => (column.Type, column.Default), StringComparer.Ordinal))
        {
            Required = columns.Where(column => column.IsRequired).Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
        };
    }
}

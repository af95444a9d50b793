using Dapper;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>What the tables of <c>core</c> hold, as a hash each: all that a question by arrival can see, with file names instead of load
/// numbers.</summary>
internal static class CoreHashes
{
    public static async Task<SortedDictionary<string, string>> OfAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        var tables = await connection.QueryAsync<(string Table, string Columns)>(
            """
            select c.relname, string_agg('t.' || quote_ident(a.attname), ', ' order by a.attname)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and a.attname not in ('load_id', 'superseded_by', 'recorded_at', 'superseded_recorded_at')
            where c.relnamespace = 'core'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
              and exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = 'superseded_by')
            group by c.relname
            """);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (table, columns) in tables)
        {
            hashes[table] = (await connection.ExecuteScalarAsync<string>(
                $"""
                select count(*) || ' ' || coalesce(md5(string_agg(line, e'\n' order by line collate "C")), '-')
                from (
                    select concat_ws('|', row({columns})::text, l.file_name, s.file_name) as line
                    from core.{table} t
                    left join ops.load l on l.load_id = t.load_id
                    left join ops.load s on s.load_id = t.superseded_by
                    where t.superseded_at <> '-infinity'
                ) x
                """))!;
        }

        return hashes;
    }
}

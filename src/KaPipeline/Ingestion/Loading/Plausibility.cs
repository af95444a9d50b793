using Dapper;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// Judges whether the staged rows of one file can be believed: by the file itself, by the documents that the warehouse knows, and by what
/// this report of the chain has sent before, which each file that is loaded adds to. All in the load's transaction.
/// </summary>
internal sealed class Plausibility(NpgsqlConnection connection, LoadRecord record, ReportReader reader)
{
    private readonly FileLimits limits = reader.Limits;

    private static readonly string[] Documents = ["order_line", "delivery_line", "statement_line", "statement"];
    private static readonly string[] RowsOfTheirOwn = [RejectionRule.DatesOutOfOrder, RejectionRule.ImplausibleDate];

    /// <summary>The outcome, held where something in the file is implausible.</summary>
    public async Task<ReadOutcome> JudgeAsync(ReadOutcome outcome, CancellationToken ct)
    {
        // The company's own files hold no documents.
        if (outcome.State != ReadState.Read || reader.IsBelieved || record.ChainId.Length == 0)
        {
            return outcome;
        }

        IReadOnlyList<OddContent> odd =
        [
            .. outcome.Odd, .. Disordered(outcome), .. await ContradictionsAsync(outcome, ct), .. await NewShapesAsync(outcome.Signs!, ct),
            .. await LeapsAsync(outcome.Signs!, ct),
        ];
        return odd.Count == 0 ? outcome : outcome with
        {
            State = ReadState.Held,
            Odd = odd,
            Finding = $"内容可疑，等待放行或作废 implausible, waits to be let in or given up: {string.Join("; ", odd.Take(3))}{(odd.Count > 3 ? $"; … {odd.Count} 处 in all" : "")}",
        };
    }

    /// <summary>Adds what a loaded file shows to what is known of its report.</summary>
    public async Task RememberAsync(ReadOutcome outcome, CancellationToken ct)
    {
        var signs = outcome.Signs!;
        if (signs.Numbers.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into ops.number_shape as known (chain_id, report, field, shape, shortest, longest, number_count)
                    select @ChainId, @Report, * from unnest(@fields, @shapes, @shortest, @longest, @counts)
                on conflict (chain_id, report, field, shape) do update
                    set shortest = least(known.shortest, excluded.shortest), longest = greatest(known.longest, excluded.longest),
                        number_count = known.number_count + excluded.number_count
                """, Shapes(signs), cancellationToken: ct));
        }

        if (signs.Amounts.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into ops.item_usual as known (chain_id, report, target, measure, item, line_count, log_sum)
                    select @ChainId, @Report, * from unnest(@targets, @measures, @items, @lines, @sums)
                on conflict (chain_id, report, target, measure, item) do update
                    set line_count = known.line_count + excluded.line_count, log_sum = known.log_sum + excluded.log_sum
                """, Amounts(signs), cancellationToken: ct));
        }
    }

    // Rows that contradict themselves are set aside one by one, unless they are more than slips of the pen. With its head a statement would
    // lose all its lines.
    private IEnumerable<OddContent> Disordered(ReadOutcome outcome)
    {
        foreach (var rule in RowsOfTheirOwn)
        {
            var rows = outcome.Rejected.Count(row => row.Rule == rule);
            var first = outcome.Rejected.Where(row => row.Rule == rule).MaxBy(row => row.DocumentKind == "statement");
            if (first is not null && (first.DocumentKind == "statement" || limits.AreTooMany(rows, outcome.RowsIn)))
            {
                yield return new OddContent(rule, first.Sheet, first.RowNumber, first.Column, first.Found, Bilingual.Both(first.Expected ?? ""), rows);
            }
        }
    }

    // Of each document one row: the order day against the first receipt, the receipt against the statement, the period against the arrival
    // and against that of the statement that has its number already.
    private async Task<IEnumerable<OddContent>> ContradictionsAsync(ReadOutcome outcome, CancellationToken ct)
    {
        var found = new List<OddContent>();
        foreach (var target in Documents.Where(target => outcome.Staged.GetValueOrDefault(target) > 0))
        {
            var rows = (await connection.QueryAsync<Contradiction>(new CommandDefinition(
                SqlFiles.Read($"plausibility/{target}.sql"),
                new
                {
                    load = record.LoadId, chain = record.ChainId, per_store = reader.Report.IsPerStore, far = limits.DaysFar,
                    arrived = BusinessTime.DateOf(record.ArrivedAt)
                },
                commandTimeout: 0, cancellationToken: ct))).AsList();
            foreach (var rule in rows.GroupBy(row => row.Rule)
                .Where(rule => target == "statement" || limits.AreTooMany(rule.Sum(row => row.RowCount), outcome.RowsIn)))
            {
                var first = rule.MinBy(row => row.RowNumber)!;
                var (sheet, row) = outcome.PlaceOf(first.RowNumber);
                found.Add(new OddContent(
                    rule.Key, sheet, row, outcome.Signs!.Columns.GetValueOrDefault(first.Field) ?? Label.Column.Both(first.Field),
                    first.FoundText ?? $"{first.Found:yyyy-MM-dd}", first.Expected, rule.Sum(one => one.RowCount)));
            }
        }

        return found;
    }

    private async Task<IEnumerable<OddContent>> NewShapesAsync(FileSigns signs, CancellationToken ct)
    {
        if (signs.Numbers.Count == 0)
        {
            return [];
        }

        var known = (await connection.QueryAsync<(string Field, string Shape, int Shortest, int Longest, long Count)>(new CommandDefinition(
            "select field, shape, shortest, longest, number_count from ops.number_shape where chain_id = @ChainId and report = @Report",
            record, cancellationToken: ct))).ToLookup(shape => shape.Field);
        return signs.Numbers.Where(seen => known[seen.Field].Sum(shape => shape.Count) >= limits.KnownNumbers && known[seen.Field]
            .Count() <= limits.KnownShapes)
            .SelectMany(seen =>
            {
                var like = known[seen.Field].Where(shape => shape.Shape == seen.Shape).ToList();
                var usual = string.Join(", ", known[seen.Field].OrderByDescending(shape => shape.Count).Take(3)
                    .Select(shape =>
                    $"{shape.Shape} ({(shape.Shortest == shape.Longest ? $"{shape.Longest}" : $"{shape.Shortest}–{shape.Longest}")})"));
                var expected = $"与此前同形的编号（9 数字，A 字母；长度）a number shaped as before, 9 for digits and A for letters, with its length: {usual}";

                // A number that counts up gains a digit now and then.
                return like switch
                {
                    [] => [seen.Longest.Place.Odd(OddRule.NewShape, seen.Longest.Text, expected, seen.Count)],
                    [var shape] when seen.Longest.Length > shape.Longest
                    + 1 => [seen.Longest.Place.Odd(OddRule.NewShape, seen.Longest.Text, expected)],
                    [var shape] when seen.Shortest.Length < shape.Shortest =>
                    new[] { seen.Shortest.Place.Odd(OddRule.NewShape, seen.Shortest.Text, expected) },
                    _ => [],
                };
            });
    }

    private async Task<IEnumerable<OddContent>> LeapsAsync(FileSigns signs, CancellationToken ct)
    {
        if (signs.Amounts.Count == 0)
        {
            return [];
        }

        var usual = (await connection.QueryAsync<(string Target, string Measure, string Item, double Usual)>(new CommandDefinition(
            """
            select target, measure, item, exp(log_sum / line_count) from ops.item_usual
            where chain_id = @ChainId and report = @Report and line_count >= @KnownLines
            """, new { record.ChainId, record.Report, limits.KnownLines }, cancellationToken: ct)))
            .ToDictionary(one => (one.Target, one.Measure, one.Item), one => one.Usual);
        return from seen in signs.Amounts
               where usual.TryGetValue((seen.Target, seen.Measure, seen.Item), out var size)
                   && seen.Largest >= size * (double)limits.TimesUsual
               let size = usual[(seen.Target, seen.Measure, seen.Item)]
               select seen.Place.Odd(OddRule.FarFromUsual, seen.LargestText, FormattableString.Invariant(
                   $"商品 {seen.Item} 通常值 {size:0.##} 的 {limits.TimesUsual:0} 倍以内 less than {limits.TimesUsual:0} times the usual {size:0.##} of item {seen.Item}"));
    }

    private object Shapes(FileSigns signs) => new
    {
        record.ChainId,
        record.Report,
        fields = signs.Numbers.Select(seen => seen.Field).ToArray(),
        shapes = signs.Numbers.Select(seen => seen.Shape).ToArray(),
        shortest = signs.Numbers.Select(seen => seen.Shortest.Length).ToArray(),
        longest = signs.Numbers.Select(seen => seen.Longest.Length).ToArray(),
        counts = signs.Numbers.Select(seen => seen.Count).ToArray(),
    };

    private object Amounts(FileSigns signs) => new
    {
        record.ChainId,
        record.Report,
        targets = signs.Amounts.Select(seen => seen.Target).ToArray(),
        measures = signs.Amounts.Select(seen => seen.Measure).ToArray(),
        items = signs.Amounts.Select(seen => seen.Item).ToArray(),
        lines = signs.Amounts.Select(seen => seen.Lines).ToArray(),
        sums = signs.Amounts.Select(seen => seen.LogSum).ToArray(),
    };

    private sealed record Contradiction
    {
        public int RowNumber { get; init; }

        public string Rule { get; init; } = "";

        public string Field { get; init; } = "";

        public DateOnly? Found { get; init; }

        public string? FoundText { get; init; }

        public string Expected { get; init; } = "";

        public long RowCount { get; init; }
    }
}

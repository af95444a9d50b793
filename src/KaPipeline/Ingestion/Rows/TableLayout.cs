using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Which columns a table of a profile needs and knows.</summary>
internal sealed class TableLayout
{
    private readonly List<IReadOnlyList<string>> required = [];
    private readonly List<string> known = [];

    public TableLayout(ReportProfile profile)
    {
        Profile = profile;
        foreach (var field in profile.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Column))
        {
            known.AddRange(field.Names);
            if (!field.IsOptional)
            {
                required.Add(field.Names);
            }
        }

        var conditions = profile.Rows.SelectMany(record => record.When).Concat(profile.Skip).Select(condition => condition.Columns);
        var total = profile.Total is { } row ? row.Sums.Concat(row.Blank).Select(name => (IReadOnlyList<string>)[name]) : [];
        required.AddRange(conditions.Concat(total));
        required = [.. required.DistinctBy(names => string.Join('\n', names))];
        known.AddRange(required.SelectMany(names => names));
        FirstWords = new WordSet(known.Concat(profile.Ignore).Concat(profile.Unpivot?.Except ?? [])
            .Where(name => !name.StartsWith('#')).Select(name => name.Split('#')[0])
            .SelectMany(name => name.Split('/').Prepend(name)).Distinct());
    }

    public ReportProfile Profile { get; }

    /// <summary>Names that a header row may begin with.</summary>
    public WordSet FirstWords { get; }

    public int Required => required.Count;

    public IEnumerable<string> RequiredNames => required.Select(names => names[0]).Distinct();

    /// <summary>How many of the needed columns a header has.</summary>
    public int Score(Header header) => required.Count(names => names.Any(name => header.Find(name) >= 0));

    public string[] Missing(Header header) =>
        [.. required.Where(names => !names.Any(name => header.Find(name) >= 0)).Select(names => string.Join(" / ", names)).Distinct()];

    /// <summary>Columns that the profile neither uses nor ignores.</summary>
    public IEnumerable<string> AddedColumns(Header header)
    {
        var places = known.Concat(Profile.Ignore).Concat(Profile.Unpivot?.Except ?? []).Select(header.Find)
            .Concat(header.Across(Profile.Unpivot)).ToHashSet();
        return Enumerable.Range(0, header.Count).Where(at => header.Names[at].Length > 0 && !places.Contains(at)).Select(header.Label);
    }

    /// <summary>Places of the columns that a data row fills.</summary>
    public int[] Places(Header header) =>
        [.. required.Select(names => names.Select(header.Find).FirstOrDefault(at => at >= 0, -1)).Where(at => at >= 0).Distinct()];

    /// <summary>Whether a sheet belongs to the table by its name. A hidden one does only where the profile names it in full.</summary>
    public bool MayStandOn(TableReader table) => Profile.Sheet is { } pattern
        ? FileNamePattern.Matches(pattern, table.Sheet) && (!table.IsHidden || pattern.AsSpan().IndexOfAny('*', '?') < 0)
        : !table.IsHidden;
}

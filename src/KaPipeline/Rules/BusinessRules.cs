using System.Text.RegularExpressions;
using KaPipeline.Configuration;
using KaPipeline.Digests.Calendar;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Warehouse;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Rules;

/// <summary>The company's choices of <c>config/rules.yaml</c>: thresholds of alerts and figures, and the manual's penalties.</summary>
public sealed partial class BusinessRules
{
    /// <summary>Thresholds by their name, for example <c>lock.suspected_interval_factor</c>.</summary>
    public Dictionary<string, Threshold> Thresholds { get; init; } = [];

    /// <summary>Penalties by their name, for example <c>sku_lock</c>.</summary>
    public Dictionary<string, Penalty> Penalties { get; init; } = [];

    /// <summary>From when on a file is implausible.</summary>
    /// <exception cref="InvalidDataException">A threshold of files is missing or not positive.</exception>
    public FileLimits FileLimits() =>
        Ingestion.Rows.FileLimits.Of(Thresholds.ToDictionary(rule => rule.Key, rule => rule.Value.Value ?? 0));

    /// <summary>One threshold.</summary>
    public sealed class Threshold
    {
        /// <summary>The figure itself, in <see cref="Unit"/>.</summary>
        public decimal? Value { get; init; }

        /// <summary>What it counts, in words.</summary>
        public string Unit { get; init; } = "";

        /// <summary>The clause it comes from, or why it was chosen.</summary>
        public string Source { get; init; } = "";
    }

    /// <summary>One penalty of the operating manual: shown as an exposure, decided on by a person.</summary>
    public sealed class Penalty
    {
        /// <summary>Name for people, Chinese.</summary>
        public string Title { get; init; } = "";

        /// <summary>Name for people, English.</summary>
        public string TitleEn { get; init; } = "";

        /// <summary>Clause of the manual.</summary>
        public string Clause { get; init; } = "";

        /// <summary>What is counted: <c>sku_store</c>, <c>item</c>, <c>store</c>, <c>day</c>, <c>piece</c> or <c>case</c>.</summary>
        public string Unit { get; init; } = "";

        /// <summary>RMB per unit; null only where the penalty <see cref="Needs"/> data, and our copy of the manual does not show
        /// it.</summary>
        public decimal? Amount { get; init; }

        /// <summary>RMB at least, per person; null for none.</summary>
        public decimal? Minimum { get; init; }

        /// <summary>RMB at most, per person; null for none.</summary>
        public decimal? Maximum { get; init; }

        /// <summary>Which data would decide it, Chinese; empty where it is computed.</summary>
        public string Needs { get; init; } = "";

        /// <summary>The same, English.</summary>
        public string NeedsEn { get; init; } = "";

        /// <summary>The optional feed that brings them; empty: none does.</summary>
        public string Feed { get; init; } = "";

        /// <summary>Role to how many times the amount it bears.</summary>
        public Dictionary<string, Share> Shares { get; init; } = [];
    }

    /// <summary>What one role bears of a penalty.</summary>
    public sealed class Share
    {
        /// <summary>Times the penalty's amount.</summary>
        public decimal? Factor { get; init; }

        /// <summary>Whether the penalty's minimum and maximum hold for it.</summary>
        public bool Capped { get; init; } = true;

        /// <summary>Times that these limits are multiplied for it.</summary>
        public decimal LimitFactor { get; init; } = 1;

        /// <summary>Role that bears the same amount jointly, in one exposure with it; empty: nobody.</summary>
        public string Jointly { get; init; } = "";

        /// <summary>Role that bears it where master data name nobody; empty: then nobody is named.</summary>
        public string Otherwise { get; init; } = "";
    }

    /// <summary>Penalties that views compute; others are listed only, and say what they need.</summary>
    public static IReadOnlyList<string> ComputedPenalties { get; } =
    [
        "assortment_missing", "new_product_late", "sku_ranking_late", "sku_lock", "sku_lock_late", "promotion_not_filed",
            "promotion_badly_prepared", "promotion_badly_run", "promotion_not_restored", "promotion_not_restored_day", "promotion_result_late",
            "display_below_competitor", "stack_missing", "damaged_pack", "defaced_case", "display_empty_representative",
            "display_empty_promoter", "display_empty_dealer", "material_bad", "gifts_not_shown", "survey_late", "work_summary_late",
    ];

    // Thresholds that no file of sql/ reads by its name.
    private static readonly string[] ReadElsewhere =
        ["case.write_off_limit", "figures.distribution_target_pct", "figures.fill_rate_alarm_pct"];

    /// <summary>The thresholds that something reads: each must be there, and no other.</summary>
    public static IReadOnlyList<string> KnownThresholds { get; } =
    [
        .. ((string[])["views", "checks", "refresh", "claims", "restatement", "merges", "plausibility"]).SelectMany(SqlFiles.Folder)
            .SelectMany(file => ReadBySql().Matches(file.Text).Select(match => match.Groups[1].Value))
            .Concat(Ingestion.Rows.FileLimits.Names).Concat(ReadElsewhere).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads and checks <c>rules.yaml</c> of a configuration folder.</summary>
    /// <exception cref="InvalidDataException">It is missing or has mistakes; each is named with its line.</exception>
    public static BusinessRules Load(string configFolder)
    {
        var rules = ConfigFile.Read(Path.Combine(configFolder, "rules.yaml"), "the thresholds and penalties", "copy it from the release",
            root => new BusinessRules
            {
                Thresholds = Entries(root, "thresholds", KnownThresholds, Read),
                Penalties = Entries(root, "penalties", ComputedPenalties, (section, id) =>
                PenaltyFile.Read(section, ComputedPenalties.Contains(id))),
            });
        foreach (var (paper, _, day, clause) in DigestDays.Papers)
        {
            rules.Thresholds.Add($"deadline.{paper}", new Threshold { Value = day, Unit = "day of the month", Source = clause });
        }

        return rules;
    }

    private static Dictionary<string, T> Entries<T>(YamlSection root, string key, IReadOnlyList<string> needed,
        Func<YamlSection, string, T> read)
    {
        if (root.Section(key, key) is not { } section)
        {
            root.Error((YamlNode?)null, $"the file needs \"{key}:\", and below it each of: {string.Join(", ", needed)}");
            return [];
        }

        var entries = section.Keys.ToDictionary(name => name, name => read(section.Section(section.Node(name)!, name), name));
        foreach (var missing in needed.Where(name => !entries.ContainsKey(name)))
        {
            section.Error((YamlNode?)null, $"{key} needs \"{missing}:\", which figures read; copy it from the release");
        }

        return entries;
    }

    private static Threshold Read(YamlSection section, string name)
    {
        if (DigestDays.Papers.FirstOrDefault(paper => name == $"deadline.{paper.Paper}") is { Paper: not null } manual)
        {
            section.Error((YamlNode?)null,
                $"{name} is a day that the operating manual sets ({manual.Clause}, {manual.Day}); take the entry out");
        }
        else if (!KnownThresholds.Contains(name))
        {
            section.Error((YamlNode?)null, $"thresholds knows no \"{name}:\"; {Nearest.Advice(name, KnownThresholds)}");
        }

        var threshold = new Threshold
        {
            Value = section.Number("value"), Unit = section.Required("unit", "days"),
            Source = section.Required("source", "M6.1.7")
        };
        if (!section.Has("value"))
        {
            section.Error((YamlNode?)null, $"{name} needs \"value:\", for example \"value: 3\"");
        }
        else if (threshold.Value == 0 && Ingestion.Rows.FileLimits.Names.Contains(name))
        {
            section.Error("value", "value: 0 must be above 0");
        }

        section.Finish();
        return threshold;
    }

    [GeneratedRegex(@"rule_value\('([a-z_]+\.[a-z_]+)'")]
    private static partial Regex ReadBySql();
}

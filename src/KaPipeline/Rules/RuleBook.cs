using KaPipeline.Digests.Calendar;
using KaPipeline.Ingestion.Rows;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace KaPipeline.Rules;

/// <summary>The company's choices of <c>config/rules.yaml</c>: thresholds of alerts and figures, and the manual's penalties.</summary>
public sealed class RuleBook
{
    /// <summary>Thresholds by their name, for example <c>lock.suspected_interval_factor</c>.</summary>
    public Dictionary<string, Threshold> Thresholds { get; init; } = [];

    /// <summary>Penalties by their name, for example <c>sku_lock</c>.</summary>
    public Dictionary<string, Penalty> Penalties { get; init; } = [];

    /// <summary>From when on a file is implausible.</summary>
    /// <exception cref="InvalidDataException">A threshold of files is missing or not positive.</exception>
    public FileLimits FileLimits() => Ingestion.Rows.FileLimits.Of(Thresholds.ToDictionary(rule => rule.Key, rule => rule.Value.Value ?? 0));

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

        /// <summary>What is counted: <c>sku_store</c>, <c>item</c>, <c>store</c>, <c>day</c> or <c>case</c>.</summary>
        public string Unit { get; init; } = "";

        /// <summary>RMB per unit; null only where the penalty <see cref="Needs"/> data, and our copy of the manual does not show it.</summary>
        public decimal? Amount { get; init; }

        /// <summary>RMB at least, per person; null for none.</summary>
        public decimal? Minimum { get; init; }

        /// <summary>RMB at most, per person; null for none.</summary>
        public decimal? Maximum { get; init; }

        /// <summary>Which data would decide it, Chinese; empty where it is computed.</summary>
        public string Needs { get; init; } = "";

        /// <summary>The same, English.</summary>
        public string NeedsEn { get; init; } = "";

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

    /// <summary>Reads <c>rules.yaml</c> of a configuration folder.</summary>
    /// <exception cref="InvalidDataException">It is missing, not YAML, has an unknown word, or an entry lacks its value, unit or source.</exception>
    public static RuleBook Load(string configFolder)
    {
        var path = Path.Combine(configFolder, "rules.yaml");
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{path} is missing: it holds the thresholds and penalties.");
        }

        RuleBook book;
        try
        {
            book = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
                .Deserialize<RuleBook>(File.ReadAllText(path)) ?? new RuleBook();
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}, line {e.Start.Line}, column {e.Start.Column}: {e.InnerException?.Message ?? e.Message}", e);
        }

        foreach (var (paper, _, day, clause) in DigestDays.Papers)
        {
            if (!book.Thresholds.TryAdd($"deadline.{paper}", new Threshold { Value = day, Unit = "day of the month", Source = clause }))
            {
                throw new InvalidDataException($"{path}, thresholds, deadline.{paper}: found a day that the operating manual sets ({clause}, {day}), expected no entry.");
            }
        }

        foreach (var (key, threshold) in book.Thresholds)
        {
            if (threshold is not { Value: not null, Unit.Length: > 0, Source.Length: > 0 })
            {
                throw new InvalidDataException($"{path}, thresholds, {key}: found an entry without value, unit or source, expected all three.");
            }
        }

        foreach (var (key, penalty) in book.Penalties)
        {
            if (penalty is not { Title.Length: > 0, TitleEn.Length: > 0, Clause.Length: > 0, Shares.Count: > 0, Unit: "sku_store" or "item" or "store" or "day" or "case" }
                || penalty is not ({ Amount: >= 0 } or { Amount: null, Needs.Length: > 0 }) || (penalty.Needs.Length > 0) != (penalty.NeedsEn.Length > 0)
                || penalty.Shares.Values.Any(share => share is not { Factor: > 0, LimitFactor: > 0 }))
            {
                throw new InvalidDataException(
                    $"{path}, penalties, {key}: expected title, title_en, clause, unit (sku_store, day or case; item or store), amount "
                    + "(or needs and needs_en), and shares with a factor.");
            }
        }

        book.FileLimits();
        return book;
    }
}

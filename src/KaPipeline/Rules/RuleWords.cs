using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Rules;

/// <summary>The thresholds of <c>config/rules.yaml</c> as sentences tell them. A sentence of a letter, a sheet or a page writes no
/// threshold out: it names it, <c>近 {figures.on_sale_days} 天</c>, <c>{figures.on_sale_days|day}</c> where English counts a noun, and
/// is told by the value that its figures were made with.</summary>
public sealed partial class RuleWords
{
    private readonly Dictionary<string, decimal> values;

    private RuleWords(Dictionary<string, decimal> values) => this.values = values;

    /// <summary>No thresholds, for documents that are made without a warehouse.</summary>
    public static RuleWords None { get; } = new([]);

    /// <summary>The thresholds of a file.</summary>
    public static RuleWords Of(BusinessRules rules) =>
        new(rules.Thresholds.ToDictionary(rule => rule.Key, rule => rule.Value.Value ?? 0));

    /// <summary>Reads them by the clocks of the connection's transaction, as <c>core.rule_value</c> does for views: a reprint tells what
    /// held then.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="ct">Stops the query.</param>
    public static async Task<RuleWords> LoadAsync(NpgsqlConnection connection, CancellationToken ct = default) =>
        new((await connection.QueryAsync<(string Key, decimal Value)>(new CommandDefinition(
            """
            select rule_key, value from core.rule_setting
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            """, cancellationToken: ct))).ToDictionary(rule => rule.Key, rule => rule.Value));

    /// <summary>Whether a sentence names a threshold.</summary>
    public static bool AreIn(string sentence) => Named().IsMatch(sentence);

    /// <summary>The thresholds that a sentence names.</summary>
    public static IEnumerable<string> NamesIn(string sentence) => Named().Matches(sentence).Select(match => match.Groups["name"].Value);

    /// <summary>The sentence with each threshold that it names in numbers; a dash where nobody knows it.</summary>
    public string In(string sentence) => Named().Replace(sentence, match =>
    {
        var noun = match.Groups["noun"].Value;
        return values.TryGetValue(match.Groups["name"].Value, out var value)
            ? noun.Length > 0 ? Language.Counted(value, noun) : Language.Chinese.Count(value)
            : noun.Length > 0 ? $"{Language.NoFigure} {noun}s" : Language.NoFigure;
    });

    [GeneratedRegex(@"\{(?<name>[a-z_]+\.[a-z_]+)(\|(?<noun>[a-z ]+))?\}")]
    private static partial Regex Named();
}

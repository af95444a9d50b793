using System.Globalization;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>What a person decided where a draft could not know, or was wrong: by the name of each question.</summary>
/// <param name="answers">Question to answer.</param>
public sealed class DraftChoices(IReadOnlyDictionary<string, string> answers)
{
    /// <summary>The answer to a column that is not read, or a table that is left out.</summary>
    public const string Nothing = "-";

    /// <summary>Nothing was decided yet.</summary>
    public static DraftChoices None { get; } = new(new Dictionary<string, string>());

    /// <summary>The question what a table becomes.</summary>
    public static string Table(int table) => string.Create(CultureInfo.InvariantCulture, $"t{table}");

    /// <summary>The question which field a column is.</summary>
    public static string Column(int table, int column) => string.Create(CultureInfo.InvariantCulture, $"t{table}.c{column}");

    /// <summary>The question what a word of a column means.</summary>
    public static string Word(int table, int column, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"t{table}.c{column}={word}");

    /// <summary>The question whether a column's numbers change their sign.</summary>
    public static string Sign(int table) => string.Create(CultureInfo.InvariantCulture, $"t{table}.sign");

    /// <summary>The question for a value that no column and no label gives.</summary>
    public static string Constant(string field) => "f." + field;

    /// <summary>The question which field a value beside a label is.</summary>
    public static string Label(int label, int part) => string.Create(CultureInfo.InvariantCulture, $"l{label}.{part}");

    /// <summary>The answer; null where it was not asked or left blank.</summary>
    public string? this[string question] => answers.TryGetValue(question, out var answer) && answer.Trim() is { Length: > 0 } text ? text
        : null;
}

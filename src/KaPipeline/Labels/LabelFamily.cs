using System.Collections;

namespace KaPipeline.Labels;

/// <summary>What people call the codes of one kind, in both languages. English labels are written as they appear within a
/// sentence.</summary>
public sealed class LabelFamily : IEnumerable<Labelled>
{
    private readonly Dictionary<string, Labelled> labels = new(StringComparer.Ordinal);

    /// <summary>A family of codes.</summary>
    /// <param name="columns">Columns that hold these codes, as <c>schema.table.column</c>.</param>
    internal LabelFamily(params string[] columns) => Columns = columns;

    /// <summary>Columns of the warehouse that hold these codes, as <c>schema.table.column</c>.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The codes, in the table's order.</summary>
    public IReadOnlyList<string> Codes => [.. labels.Keys];

    /// <summary>Whether a code has a label.</summary>
    public bool Has(string code) => labels.ContainsKey(code);

    /// <summary>The label; a code without one shows as it is stored, with spaces, and no code as a dash.</summary>
    public string Of(string? code, Language language) => code switch
    {
        null or "" => Language.NoFigure,
        _ when labels.TryGetValue(code, out var label) => language.Say(label.Chinese, label.English),
        _ => code.Replace('_', ' '),
    };

    /// <summary>The label as it begins a line: English with a capital.</summary>
    public string Opening(string? code, Language language) => Of(code, language) is var label && language == Language.English
        ? char.ToUpperInvariant(label[0]) + label[1..] : label;

    /// <summary>Both languages beside each other, for workbooks and terminals that many people read; empty for no code.</summary>
    public string Both(string? code) => string.IsNullOrEmpty(code) ? ""
        : labels.TryGetValue(code, out var label) ? label.Chinese == label.English ? label.English : $"{label.Chinese} {label.English}"
        : code.Replace('_', ' ');

    /// <inheritdoc/>
    public IEnumerator<Labelled> GetEnumerator() => labels.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a label.</summary>
    /// <exception cref="ArgumentException">The code has one already.</exception>
    internal void Add(string code, string chinese, string english) => labels.Add(code, new Labelled(code, chinese, english));

    /// <summary>Adds the labels of another family.</summary>
    internal void Add(LabelFamily other)
    {
        foreach (var label in other)
        {
            labels.Add(label.Code, label);
        }
    }
}

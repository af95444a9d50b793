using System.Text.RegularExpressions;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Warehouse;

/// <summary>A view with one thing changed: a sign, a comparison, a rounding, an aggregate or a join.</summary>
/// <param name="View">Its name, with schema.</param>
/// <param name="Line">Line of the composed text, fragments in place.</param>
/// <param name="Change">What was changed into what.</param>
/// <param name="Place">The line as it was, trimmed.</param>
/// <param name="Sql">Replaces the view.</param>
public sealed partial record SqlMutant(string View, int Line, string Change, string Place, string Sql)
{
    private static readonly (Regex From, string To)[] Changes =
    [
        (Sign(" <= "), " < "), (Sign(" >= "), " > "), (Sign(" < "), " <= "), (Sign(" > "), " >= "),
        (Sign(" = "), " <> "), (Sign(" <> "), " = "),
        (Sign(" + "), " - "), (Sign(" - "), " + "), (Sign(" * "), " + "), (Sign(", 2)"), ", 1)"), (Sign(", 4)"), ", 3)"),
        (Word("left join"), "join"), (Word("is null"), "is not null"), (Word("is not null"), "is null"), (Word("not exists"), "exists"),
        (Word("sum\\("), "max("), (Word("min\\("), "max("), (Word("max\\("), "min("), (Word("greatest\\("), "least("),
        (Word("least\\("), "greatest("), (Word("bool_or\\("), "bool_and("), (Word("bool_and\\("), "bool_or("),
        (Word("desc"), "asc"), (Word("union all"), "except all"),
    ];

    /// <summary>How it is called where survivors are listed: line numbers move, the line's text seldom.</summary>
    public string Name => $"{View} | {Change} | {Place}";

    /// <summary>All of all views and functions of <c>sql/views</c>.</summary>
    public static IEnumerable<SqlMutant> All() => ViewFiles.InOrder().SelectMany(file => Of(Path.GetFileName(file.Name), file.Text));

    private static IEnumerable<SqlMutant> Of(string view, string text)
    {
        // Comments and texts stand still, what is said of columns as well.
        var end = Comments().Match(text) is { Success: true } comments ? comments.Index : text.Length;
        var code = Still().Replace(text[..end], still => new string('~', still.Length));
        foreach (var (from, to) in Changes)
        {
            foreach (Match at in from.Matches(code))
            {
                var begin = text.LastIndexOf('\n', at.Index) + 1;
                var stop = text.IndexOf('\n', at.Index);
                if (text[begin..stop].Contains("kept", StringComparison.Ordinal))
                {
                    // Cases run on the plain form; the kept one is held against it by tests of its own.
                    continue;
                }

                yield return new(
                    view, text[..at.Index].Count(c => c == '\n') + 1, $"{at.Value.Trim()} → {to.Trim()}", text[begin..stop].Trim(),
                    Created().Replace(text[..at.Index] + to + text[(at.Index + at.Length)..end], "create or replace $1 "));
            }
        }
    }

    private static Regex Sign(string sign) => new(Regex.Escape(sign));

    private static Regex Word(string word) => new($@"\b{word}");

    [GeneratedRegex("^comment on ", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'")]
    private static partial Regex Still();

    [GeneratedRegex(@"^create (view|function|aggregate) ", RegexOptions.Multiline)]
    private static partial Regex Created();
}

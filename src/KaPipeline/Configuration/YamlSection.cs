using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Configuration;

/// <summary>A mapping of a file of <c>config/</c>: its keys are taken one by one, mistakes are noted with their line, and what is left over
/// is unknown.</summary>
internal sealed class YamlSection
{
    private readonly List<string> errors;
    private readonly string file;
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> entries = new(StringComparer.Ordinal);
    private readonly List<string> taken = [];

    public YamlSection(string file, YamlNode node, string what, List<string> errors)
    {
        (this.file, this.errors, What, Line) = (file, errors, what, (int)node.Start.Line);
        if (node is not YamlMappingNode mapping)
        {
            Error(node, $"{what} must be a list of \"key: value\"");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            entries[(key as YamlScalarNode)?.Value ?? ""] = (key, value);
        }
    }

    public string What { get; }

    public int Line { get; }

    public IEnumerable<string> Keys => entries.Keys;

    public bool Has(string key) => entries.ContainsKey(key);

    public void Error(YamlNode? at, string message) => errors.Add($"{file}:{at?.Start.Line ?? Line}: {message}");

    public void Error(string key, string message) => Error(entries.TryGetValue(key, out var entry) ? entry.Key : null, message);

    public YamlNode? Node(string key)
    {
        taken.Add(key);
        return entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    public string? Text(string key)
    {
        switch (Node(key))
        {
            case null: return null;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or null } empty:
                Error(empty, $"{key}: has no value; write one, or delete the line");
                return null;
            case YamlScalarNode scalar: return scalar.Value;
            default:
                Error(key, $"{key} must be a single text");
                return null;
        }
    }

    public string Required(string key, string example)
    {
        if (Text(key) is { Length: > 0 } text)
        {
            return text;
        }

        Error(entries.TryGetValue(key, out var entry) ? entry.Value : null, $"{What} needs \"{key}:\", for example \"{key}: {example}\"");
        return "";
    }

    /// <summary>The name of a secret (<see cref="NamedSecret"/>); null where the file does not say. The text may be the secret itself,
    /// put in the wrong place: it is not repeated.</summary>
    public string? Place(string key, params string[] kinds)
    {
        var text = Text(key);
        if (text is not null && !kinds.Any(kind => text.StartsWith(kind, StringComparison.Ordinal) && text.Length > kind.Length))
        {
            var right = string.Join(" or ", kinds.Select(kind => kind == "env:" ? "env:NAME" : "file:/path"));
            Error(key, $"{key}: does not name a secret; write {right}, and the secret itself there");
        }

        return text;
    }

    public string OneOf(string key, string fallback, params string[] allowed)
    {
        var text = Text(key) ?? fallback;
        if (!allowed.Contains(text))
        {
            Error(key, $"{key}: {text} is not known; write one of: {string.Join(", ", allowed)}");
        }

        return text;
    }

    public int Whole(string key, int fallback, int least, int most) => WholeOrNone(key, least, most) ?? fallback;

    /// <summary>A whole number; null where the file does not say.</summary>
    public int? WholeOrNone(string key, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most)
        {
            return number;
        }

        Error(key, $"{key}: {text} must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>A number of the range; null where the file does not say.</summary>
    public double? Fraction(string key, double least, double most)
    {
        if (Number(key) is not { } number)
        {
            return null;
        }

        if ((double)number >= least && (double)number <= most)
        {
            return (double)number;
        }

        Error(key, string.Create(CultureInfo.InvariantCulture, $"{key}: {number} must be a number from {least} to {most}"));
        return null;
    }

    public decimal? Number(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number >= 0)
        {
            return number;
        }

        Error(key, $"{key}: {text} must be a number of 0 or more, such as 0.01");
        return null;
    }

    public bool Flag(string key, bool fallback)
    {
        var text = Text(key);
        if (text is not (null or "true" or "false"))
        {
            Error(key, $"{key}: {text} must be true or false");
        }

        return text is null ? fallback : text == "true";
    }

    public DateOnly? Date(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Error(key, $"{key}: {text} must be a date like 2026-01-01");
        return null;
    }

    public TimeOnly Time(string key, string fallback)
    {
        var text = Text(key) ?? fallback;
        if (!TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            Error(key, $"{key}: {text} must be a time like \"{fallback}\" (Asia/Shanghai)");
        }

        return time;
    }

    /// <summary>A text, or a list of texts.</summary>
    public IReadOnlyList<string> Texts(string key) => Node(key) is { } node ? Texts(node, key) : [];

    public IReadOnlyList<string> Texts(YamlNode node, string what)
    {
        switch (node)
        {
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or null }:
                Error(node, $"{what}: has no value; write one, or delete the line");
                return [];
            case YamlScalarNode scalar:
                return [scalar.Value ?? ""];
            case YamlSequenceNode sequence when sequence.Children.All(child => child is YamlScalarNode):
                return [.. sequence.Children.Select(child => ((YamlScalarNode)child).Value ?? "")];
            default:
                Error(node, $"{what} must be a text or a list of texts, such as [订单号, 采购单号]");
                return [];
        }
    }

    /// <summary>A list of words, each known and there once; null where the file does not say.</summary>
    /// <param name="key">The list's key.</param>
    /// <param name="what">What each word is, for messages.</param>
    /// <param name="known">The words that there are; null: any.</param>
    public List<string>? Words(string key, string what, IReadOnlyCollection<string>? known)
    {
        if (Node(key) is not { } node)
        {
            return null;
        }

        if (node is not YamlSequenceNode list)
        {
            Error(node, $"{key}: must be a list, such as [{string.Join(", ", (known ?? ["TEXT", "TEXT"]).Take(2))}], or [] for none");
            return null;
        }

        var words = new List<string>();
        foreach (var child in list.Children)
        {
            var word = (child as YamlScalarNode)?.Value ?? "";
            if (word.Length == 0)
            {
                Error(child, $"{key}: an entry is not a text; write {what}");
            }
            else if (known?.Contains(word) == false)
            {
                Error(child, $"{key}: {word} is not known as {what}; {Nearest.Advice(word, known)}");
            }
            else if (words.Contains(word))
            {
                Error(child, $"{key}: {word} occurs twice; write it once");
            }

            words.Add(word);
        }

        return words;
    }

    public YamlSection? Section(string key, string what) => Node(key) is { } node ? new YamlSection(file, node, what, errors) : null;

    public YamlSection Section(YamlNode node, string what) => new(file, node, what, errors);

    public IEnumerable<YamlSection> Sections(string key, string what)
    {
        switch (Node(key))
        {
            case null: return [];
            case YamlSequenceNode sequence: return sequence.Children.Select(child => new YamlSection(file, child, what, errors)).ToList();
            case var node:
                Error(node, $"{key} must be a list: begin each entry with \"- \"");
                return [];
        }
    }

    /// <summary>Notes every key that was not asked for.</summary>
    public void Finish()
    {
        foreach (var (name, (key, _)) in entries.Where(entry => !taken.Contains(entry.Key)))
        {
            Error(key, $"{What} knows no \"{name}:\"; {Nearest.Advice(name, taken)}");
        }
    }
}

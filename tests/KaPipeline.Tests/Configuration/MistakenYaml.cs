using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Tests.Configuration;

/// <summary>One mistake in a file.</summary>
/// <param name="Kind">Misspelt, twice, unknown, nested, flat, missing, bad (of the value's kind), or stranger (a key that does not
/// exist).</param>
/// <param name="Place">Keys down to the place; names that the company chooses and places in lists are *.</param>
/// <param name="Line">Line that the message must name; 0 where the place is gone and any line will do.</param>
/// <param name="Text">The whole file with the mistake.</param>
internal sealed record Mistake(string Kind, string Place, int Line, string Text);

/// <summary>A file of <c>config/</c>, one key a line, and every mistake that can be made in it.</summary>
internal sealed partial class MistakenYaml
{
    public const string Stranger = "zzzzzzzzzzzzzzzz";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Func<string, bool> namesItsKeys;
    private readonly List<Entry> entries = [];

    /// <param name="text">A right file.</param>
    /// <param name="namesItsKeys">Whether the company chooses the keys below a key of this name.</param>
    public MistakenYaml(string text, Func<string, bool> namesItsKeys)
    {
        this.namesItsKeys = namesItsKeys;
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        Add(stream.Documents[0].RootNode, 0, "");
    }

    private sealed class Entry(int depth, string place, string key, YamlNode node)
    {
        public int Depth => depth;

        public string Place => place;

        public string Key => key;

        public YamlNode Node => node;

        public int End { get; set; }

        public string? Value => (node as YamlScalarNode)?.Value;
    }

    /// <summary>Keys that stand below each place.</summary>
    public IEnumerable<(string Place, string Key)> Keys => entries.Where(entry => entry.Key != "-")
        .Select(entry => (entry.Place, entry.Key));

    /// <summary>The file without a mistake.</summary>
    public string Right => Text(0, entries.Count);

    /// <summary>Every mistake; each kind once per place unless <paramref name="each"/>.</summary>
    public IEnumerable<Mistake> Mistakes(bool each)
    {
        for (var at = 0; at < entries.Count; at++)
        {
            var entry = entries[at];
            if (!each && entries.FindIndex(other => other.Place == entry.Place) < at)
            {
                continue;
            }

            var (before, own, after) = (Text(0, at), Text(at, entry.End), Text(entry.End, entries.Count));
            var indent = new string(' ', entry.Depth * 2);
            Mistake Of(string kind, string text, int line) => new(kind, entry.Place, line, before + text + after);
            if (entry.Key != "-")
            {
                yield return Of("misspelt", own.Replace(Head(entry), Head(entry, entry.Key + "zzzz"), StringComparison.Ordinal), at + 1);
                yield return Of("twice", own + own, entry.End + 1);
                yield return Of("stranger", $"{indent}{Stranger}: x\n" + own, at + 1);
            }

            yield return Of("missing", "", 0);
            if (entry.Value is { } value)
            {
                yield return Of("unknown", $"{Head(entry)} \"no such ?\"\n", at + 1);
                yield return Of("nested", $"{Head(entry)}\n{indent}    {Stranger}: x\n", at + 1);
                foreach (var bad in Bad(value))
                {
                    yield return Of("bad", $"{Head(entry)} {JsonSerializer.Serialize(bad, Plain)}\n", at + 1);
                }
            }
            else
            {
                yield return Of("flat", $"{Head(entry)} \"no such ?\"\n", at + 1);
            }
        }
    }

    // What looks like a value of this kind and is none.
    private static IEnumerable<string> Bad(string value)
    {
        if (TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            yield return "25:00";
        }
        else if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            yield return "2026-02-30";
        }
        else if (value is "true" or "false")
        {
            yield return "yes";
        }
        else if (decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        {
            yield return "-99999999999";
        }
        else if (value.Contains('@', StringComparison.Ordinal))
        {
            yield return "a b@example.com";
        }
        else if (value.Contains("* *", StringComparison.Ordinal))
        {
            yield return "61 7 * * *";
        }
        else if (value.Contains(@"\d", StringComparison.Ordinal))
        {
            yield return "(";
        }
    }

    private void Add(YamlNode node, int depth, string place)
    {
        var children = node switch
        {
            YamlMappingNode mapping => mapping.Children.Select(child => (Key: ((YamlScalarNode)child.Key).Value!, child.Value)),
            YamlSequenceNode list => list.Children.Select(child => (Key: "-", Value: child)),
            _ => [],
        };
        var isOwn = namesItsKeys(Last().Match(place).Value);
        foreach (var (key, value) in children)
        {
            var entry = new Entry(depth, $"{place}/{(key == "-" || isOwn ? "*" : key)}", key, value);
            entries.Add(entry);
            Add(value, depth + 1, entry.Place);
            entry.End = entries.Count;
        }
    }

    private static string Head(Entry entry, string? key = null) => new string(' ', entry.Depth * 2)
        + (entry.Key == "-" ? "-" : $"{JsonSerializer.Serialize(key ?? entry.Key, Plain)}:");

    private string Text(int from, int to) => string.Concat(entries[from..to].Select(entry => Head(entry) + entry.Node switch
    {
        YamlScalarNode scalar => " " + JsonSerializer.Serialize(scalar.Value, Plain),
        YamlMappingNode { Children.Count: 0 } => " {}",
        YamlSequenceNode { Children.Count: 0 } => " []",
        _ => "",
    } + "\n"));

    [GeneratedRegex("[^/]*$")]
    private static partial Regex Last();
}

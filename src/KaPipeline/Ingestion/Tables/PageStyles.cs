using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser.Tokens;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Whether a browser shows an element.</summary>
internal enum Visibility
{
    /// <summary>Nothing is said of it.</summary>
    Unsaid,

    /// <summary>It is shown.</summary>
    Shown,

    /// <summary>It keeps its place and cannot be seen.</summary>
    Unseen,

    /// <summary>It is left out, and no place for it.</summary>
    LeftOut,
}

/// <summary>
/// What a page shows of its elements: by a style of their own, by rules of the page for a class or an id, or by classes that every page
/// uses for hiding, whose style sheet is not saved with it. Rules for paper and for elements within others are passed over.
/// </summary>
internal sealed partial class PageStyles
{
    private const int MostRules = 10_000;
    private const int MostStyles = 1000;
    private const int MostOfSheet = 1_000_000;
    private const int Deepest = 3;

    private readonly Dictionary<string, Visibility> rules = new(StringComparer.OrdinalIgnoreCase)
    {
        [".hidden"] = Visibility.LeftOut, [".hide"] = Visibility.LeftOut, [".d-none"] = Visibility.LeftOut, [".ng-hide"] = Visibility.LeftOut,
        [".is-hidden"] = Visibility.LeftOut, [".layui-hide"] = Visibility.LeftOut, [".uk-hidden"] = Visibility.LeftOut,
        [".sr-only"] = Visibility.Unseen, [".visually-hidden"] = Visibility.Unseen, [".visuallyhidden"] = Visibility.Unseen,
        [".invisible"] = Visibility.Unseen, [".is-sr-only"] = Visibility.Unseen, [".screen-reader-text"] = Visibility.Unseen,
    };

    private readonly Dictionary<string, Visibility> styles = new(StringComparer.Ordinal);

    /// <summary>Reads the rules of a page.</summary>
    public PageStyles(string page)
    {
        for (var at = 0; page.IndexOf("<style", at, StringComparison.OrdinalIgnoreCase) is var tag and >= 0;)
        {
            var begin = page.IndexOf('>', tag);
            var end = begin < 0 ? -1 : page.IndexOf("</style", begin, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                break;
            }

            if (!page.AsSpan(tag, begin - tag).Contains("print", StringComparison.OrdinalIgnoreCase))
            {
                Take(WithoutComments(page[(begin + 1)..Math.Min(end, begin + 1 + MostOfSheet)]), 0);
            }

            at = end;
        }
    }

    /// <summary>What its own style, its classes and its id say of an element; the style counts first.</summary>
    public Visibility Of(HtmlTagToken tag)
    {
        var said = Visibility.Unsaid;
        string? names = null;
        foreach (var attribute in tag.Attributes)
        {
            var own = attribute.Name == "style" ? OfOwn(attribute.Value) : Visibility.Unsaid;
            if (own != Visibility.Unsaid)
            {
                return own;
            }

            names = attribute.Name == "class" ? attribute.Value : names;
            said = attribute.Name == "id" ? Most(said, OfName(tag, "#" + attribute.Value.Trim())) : said;
        }

        foreach (var name in names?.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            said = Most(said, OfName(tag, "." + name));
        }

        return said;
    }

    // Thousands of cells have one of few styles.
    private Visibility OfOwn(string style)
    {
        if (styles.TryGetValue(style, out var known))
        {
            return known;
        }

        var says = OfStyle(style);
        if (styles.Count < MostStyles)
        {
            styles[style] = says;
        }

        return says;
    }

    // Left out, invisible, without size, beyond the edge of the page.
    private static Visibility OfStyle(string style)
    {
        var plain = string.Concat(style.Where(one => !char.IsWhiteSpace(one)));
        return plain.Contains("display:none", StringComparison.OrdinalIgnoreCase) ? Visibility.LeftOut
            : Nothing().IsMatch(plain) || (Positioned().IsMatch(plain) && Beyond().IsMatch(plain)) ? Visibility.Unseen
            : plain.Contains("display:", StringComparison.OrdinalIgnoreCase) ? Visibility.Shown : Visibility.Unsaid;
    }

    private Visibility OfName(HtmlTagToken tag, string name) =>
        Most(rules.GetValueOrDefault(name), rules.GetValueOrDefault(tag.Name + name));

    private static Visibility Most(Visibility one, Visibility other) => (Visibility)Math.Max((int)one, (int)other);

    private void Take(string text, int depth)
    {
        for (var at = 0; text.IndexOf('{', at) is var open and >= 0 && rules.Count < MostRules;)
        {
            var selectors = text[at..open];
            selectors = selectors[(selectors.LastIndexOf(';') + 1)..].Trim();
            var close = End(text, open);
            var inside = text[(open + 1)..close];
            at = Math.Min(close + 1, text.Length);
            if (selectors.StartsWith('@'))
            {
                if (depth < Deepest && selectors.Length <= 1000 && Screens().IsMatch(selectors))
                {
                    Take(inside, depth + 1);
                }

                continue;
            }

            if (OfStyle(inside) is not Visibility.Unsaid and var says)
            {
                foreach (var selector in selectors.Split(',').Select(one => Simple().Match(one.Trim())).Where(one => one.Success))
                {
                    rules[selector.Groups["name"].Value] = says;
                }
            }
        }
    }

    private static string WithoutComments(string text)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        for (int open; (open = text.IndexOf("/*", at, StringComparison.Ordinal)) >= 0;)
        {
            kept.Append(text, at, open - at).Append(' ');
            var close = text.IndexOf("*/", open + 2, StringComparison.Ordinal);
            at = close < 0 ? text.Length : close + 2;
        }

        return kept.Append(text, at, text.Length - at).Replace("<!--", " ").Replace("-->", " ").ToString();
    }

    private static int End(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return text.Length;
    }

    [GeneratedRegex(@"^@media\b(?!.*\bprint\b).*\b(?:screen|all)\b(?!.*width)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Screens();

    [GeneratedRegex(@"^(?:(?:html|body|table|tbody|tr|td|th|div)\s+)*(?<name>[a-z0-9]*[.#][\w-]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Simple();

    [GeneratedRegex(@"(?:^|;)(?:visibility:(?:hidden|collapse)|mso-hide:all|text-indent:-\d{3,}|(?:font-size|opacity):0(?:\.0+)?(?:px|pt|r?em|%)?(?:!important)?(?:;|$))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex("(?:^|;)position:(?:absolute|fixed)", RegexOptions.IgnoreCase)]
    private static partial Regex Positioned();

    [GeneratedRegex(@"(?:^|;)(?:left|top|right):-\d{3,}|(?:^|;)clip:rect\(0|(?:^|;)clip:rect\(1px", RegexOptions.IgnoreCase)]
    private static partial Regex Beyond();
}

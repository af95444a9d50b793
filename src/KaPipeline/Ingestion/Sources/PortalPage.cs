using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Makes a page's tree, once it is sure to stay small: a few kilobytes of unclosed tags can make millions of elements.</summary>
internal static class PortalPage
{
    private const int MostElements = 200_000;
    private const int MostDepth = 500;

    // Tags that a parser opens again in each block that follows, until they are closed.
    private static readonly HashSet<string> Carried =
        ["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

    // Tags that need no end, or have none.
    private static readonly HashSet<string> Flat =
    [
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "col", "option", "optgroup", "html", "head", "body",
        "area", "base", "br", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ];

    /// <summary>The page as a tree; null where it would have too many elements or attributes, or too many inside each other.</summary>
    public static IHtmlDocument? Parse(string page)
    {
        try
        {
            var (elements, depth) = Measure(page);
            return elements <= MostElements && depth <= MostDepth ? new HtmlParser().ParseDocument(page) : null;
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    private static (long Elements, int Depth) Measure(string page)
    {
        using var text = new TextSource(page);
        using var tokens = PageTokens.Of(text);
        var (elements, depth, deepest, carried) = (0L, 0, 0, 0);
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile && elements <= MostElements
            && deepest <= MostDepth; token = tokens.Get())
        {
            if (token is not HtmlTagToken tag)
            {
                continue;
            }

            var step = tag.Type == HtmlTokenType.StartTag ? 1 : -1;
            elements += step > 0 ? 1 + carried : 0;
            carried = Math.Max(0, carried + (Carried.Contains(tag.Name) ? step : 0));
            depth = Math.Max(0, depth + (Flat.Contains(tag.Name) ? 0 : step));
            deepest = Math.Max(deepest, depth);
            if (step > 0 && tag.Name is "script" or "style")
            {
                tokens.State = HtmlParseMode.Rawtext;
            }
        }

        return (elements, deepest);
    }
}

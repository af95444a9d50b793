using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>The tokens of an HTML page. A token holds all attributes of its tag, so that those of one tag are bounded.</summary>
internal static class PageTokens
{
    private const int MostAttributes = 1000;

    /// <summary>Begins to read a page; one with a tag beyond the limit is refused when that tag is read.</summary>
    /// <exception cref="UnreadableFileException">Thrown by the tokenizer: a tag has too many attributes.</exception>
    public static HtmlTokenizer Of(TextSource page) => new(page, HtmlEntityProvider.Resolver)
    {
        ShouldEmitAttribute = (ref token, _) => token.Attributes.Count < MostAttributes
            ? true : throw ReadingLimits.Beyond($"网页中一个标签有超过 {MostAttributes} 个属性",
            $"a tag of a page with more than {MostAttributes} attributes"),
    };
}

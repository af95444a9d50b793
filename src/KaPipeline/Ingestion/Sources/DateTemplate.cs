using System.Globalization;
using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Sources;

/// <summary>A path with places for business dates and page numbers: <c>/orders?day={date:yyyyMMdd}&amp;page={page}</c>.</summary>
/// <param name="text">The path.</param>
internal sealed partial class DateTemplate(string text)
{
    /// <summary>Whether it is asked once for each date.</summary>
    public bool IsPerDate => text.Contains("{date", StringComparison.Ordinal);

    /// <summary>Whether it counts pages itself.</summary>
    public bool HasPage => text.Contains("{page}", StringComparison.Ordinal);

    /// <summary>The path for one question.</summary>
    /// <exception cref="SourceException">It has a place that nothing fills.</exception>
    public string Fill(DateOnly from, DateOnly to, DateOnly date, int page) => Place().Replace(text, match =>
    {
        var format = match.Groups[2].Success ? match.Groups[2].Value : "yyyy-MM-dd";
        return match.Groups[1].Value switch
        {
            "from" => Uri.EscapeDataString(from.ToString(format, CultureInfo.InvariantCulture)),
            "to" => Uri.EscapeDataString(to.ToString(format, CultureInfo.InvariantCulture)),
            "date" => Uri.EscapeDataString(date.ToString(format, CultureInfo.InvariantCulture)),
            "page" => page.ToString(CultureInfo.InvariantCulture),
            var other => throw new SourceException($"{{{other}}} in a list's path: known are from, to, date, page.") { IsPermanent = true },
        };
    });

    [GeneratedRegex(@"\{(\w+)(?::([^}]+))?\}")]
    private static partial Regex Place();
}

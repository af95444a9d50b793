using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>A business date in a file name.</summary>
/// <param name="Pattern">Regular expression; its first group holds the date.</param>
/// <param name="Format">Format of that date.</param>
/// <param name="AddDays">Days to add to it.</param>
public sealed record FileNameDate(Regex Pattern, DateFormat Format, int AddDays)
{
    /// <summary>The date in <paramref name="fileName"/>; null where it holds none.</summary>
    public DateOnly? Find(string fileName)
    {
        var match = Pattern.Match(fileName);
        return match.Success && Format.TryParse(System.Text.Encoding.UTF8.GetBytes(match.Groups[1].Value), out var date)
            ? date.AddDays(AddDays) : null;
    }
}

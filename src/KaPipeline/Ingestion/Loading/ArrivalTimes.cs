using System.Globalization;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Loading;

/// <summary>When files arrived that no portal gives a time for: by a listing beside them or the date in their name, as the profile says,
/// else the moment of collection (docs/money.md#clocks). A file's modification time says nothing: copying changes it.</summary>
/// <param name="clock">Tells the moment of collection.</param>
public sealed class ArrivalTimes(TimeProvider clock)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, DateTimeOffset>?> listings = new(StringComparer.Ordinal);

    /// <summary>The arrival of one file.</summary>
    /// <param name="path">Where it lies; a listing is looked for in its folder and those above.</param>
    /// <param name="rule">The report's rule; null for none.</param>
    /// <exception cref="InvalidDataException">The listing has a row without path or without a time with its offset.</exception>
    public DateTimeOffset Of(string path, ArrivalRule? rule)
    {
        path = Path.GetFullPath(path);
        if (rule?.Listing is { } name)
        {
            for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (Listing(Path.Combine(folder, name)) is { } listing
                    && listing.TryGetValue(Path.GetRelativePath(folder, path).Replace('\\', '/'), out var listed))
                {
                    return listed;
                }
            }
        }

        return rule?.Date?.Find(Path.GetFileName(path)) is { } date ? BusinessTime.At(date, rule.At) : clock.GetUtcNow();
    }

    private IReadOnlyDictionary<string, DateTimeOffset>? Listing(string file)
    {
        if (!listings.TryGetValue(file, out var listing))
        {
            listings[file] = listing = File.Exists(file) ? Read(file) : null;
        }

        return listing;
    }

    private static Dictionary<string, DateTimeOffset> Read(string file)
    {
        var listing = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var line = 0;
        foreach (var text in File.ReadLines(file))
        {
            line++;
            if (line == 1 || text.Length == 0)
            {
                continue;
            }

            var comma = text.LastIndexOf(',');
            if (comma < 1 || !DateTimeOffset.TryParse(
                text.AsSpan(comma + 1).Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var arrivedAt))
            {
                throw new InvalidDataException(
                    $"{file}, row {line}: expected path,arrived_at such as jinlong/a.xls,2026-05-02T06:10:00+08:00, found \"{text}\".");
            }

            listing[text[..comma].Trim().Trim('"')] = arrivedAt;
        }

        return listing;
    }
}

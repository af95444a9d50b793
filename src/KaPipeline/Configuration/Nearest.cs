namespace KaPipeline.Configuration;

/// <summary>What somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>"write …", with the likeliest word where one is near, else with all of them.</summary>
    public static string Advice(string written, IEnumerable<string> allowed)
    {
        var words = allowed.Distinct().Order(StringComparer.Ordinal).ToList();
        var near = words.Select(word => (word, Distance: Distance(written, word))).Where(pair => pair.Distance <= 3)
            .OrderBy(pair => pair.Distance).FirstOrDefault();
        return near.word is null ? $"write one of: {string.Join(", ", words)}" : $"write {near.word}";
    }

    /// <summary>The word that was probably meant, where one is near enough for its length.</summary>
    public static string? Of(string written, IEnumerable<string> known) =>
        known.Select(word => (Word: word, Distance: Distance(written, word)))
            .Where(pair => pair.Distance <= Math.Min(3, (pair.Word.Length + 1) / 3))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal).Select(pair => pair.Word).FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

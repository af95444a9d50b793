namespace KaPipeline.Ingestion.Profiles;

/// <summary>Puts a report into a profile's text, and leaves every other line as somebody wrote it.</summary>
public static class ProfileEdit
{
    /// <summary>The text with the report in place of the one of its name, or below the last one.</summary>
    /// <param name="text">A profile.</param>
    /// <param name="name">Name of the report.</param>
    /// <param name="report">The report as YAML, indented by two.</param>
    /// <param name="path">The profile's file, for messages.</param>
    /// <exception cref="ProfileException">The text cannot be used before or after; where reports are not last, the report is for a
    /// person to place.</exception>
    public static string WithReport(string text, string name, string report, string path)
    {
        var before = ProfileFile.Parse(text, path);
        var lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n').ToList();
        var others = before.Reports.Select(one => one.Name).Where(one => one != name).ToList();
        if (others.Count < before.Reports.Count)
        {
            var from = lines.FindIndex(line => line.StartsWith($"  {name}:", StringComparison.Ordinal));
            var until = from < 0 ? -1
                : lines.FindIndex(from + 1, line => line.Trim().Length > 0 && !line.StartsWith("   ", StringComparison.Ordinal));
            if (from < 0)
            {
                throw new ProfileException(
                    [$"{Path.GetFileName(path)}: the report {name} is not written as \"  {name}:\"; replace it by hand"]);
            }

            lines.RemoveRange(from, (until < 0 ? lines.Count : until) - from);
            lines.InsertRange(from, report.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
        }
        else
        {
            lines.AddRange(["", .. report.ReplaceLineEndings("\n").TrimEnd().Split('\n')]);
        }

        var after = string.Join('\n', lines) + "\n";
        return ProfileFile.Parse(after, path).Reports.Select(one => one.Name).Order(StringComparer.Ordinal)
            .SequenceEqual(others.Append(name).Order(StringComparer.Ordinal)) ? after
            : throw new ProfileException(
            [$"{Path.GetFileName(path)}: \"reports:\" is not the last section; add the report {name} there by hand"]);
    }
}

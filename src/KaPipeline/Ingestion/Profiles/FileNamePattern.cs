namespace KaPipeline.Ingestion.Profiles;

/// <summary>Patterns with <c>*</c> and <c>?</c>, compared without regard to case.</summary>
public static class FileNamePattern
{
    /// <summary>Whether <paramref name="name"/> fits <paramref name="pattern"/>.</summary>
    public static bool Matches(string pattern, string name) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}

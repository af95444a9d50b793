namespace KaPipeline.Ingestion.Tables;

/// <summary>The words for yes and no, in files and in profiles.</summary>
internal static class FlagWords
{
    public static IReadOnlyList<string> Yes { get; } = ["是", "true", "t", "yes", "y", "1"];

    public static IReadOnlyList<string> No { get; } = ["否", "false", "f", "no", "n", "0"];

    /// <summary>Whether a text is one of them.</summary>
    public static bool Has(string text) => Yes.Concat(No).Contains(text, StringComparer.OrdinalIgnoreCase);
}

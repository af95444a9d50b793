namespace KaPipeline.Labels;

/// <summary>A text that is written once in both languages and shown to each reader in theirs: the result of a step, an error or event of a
/// run, an alert, a refusal. Logs, which have no reader, show both.</summary>
public static class Bilingual
{
    private const string Between = " ‖ ";

    /// <summary>The text as it is stored: English, then Chinese.</summary>
    public static string Of(string chinese, string english) => Part(english) + Between + Part(chinese);

    /// <summary>The same for a text with parts that are bilingual themselves: the writer is asked once for each language.</summary>
    public static string Of(Func<Language, string> write) => Of(write(Language.Chinese), write(Language.English));

    /// <summary>A stored text in the reader's language; a text in one language, such as an error of the database, unchanged.</summary>
    public static string? In(string? stored, Language language) => stored?.Split(Between) is [var english, var chinese]
        ? language.Say(chinese, english) : stored;

    /// <summary>Both languages beside each other, where the reader's is not known: in a terminal, before somebody has signed
    /// in.</summary>
    public static string Both(string stored) => stored.Split(Between) is [var english, var chinese] ? $"{chinese} {english}" : stored;

    // Names of files are in both parts; none of them may look like what divides the two.
    private static string Part(string text) => text.Replace('‖', '|');
}

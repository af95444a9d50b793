namespace KaPipeline.Labels;

/// <summary>What a step of a run says of itself, written once in both languages, shown to each reader in theirs. Terminal and log, which
/// know no reader, show both.</summary>
public static class StepResult
{
    private const string Between = " ‖ ";

    /// <summary>The text that is stored: English, then Chinese.</summary>
    public static string Of(string chinese, string english) => Part(english) + Between + Part(chinese);

    /// <summary>What is stored, in the reader's language; a text in one language, such as an error of the database, as it stands.</summary>
    public static string? In(string? stored, Language language) => stored?.Split(Between) is [var english, var chinese]
        ? language.Say(chinese, english) : stored;

    // Names of files stand in both parts; none of them may look like what divides the two.
    private static string Part(string text) => text.Replace('‖', '|');
}

namespace KaPipeline.Host.Verbs;

/// <summary>What people type before they have read anything: <c>ka</c>, <c>ka help</c> and <c>ka VERB help</c>.</summary>
internal static class AskedForHelp
{
    private const string Help = "--help";

    /// <summary>The same command line as the parser knows it.</summary>
    public static string[] AsParsed(string[] args, IReadOnlyCollection<string> verbs) => args switch
    {
        [] or ["help"] => [Help],
        ["help", .. var path] => [.. path, Help],
        // A file or an account may be called so; behind a verb's own words it is asked for as usual.
        [var verb, "help"] when verbs.Contains(verb) => [verb, Help],
        [var verb, var part, "help"] when verbs.Contains($"{verb} {part}") => [verb, part, Help],
        _ => args,
    };
}

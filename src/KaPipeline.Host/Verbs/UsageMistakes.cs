using System.CommandLine;
using System.CommandLine.Parsing;
using KaPipeline.Configuration;
using KaPipeline.Labels;

namespace KaPipeline.Host.Verbs;

/// <summary>What is wrong with a command line, in words of this program, with the word that was probably meant.</summary>
internal static class UsageMistakes
{
    /// <summary>A line per mistake; none where the line can be carried out.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var path = Path(parsed.CommandResult);
        var command = parsed.CommandResult.Command;
        var unknown = Unknown(parsed).Select(word => Say(word, command, path)).ToList();
        if (unknown.Count > 0)
        {
            return unknown;
        }

        if (parsed.Errors.Count > 0 && command.Subcommands.Count > 0)
        {
            var parts = string.Join(", ", command.Subcommands.Select(part => part.Name));
            return [Bilingual.Of($"ka {path} 之后请写一个：{parts}。", $"ka {path} needs one of: {parts}.")];
        }

        // The parser names the type of the program as well; a person has no use for it.
        return [.. parsed.Errors.Select(error => error.Message.Split(" as expected type", 2)[0])];
    }

    /// <summary>The words that lead to a command, without <c>ka</c>.</summary>
    public static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}".TrimStart() : "";

    // An argument that takes anything would take a mistyped option for a file or a name, and say later that there is no such thing.
    private static IEnumerable<string> Unknown(ParseResult parsed)
    {
        foreach (var word in parsed.UnmatchedTokens)
        {
            yield return word;
        }

        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            yield break;
        }

        foreach (var word in parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).Where(IsOption))
        {
            yield return word;
        }
    }

    private static bool IsOption(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) || (word.Length == 2 && word[0] == '-' && char.IsLetter(word[1]));

    private static string Say(string word, Command command, string path)
    {
        var isOption = word.StartsWith('-');
        var known = isOption ? command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help").ToList()
            : command.Subcommands.Where(part => !part.Hidden).Select(part => part.Name).ToList();
        var name = $"ka {path}".TrimEnd();
        var (chinese, english) = (isOption, known.Count) switch
        {
            (true, _) => ($"{name} 没有选项 {word}", $"{name} has no option {word}"),
            (_, > 0) => ($"{name} 没有命令 {word}", $"{name} has no command {word}"),
            _ => ($"{name} 不需要 {word}", $"{name} takes no {word}"),
        };
        return Nearest.Of(word, known) is { } meant
            ? Bilingual.Of($"{chinese}；是不是 {meant}？", $"{english}; did you mean {meant}?")
            : Bilingual.Of($"{chinese}。", $"{english}.");
    }
}

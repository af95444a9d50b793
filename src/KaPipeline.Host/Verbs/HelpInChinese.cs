using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace KaPipeline.Host.Verbs;

/// <summary>What <c>--help</c> says to people whose machine speaks Chinese: each text of a verb stands once, in English, where the verb is
/// made, and once in <c>help-in-chinese.txt</c> with its Chinese beside it.</summary>
internal static class HelpInChinese
{
    private static readonly Lazy<Dictionary<string, string>> Table = new(Read);

    // As wide as they were, where a column follows.
    private static readonly (string English, string Chinese)[] Around =
    [
        ("Description:", "说明："), ("用法:", "用法："), ("参数:", "参数："), ("选项:", "选项："), ("命令: ", "命令："),
        ("[command]", "[命令]"), ("[options]", "[选项]"), ("(REQUIRED)", "（必填）  "), ("[default:", "[默认:"),
    ];

    // What a shell says comes first: the culture knows it only where the system's language data are installed.
    private static bool IsChinese => (Array.Find(["LC_ALL", "LC_MESSAGES", "LANG"], IsSet) is { } variable
        ? Environment.GetEnvironmentVariable(variable)! : CultureInfo.CurrentUICulture.Name).StartsWith("zh", StringComparison.Ordinal);

    /// <summary>Puts Chinese in the place of English where this machine speaks Chinese.</summary>
    public static void Translate(Command command)
    {
        if (!IsChinese)
        {
            return;
        }

        // The headings between the texts are the parser's own.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        foreach (var symbol in Symbols(command).Where(symbol => symbol.Description is not null))
        {
            symbol.Description = symbol switch
            {
                HelpOption => "显示帮助",
                VersionOption => "显示版本",
                _ => Table.Value.GetValueOrDefault(symbol.Description!, symbol.Description!),
            };
        }
    }

    /// <summary>A page of help with what the parser says around the texts in Chinese too, where this machine speaks Chinese.</summary>
    public static string Page(string help) =>
        IsChinese ? Around.Aggregate(help, (text, pair) => text.Replace(pair.English, pair.Chinese, StringComparison.Ordinal)) : help;

    /// <summary>A command, all below it, and their arguments and options.</summary>
    internal static IEnumerable<Symbol> Symbols(Command command) =>
        command.Subcommands.SelectMany(Symbols).Concat(command.Arguments).Concat(command.Options).Prepend(command);

    /// <summary>The Chinese of an English text; null where the table lacks it.</summary>
    internal static string? Of(string english) => Table.Value.GetValueOrDefault(english);

    /// <summary>The English texts of the table.</summary>
    internal static IReadOnlyCollection<string> Known => Table.Value.Keys;

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    /// <summary>Lines of the table: a text and its Chinese, each text once.</summary>
    internal static IReadOnlyList<(string English, string Chinese)> Lines()
    {
        using var stream = typeof(HelpInChinese).Assembly.GetManifestResourceStream("help-in-chinese.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(" ‖ ")).Select(pair => (pair[0], pair[1]))];
    }

    private static Dictionary<string, string> Read() =>
        Lines().ToDictionary(line => line.English, line => line.Chinese, StringComparer.Ordinal);
}

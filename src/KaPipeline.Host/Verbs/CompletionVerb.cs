using System.CommandLine;
using System.CommandLine.Completions;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka completion bash|zsh|pwsh</c>: a script for the shell, which asks <c>ka</c> itself what may come next, so that it
/// knows the chains of the day and never grows old.</summary>
internal static class CompletionVerb
{
    /// <summary>First word of the question that the scripts ask; the second is the line up to the cursor, without <c>ka</c>.</summary>
    public const string Question = "[suggest]";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] =
            """
            # eval "$(ka completion bash)"
            _ka() {
              local line="${COMP_LINE:0:COMP_POINT}"
              mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" '[suggest]' "${line#* }" 2>/dev/null)
            }
            complete -o bashdefault -o default -F _ka ka ./ka
            """,
        ["zsh"] =
            """
            # eval "$(ka completion zsh)", after compinit
            _ka() {
              local -a found
              found=("${(@f)$("${words[1]}" '[suggest]' "${(j: :)words[2,CURRENT]}" 2>/dev/null)}")
              if [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"; else _files; fi
            }
            compdef _ka ka ./ka
            """,
        ["pwsh"] =
            """
            # ka completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName ka, ka.cmd, ./ka -ScriptBlock {
              param($word, $line, $cursor)
              $typed = $line.ToString().PadRight($cursor).Substring(0, $cursor)
              $program, $rest = $typed -split ' ', 2
              & $program '[suggest]' "$rest" 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes verbs, options and chains in a shell.") { shell };
        command.SetAction(parsed =>
        {
            Console.WriteLine(Scripts[parsed.GetValue(shell)!]);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What may stand at the end of a line, a word a line.</summary>
    public static IEnumerable<string> Answers(RootCommand root, string line)
    {
        // What is asked about may be any verb; help and version are words of the line, not verbs.
        line = line.StartsWith("help ", StringComparison.Ordinal) ? line["help ".Length..] : line;
        var word = line[(line.LastIndexOf(' ') + 1)..];
        var parsed = root.Parse(line);
        var fitting = parsed.GetCompletions(line.Length).Select(item => item.InsertText ?? item.Label)
            .Concat(word == line ? ["help", "version"] : [])
            .Where(text => text.StartsWith(word, StringComparison.Ordinal)
                && (text.StartsWith("--", StringComparison.Ordinal) || !(text.StartsWith('-') || text.StartsWith('/'))))
            .Distinct(StringComparer.Ordinal).ToList();

        // Options come when they are asked for, or where nothing else is known to follow.
        return word.Length == 0 && fitting.Where(text => !text.StartsWith('-')).ToList() is { Count: > 0 } words ? words : fitting;
    }

    /// <summary>The chains of <c>config/chains</c>.</summary>
    public static IEnumerable<CompletionItem> Chains(CompletionContext context)
    {
        try
        {
            return [.. Directory.GetFiles(Path.Combine(KaHome.FromEnvironment().Config, "chains"), "*.yaml")
                .Select(file => new CompletionItem(Path.GetFileNameWithoutExtension(file)))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}

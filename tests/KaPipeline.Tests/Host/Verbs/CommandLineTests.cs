using System.CommandLine;
using System.CommandLine.Help;
using System.Diagnostics;
using System.Text;
using KaPipeline.Host.Verbs;
using KaPipeline.Host.Work;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>What a person meets first: help in their language, a word for a mistyped one, completion in their shell.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", 0, "Commands:")]
    [InlineData("help", 0, "Commands:")]
    [InlineData("help ingest", 0, "ka ingest <path>... [options]")]
    [InlineData("ingest help", 0, "ka ingest <path>... [options]")]
    [InlineData("delivery list help", 0, "ka delivery list [options]")]
    [InlineData("version", 0, "ka 0.")]
    [InlineData("--version", 0, "ka 0.")]
    [InlineData("ingst", 2, "did you mean ingest?")]
    [InlineData("frob", 2, "has no command frob.")]
    [InlineData("ingest --chian wanjia x", 2, "did you mean --chain?")]
    [InlineData("delivery lst", 2, "did you mean list?")]
    [InlineData("delivery", 2, "ka delivery needs one of: list, confirm")]
    [InlineData("doctor now", 2, "ka doctor takes no now.")]
    [InlineData("serve --urls foo --no-web --no-jobs", 2, "leave nothing to do")]
    [InlineData("check --as-of tomorrow", 2, "--as-of must be a date like 2026-05-31")]
    public async Task A_command_line_is_answered(string line, int code, string says)
    {
        var (exit, output, error) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.True(exit == code, output + error);
        Assert.Contains(says, code == 0 ? output : error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_Chinese_where_the_machine_is()
    {
        var (_, output, _) = await RunAsync(["ingest", "--help"], ("LANG", "zh_CN.UTF-8"), ("LC_ALL", ""));

        Assert.Contains("加载门户文件和主数据", output, StringComparison.Ordinal);
        Assert.Contains("用法", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Load portal files", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("negotiate --help")]
    [InlineData("quarantine list --help")]
    [InlineData("quarantine --help")]
    public async Task Chinese_help_has_no_English_around_its_texts(string line)
    {
        var (_, output, _) = await RunAsync(line.Split(' '), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", ""));

        Assert.Contains("显示帮助", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"Description|Usage|Options|Arguments|Commands|Show|\[command|\[options|REQUIRED|default", output);
    }

    [Fact]
    public void Every_text_of_help_has_its_Chinese_and_the_table_no_other()
    {
        // The parser's own options speak Chinese by themselves.
        var texts = HelpInChinese.Symbols(KaCommandLine.Root())
            .Where(symbol => symbol is not (HelpOption or VersionOption)).Select(symbol => symbol.Description)
            .OfType<string>().Where(text => text != string.Join(", ", JobCatalogue.Names)).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(HelpInChinese.Lines().GroupBy(line => line.English).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.DoesNotContain(texts, text => HelpInChinese.Of(text) is null);
        Assert.Empty(HelpInChinese.Known.Except(texts));
        Assert.All(HelpInChinese.Known, text => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}|bash", HelpInChinese.Of(text)!));
    }

    [Fact]
    public async Task The_jobs_of_ka_run_are_all_of_the_catalogue()
    {
        var (_, output, _) = await RunAsync(["run", "--help"]);

        Assert.Contains(string.Join(", ", JobCatalogue.Names), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_prints_json_is_in_the_document()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "command-line.md"), Stopping);
        var verbs = Leaves(KaCommandLine.Root(), "ka").Where(verb => verb.Command.Options.Any(option => option.Name == "--json"));

        Assert.All(verbs, verb => Assert.Contains($"| `{verb.Path}` |", document, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ka ing", "ingest")]
    [InlineData("ka delivery re", "release|resend|resume")]
    [InlineData("ka ingest --ch", "--chain")]
    [InlineData("ka ingest --chain wa", "wanjia")]
    [InlineData("ka run rec", "reconcile")]
    [InlineData("ka completion ", "bash|pwsh|zsh")]
    [InlineData("ka ver", "version")]
    [InlineData("ka help que", "")]
    [InlineData("ka help qua", "quarantine")]
    public async Task Bash_completes(string typed, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("ka-bash-").FullName;
        var program = Path.Combine(folder, "ka");
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\nexec dotnet exec '{Path.Combine(AppContext.BaseDirectory, "ka.dll")}' \"$@\"\n", Stopping);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var words = typed.Split(' ');
        var script = $"""
            PATH="{folder}:$PATH"
            eval "$(ka completion bash)"
            COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))})
            COMP_CWORD={words.Length - 1} COMP_LINE='{typed}' COMP_POINT={typed.Length}
            $(complete -p ka | sed 's/.*-F \([^ ]*\).*/\1/')
            printf '%s\n' "$(IFS='|'; echo "{"${COMPREPLY[*]}"}")"
            """;

        var (exit, output, error) = await ProcessAsync("bash", ["-c", script]);
        Directory.Delete(folder, recursive: true);

        Assert.True(exit == 0 && error.Length == 0, error);
        Assert.Equal(expected, string.Join('|', output.Trim().Split('|').Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, command)] : command.Subcommands.SelectMany(part => Leaves(part, $"{path} {part.Name}"));

    private static Task<(int Code, string Output, string Error)> RunAsync(
        string[] line, params (string Name, string Value)[] environment) =>
        ProcessAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), .. line], environment);

    private static async Task<(int Code, string Output, string Error)> ProcessAsync(
        string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stopping), process.StandardError.ReadToEndAsync(Stopping));
        await process.EndAsync();
        return (process.ExitCode, await output, await error);
    }
}

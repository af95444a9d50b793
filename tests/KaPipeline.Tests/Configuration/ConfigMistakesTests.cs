using System.Text.RegularExpressions;
using KaPipeline.Host.Doctor;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Configuration;

/// <summary>Every mistake in every key of every file of <c>config/</c> is told with its file and line; what may pass is listed
/// here.</summary>
public sealed partial class ConfigMistakesTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-mistakes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_file_of_this_repository_is_right() =>
        Assert.Empty(ConfigCheck.Faults(new KaHome(folder, Path.Combine(Repository.Root, "config"))));

    [Theory]
    [InlineData("rules.yaml")]
    [InlineData("schedules.yaml")]
    [InlineData("recipients.yaml")]
    [InlineData("sources.yaml")]
    [InlineData("chains/dingfeng.yaml")]
    [InlineData("chains/haoyoulai.yaml")]
    [InlineData("chains/jinlong.yaml")]
    [InlineData("chains/runda.yaml")]
    [InlineData("chains/wanjia.yaml")]
    [InlineData("chains/yonghe.yaml")]
    [InlineData("chains/full.yaml")]
    [InlineData("master-data.yaml")]
    [InlineData("appsettings.json")]
    public void Each_mistake_in_each_key_is_told_with_file_and_line(string file)
    {
        var config = ConfigCopy.Make(folder, "Jobs", []);
        var home = new KaHome(folder, config);
        var path = Path.Combine(config, file);
        var yaml = new MistakenYaml(File.ReadAllText(Example(file) is { } example ? example : path), CompanyNames(file));
        Func<string, string> written = file == "appsettings.json" ? LinesOfJson.Of : text => text;
        File.WriteAllText(path, written(yaml.Right));
        Assert.Empty(ConfigCheck.Faults(home, file));

        var passed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var mistake in yaml.Mistakes(each: file == "schedules.yaml"))
        {
            File.WriteAllText(path, written(mistake.Text));
            var faults = ConfigCheck.Faults(home, file);
            var told = faults.Any(fault => Told().Match(fault) is { Success: true } at && at.Groups[1].Value == Path.GetFileName(file)
                && (mistake.Line == 0 || at.Groups[2].Value == $"{mistake.Line}"
                || (mistake.Kind == "nested" && at.Groups[2].Value == $"{mistake.Line + 1}")));
            if (!told && !Passes(file).IsMatch($"{mistake.Kind} {mistake.Place}"))
            {
                passed.Add($"{mistake.Kind} {mistake.Place}{(faults.Count > 0 ? $"  said: {faults[0]}, wanted line {mistake.Line}" : "")}");
            }
        }

        foreach (var line in passed)
        {
            output.WriteLine(line);
        }

        Assert.Empty(passed);
    }

    /// <summary>Every cell and every line of a year, changed as people change them.</summary>
    [Fact]
    public void Each_mistake_in_a_calendar_is_told_with_file_and_line()
    {
        var home = new KaHome(folder, ConfigCopy.Make(folder, "Jobs", []));
        var path = Path.Combine(home.Config, "calendar", "2026.csv");
        var right = File.ReadAllLines(path);
        var first = Array.IndexOf(right, "day,kind,note") + 1;
        IEnumerable<(int Line, string[] Text)> Mistakes()
        {
            IEnumerable<string> Wrong(string line) => !char.IsAsciiDigit(line[0])
                ? line.StartsWith('#') ? ["", line[2..], "# source: 通知"] : [line + ",", line.ToUpperInvariant(), "日期,类型,说明"]
                : [.. ((string[])["2025", "26", "x"]).Select(year => year + line[4..]), line[..10], line[..^1]
                .Replace(",", ";", StringComparison.Ordinal),
                    line.Replace('-', '/'), line.Replace(",holiday", ",holliday", StringComparison.Ordinal)
                    .Replace(",work", ",worked", StringComparison.Ordinal),
                    "2026-05-06,work,劳动节", "2026-02-30,holiday,春节", right[^1] == line ? right[^2] : line + "\n" + line, "", "\uFFFD"
                    + line];
            foreach (var (at, line) in right.Index().Where(row => row.Index is 0 || row.Index >= first - 1))
            {
                foreach (var wrong in Wrong(line))
                {
                    yield return (at + 1 + wrong.Count(letter => letter == '\n'),
                        [.. right[..at], .. wrong.Split('\n'), .. right[(at + 1)..]]);
                }
            }
        }

        var missed = new List<string>();
        foreach (var (line, text) in Mistakes())
        {
            File.WriteAllLines(path, text);
            var faults = ConfigCheck.Faults(home, "calendar/2026.csv");
            if (!faults.Any(fault => fault.StartsWith($"2026.csv:{line}: found ", StringComparison.Ordinal)
                && fault.Contains("\"; write ", StringComparison.Ordinal)
                || fault.StartsWith($"2026.csv:{line}: ", StringComparison.Ordinal) && fault.Contains("UTF-8", StringComparison.Ordinal)))
            {
                missed.Add($"{line}: {text[line - 1]}: {string.Join(" | ", faults)}");
            }
        }

        Assert.Empty(missed);
        // All of them at once, and those of another year beside them.
        File.WriteAllLines(path, [.. right[..first], "2026-13-01,holiday,x", "2026-05-01,hollyday,x"]);
        File.WriteAllText(Path.Combine(home.Config, "calendar", "2025.csv"), "");
        Assert.Equal(["2025.csv:1", "2025.csv:1", $"2026.csv:{first + 1}", $"2026.csv:{first + 2}"],
            ConfigCheck.Faults(home).Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]));
        File.Move(path, Path.Combine(home.Config, "calendar", "year.csv"));
        Assert.Contains(ConfigCheck.Faults(home), fault =>
            fault.StartsWith("year.csv:1: the file is not named after a year; name it", StringComparison.Ordinal));
    }

    /// <summary>A key that a reader takes and no example has would be tried with no mistake.</summary>
    [Fact]
    public void Examples_have_every_key_that_is_read()
    {
        string[] files = ["rules.yaml", "schedules.yaml", "recipients.yaml", "sources.yaml", "chains/full.yaml", "master-data.yaml"];
        var home = new KaHome(folder, ConfigCopy.Make(folder, "Jobs", []));
        var (has, read) = (new HashSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var file in files)
        {
            var path = Path.Combine(home.Config, file);
            var yaml = new MistakenYaml(File.ReadAllText(Example(file) is { } example ? example : path), CompanyNames(file));
            var name = file == "master-data.yaml" ? "chains/full.yaml" : file;
            has.UnionWith(yaml.Keys.Select(key => $"{name} {General(key.Place)}"));
            foreach (var mistake in yaml.Mistakes(each: false).Where(mistake => mistake.Kind == "stranger"))
            {
                File.WriteAllText(path, mistake.Text);
                var parent = General(mistake.Place)[..General(mistake.Place).LastIndexOf('/')];
                read.UnionWith(ConfigCheck.Faults(home, file).Select(fault => Known().Match(fault)).Where(match => match.Success)
                    .SelectMany(match => parent.EndsWith("/thresholds", StringComparison.Ordinal) ? [] : match.Groups[1].Value.Split(", "))
                    .Select(key => $"{name} {parent}/{key}"));
            }
        }

        // Shipped rules lift no limit; "true" and what is not true are BusinessRulesTests'.
        Assert.Empty(read.Except(has).Except(["rules.yaml /penalties/*/shares/*/capped"]));
    }

    // What is read below one field of a profile is read below each.
    private static string General(string place) => Field().Replace(place, "/fields/*").Replace("/tables/*", "", StringComparison.Ordinal);

    private static string? Example(string file) =>
        Path.Combine(Repository.Root, "tests", "KaPipeline.Tests", "Configuration", "Examples", file) is var path && File.Exists(path)
        ? path : null;

    private static Func<string, bool> CompanyNames(string file) => file switch
    {
        "rules.yaml" => key => key is "thresholds" or "penalties" or "shares",
        "recipients.yaml" => key => key == "silenced",
        _ => key => key is "reports" or "values" or "when" or "skip",
    };

    // Texts and names that the company chooses, and what has a default or need not be: any other mistake must be told.
    private static Regex Passes(string file) => file switch
    {
        "rules.yaml" => Rules(),
        "schedules.yaml" => Schedules(),
        "recipients.yaml" => Recipients(),
        "sources.yaml" => Sources(),
        "appsettings.json" => Settings(),
        _ => Profiles(),
    };

    [GeneratedRegex(
        "^unknown /(penalties/./(clause|needs|needs_en|title|title_en)|thresholds/./(source|unit))$|^missing /penalties/./(maximum|minimum|feed|shares/.(/(jointly|limit_factor|capped|otherwise))?)$")]
    private static partial Regex Rules();

    [GeneratedRegex("^unknown /schedules/./name$|^missing /schedules/.(/(catch_up|catch_up_hours|date_offset|days|each_chain|enabled))?$")]
    private static partial Regex Schedules();

    [GeneratedRegex(
        "^(unknown|misspelt|stranger|missing) /silenced/.$|^unknown /(recipients/./(id|name|regions/.)|robots/./(keyword|name|regions/.))$"
        + "|^missing /(recipients|robots|silenced|(digests|workbooks)/[a-z]+/.|(recipients|robots)/.(/(chains|language|regions)(/.)?)?"
        + "|robots/./(secret|keyword|digests/.|per_minute|per_second|bytes|lines|timeout_seconds))$")]
    private static partial Regex Recipients();

    [GeneratedRegex("^unknown /sources/./(name|renewed_by|(folder|sftp)/(done|path|folder|pattern|user)|http/(password_field|user|user_field))$"
        + "|^missing /sources/.(/(chain|look_back_days|renewed_by|password_expires|(folder|sftp)/(done|most_megabytes|pattern|quiet_seconds|folder|port|timeout_seconds)"
        + "|http/(first_page|first_wait_seconds|form|link|longest_wait_seconds|most_[a-z_]+|next_page|password_field|sign_in|timeout_seconds|tries|user_field)))?$")]
    private static partial Regex Sources();

    [GeneratedRegex(
        "^missing |^bad /Mail/Smtp/User$|^unknown /(Mail/(Outbox|ShadowReaders/.|SenderNames/.*|(Smtp|AlarmSmtp)/(User|OAuth/(ClientId|Scope)))|[$]schema|Console/External/(Name|ClientId|Claim))$")]
    private static partial Regex Settings();

    // Headers, sheets, labels and words of portals' files are the portals' own; a report's names are the company's.
    [GeneratedRegex("^(missing|unknown) /(name|name_en|price_basis|letter_case|document_numbers|tolerances.*|accounts/.(/.*)?|reports/.*)$"
        + "|^bad /(accounts/./(supplier_code|id|settlement_unit)|reports/./.*((supplier_code|is_free)/constant|when/.*|skip/.*|values/.*))$"
        + "|^(flat|misspelt|stranger) /reports/.(/(tables/./)?(files|ignore|nothing|skip_sheets|(rows/./)?(when|skip)/.|total/(blank|sums|label)|unpivot/except|rows/./fields/[a-z_0-9]+(/(take|column|head|values/.))?))?$")]
    private static partial Regex Profiles();

    [GeneratedRegex("/fields/[^/]+")]
    private static partial Regex Field();

    [GeneratedRegex(@" knows no ""zzzzzzzzzzzzzzzz:""; write one of: (.+)$")]
    private static partial Regex Known();

    [GeneratedRegex("^([^:]+):([0-9]+): .+")]
    private static partial Regex Told();
}

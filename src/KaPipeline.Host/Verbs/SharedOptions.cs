using System.CommandLine;
using System.Globalization;

namespace KaPipeline.Host.Verbs;

/// <summary>Options that several verbs have, made the same way everywhere.</summary>
internal static class SharedOptions
{
    public static Option<DateOnly?> AsOf() =>
        Date("--as-of", "Business date (Asia/Shanghai) at whose end figures are judged; default: today");

    public static Option<DateOnly?> From() => Date("--from", "First business date, included");

    public static Option<DateOnly?> To() => Date("--to", "Last business date, included");

    public static Option<string?> Chain() => new("--chain")
    {
        Description = "One chain, by its id in config/chains", HelpName = "CHAIN", CompletionSources = { CompletionVerb.Chains },
    };

    /// <summary>The same where nothing can be done without one.</summary>
    public static Option<string> RequiredChain() => new("--chain")
    {
        Description = "One chain, by its id in config/chains", HelpName = "CHAIN", CompletionSources = { CompletionVerb.Chains },
        Required = true,
    };

    public static Option<string?> Reason() => new("--reason") { Description = "Reason, kept in the audit", HelpName = "TEXT" };

    /// <summary>The reason that was given.</summary>
    /// <exception cref="UsageException">None was.</exception>
    public static string Why(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? throw new UsageException("请写明原因 Give a reason with --reason: it is kept in the audit.")
        : reason.Trim();

    public static Option<string?> Urls() =>
        new("--urls") { Description = "Addresses to listen on, separated by semicolons", HelpName = "URLS" };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text" };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Show what would be done, without doing it" };

    /// <summary>A moment of business time, to the minute.</summary>
    public static Option<DateTimeOffset?> Moment(string name, string description) => new(name)
    {
        Description = $"{description} (Asia/Shanghai)",
        HelpName = "\"YYYY-MM-DD HH:MM\"",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (BusinessTime.TryParse(text, out var moment))
            {
                return moment;
            }

            result.AddError($"{name} must be a time like \"2026-05-31 07:30\", found \"{text}\".");
            return null;
        },
    };

    internal static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            result.AddError($"{name} must be a date like 2026-05-31, found \"{text}\".");
            return null;
        },
    };
}

using Spectre.Console;

namespace KaPipeline.Host;

/// <summary>Where verbs print: colours, tables and progress in a terminal, plain unwrapped lines elsewhere (files, pipes, logs).</summary>
public static class Terminal
{
    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Create();

    /// <summary>Whether a person watches: progress may be drawn and redrawn.</summary>
    public static bool IsWatched => !Console.IsOutputRedirected;

    private static IAnsiConsole Create()
    {
        if (IsWatched)
        {
            return AnsiConsole.Console;
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = 250;
        return plain;
    }
}

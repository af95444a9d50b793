using Spectre.Console;
using Spectre.Console.Rendering;

namespace KaPipeline.Host;

/// <summary>Where verbs print: colours, tables and progress in a terminal, plain unwrapped lines elsewhere (files, pipes, logs).
/// Whatever is printed is shown as <see cref="VisibleText"/> says.</summary>
public static class Terminal
{
    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Create();

    /// <summary>Whether a person watches: progress may be drawn and redrawn.</summary>
    public static bool IsWatched => !Console.IsOutputRedirected;

    /// <summary>Guards what is printed past <see cref="Out"/>, which has a guard of its own: its colours are commands.</summary>
    public static void Guard()
    {
        _ = Out;
        Console.SetOut(new VisibleWriter(Console.Out));
        Console.SetError(new VisibleWriter(Console.Error));
    }

    /// <summary>From here on standard output is a document's alone: what else is said goes to standard error.</summary>
    public static void LeaveOutputToDocument() => Out.Profile.Out = new AnsiConsoleOutput(Console.Error);

    private static IAnsiConsole Create()
    {
        var console = IsWatched ? AnsiConsole.Console : AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!IsWatched)
        {
            console.Profile.Width = 250;
        }

        console.Pipeline.Attach(new Shown());
        return console;
    }

    private sealed class Shown : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(one => new ShownPart(one));
    }

    private sealed class ShownPart(IRenderable part) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => part.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => part.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode ? segment : new Segment(VisibleText.Lines(segment.Text), segment.Style));
    }
}

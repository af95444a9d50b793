using KaPipeline.Labels;

namespace KaPipeline.Digests.Design;

/// <summary>How good or bad a thing is; decides its colour, never alone: the words say it too.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>To be watched.</summary>
    Warning,

    /// <summary>To be acted on.</summary>
    Bad,

    /// <summary>Said in passing.</summary>
    Muted,
}

/// <summary>One report as a reader gets it, in one language: rendered as HTML for mail, HTML for a page, or plain text.</summary>
/// <param name="Language">Language of all words in it.</param>
/// <param name="Title">Title at the top.</param>
/// <param name="Scope">For whom and what it covers, below the title.</param>
/// <param name="Preview">The line that mail programs show beside the subject.</param>
/// <param name="Blocks">The content, in order.</param>
/// <param name="Footer">Small print: clocks, zone, where the full data are.</param>
public sealed record Document(
    Language Language, string Title, string Scope, string Preview, IReadOnlyList<Block> Blocks, IReadOnlyList<string> Footer);

/// <summary>One piece of a document.</summary>
public abstract record Block;

/// <summary>A heading, with a sentence below it.</summary>
public sealed record Heading(string Text, string? Lead = null) : Block;

/// <summary>A sentence or two, in a coloured box unless plain.</summary>
public sealed record Notice(Tone Tone, string Text) : Block;

/// <summary>A row of key figures.</summary>
public sealed record Figures(IReadOnlyList<Figure> Items) : Block;

/// <summary>A key figure.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The figure, formatted.</param>
/// <param name="Note">Change or comparison, below it.</param>
/// <param name="Tone">How good or bad it is.</param>
public sealed record Figure(string Label, string Value, string? Note = null, Tone Tone = Tone.Plain);

/// <summary>A table; <see cref="Rest"/> says what was left out and where it can be seen in full.</summary>
public sealed record Grid(IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows, string? Rest = null) : Block;

/// <summary>A column of a table.</summary>
/// <param name="IsNumber">Numbers are right-aligned with tabular digits.</param>
/// <param name="IsShort">Dates and names that stay on one line, also on a phone.</param>
public sealed record Column(string Header, bool IsNumber = false, bool IsShort = false);

/// <summary>A row of a table, one cell per column.</summary>
public sealed record Row(params IReadOnlyList<Cell> Cells);

/// <summary>A cell of a table.</summary>
/// <param name="Text">The main line.</param>
/// <param name="Detail">A second line in small letters.</param>
/// <param name="Tone">How good or bad it is.</param>
/// <param name="Tag">A short word in a box before the text: new, worse, reopened.</param>
/// <param name="Link">Where it leads; null for nowhere.</param>
public sealed record Cell(string Text, string? Detail = null, Tone Tone = Tone.Plain, string? Tag = null, string? Link = null)
{
    /// <summary>A cell of text alone.</summary>
    public static implicit operator Cell(string text) => new(text);

    /// <summary>A cell of text alone.</summary>
    public static Cell FromString(string text) => new(text);
}

/// <summary>Horizontal bars, longest first unless the order says something.</summary>
public sealed record Bars(IReadOnlyList<Bar> Items) : Block;

/// <summary>One bar.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Share">Length, from 0 to 1.</param>
/// <param name="Value">The figure, formatted.</param>
/// <param name="Tone">Its colour.</param>
public sealed record Bar(string Label, decimal Share, string Value, Tone Tone = Tone.Plain)
{
    /// <summary>Dates that follow the label, first to last: a narrow screen breaks the line before them, never within.</summary>
    public string? Days { get; init; }
}

/// <summary>A small trend: one column per point, gaps where there is no figure.</summary>
/// <param name="Label">What is drawn.</param>
/// <param name="Points">Oldest first.</param>
/// <param name="Target">Line to reach; points below it are marked. Null: none, and columns begin at nothing.</param>
public sealed record Trend(string Label, IReadOnlyList<TrendPoint> Points, decimal? Target = null) : Block
{
    /// <summary>Value at the foot of the columns. Rates near their goal would be a solid block on columns that begin at nothing: theirs
    /// begin a little below the lowest, in steps of five per cent.</summary>
    public decimal Foot
    {
        get
        {
            var low = Math.Min(Points.Min(point => point.Value) ?? 0, Target ?? 0);
            return Target is null ? 0 : Math.Max(0, Math.Floor((low - ((Top - low) / 4)) * 20) / 20);
        }
    }

    /// <summary>Value at the top: the highest, or the goal where that is higher.</summary>
    public decimal Top => Math.Max(Points.Max(point => point.Value) ?? 0, Target ?? 0);
}

/// <summary>One point of a trend.</summary>
/// <param name="Label">Its date, short.</param>
/// <param name="Value">Its value; null where there is no figure.</param>
/// <param name="Text">Its value, formatted.</param>
public sealed record TrendPoint(string Label, decimal? Value, string Text);

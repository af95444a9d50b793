using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

/// <summary>What the ids of a column name.</summary>
public enum NamedAs
{
    /// <summary>A chain.</summary>
    Chain,

    /// <summary>A store of the row's chain.</summary>
    Store,

    /// <summary>One of our products.</summary>
    Product,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A fee.</summary>
    Fee,
}

/// <summary>A column of a business list.</summary>
/// <param name="Name">Its name in the question and in the address that sorts by it; also its heading in <see cref="Label.Heading"/>, unless
/// another is given.</param>
/// <param name="Sql">Its value, over the list's <c>from</c>.</param>
/// <param name="Kind">What it holds.</param>
public sealed record ListColumn(string Name, string Sql, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>Key of its heading; null: its name.</summary>
    public string? Heading { get; init; }

    /// <summary>The same value in English, where texts stand in two columns; null: one for both.</summary>
    public string? EnglishSql { get; init; }

    /// <summary>Labels of the codes that it holds.</summary>
    public LabelFamily? Codes { get; init; }

    /// <summary>What its ids name.</summary>
    public NamedAs? Names { get; init; }

    /// <summary>Whether the workbook adds it up.</summary>
    public bool IsSummed { get; init; }

    /// <summary>Path that a cell leads to, with <c>{column}</c> for cells of its row; none where one of these is empty.</summary>
    public string? Link { get; init; }

    /// <summary>Whether it is there for links alone.</summary>
    public bool IsHidden { get; init; }

    /// <summary>1: above nought is bad for us; -1: below; 0: neither.</summary>
    public int BadSide { get; init; }

    /// <summary>What stands above it in a language.</summary>
    public string HeadIn(Language language) => Words.Opening(Heading ?? Name, language);

    /// <summary>What stands above it in a workbook that many read.</summary>
    public string HeadInBoth => Words.Both(Heading ?? Name);

    private LabelFamily Words => Label.Heading.Has(Heading ?? Name) ? Label.Heading : Label.Column;
}

/// <summary>A total over all rows of a list's filter.</summary>
/// <param name="Heading">Key of its name in <see cref="Label.Heading"/>.</param>
/// <param name="Sql">Aggregate over the list's columns.</param>
/// <param name="Kind">What it is.</param>
/// <param name="BadSide">As <see cref="ListColumn.BadSide"/>.</param>
public sealed record ListTotal(string Heading, string Sql, ColumnKind Kind = ColumnKind.Money, int BadSide = 0);

/// <summary>A chart over all rows of a list's filter.</summary>
/// <param name="Heading">Key of its title in <see cref="Label.Heading"/>.</param>
/// <param name="Label">Column by whose values it groups.</param>
/// <param name="Value">Aggregate over the list's columns.</param>
/// <param name="Kind">What the values are.</param>
public sealed record ListChart(string Heading, string Label, string Value, ColumnKind Kind = ColumnKind.Money)
{
    /// <summary>In which order its points stand; <c>label</c> and <c>value</c> are its two columns.</summary>
    public string Order { get; init; } = "value desc nulls last, label";

    /// <summary>Points at most.</summary>
    public int Most { get; init; } = 12;

    /// <summary>Aggregate that gives the goal; null: it has none.</summary>
    public string? Goal { get; init; }

    /// <summary>Whether it shows the thirteen months up to the month asked for.</summary>
    public bool IsOverMonths { get; init; }
}

/// <summary>A filter by one of a few codes.</summary>
/// <param name="Sql">What it compares.</param>
/// <param name="Codes">The codes.</param>
/// <param name="Default">Taken where none is asked for; null: all.</param>
public sealed record KindFilter(string Sql, LabelFamily Codes, string? Default = null);

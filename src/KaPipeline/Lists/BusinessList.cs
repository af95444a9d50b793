using KaPipeline.Warehouse;

namespace KaPipeline.Lists;

/// <summary>A list of the console, as it is declared: filters, sorting, pages, totals, charts and the workbook follow from it.</summary>
/// <param name="Name">Its name in the address; also the key of its title and note.</param>
/// <param name="From">From what it reads: <c>seen.NAME as figure</c>, cut to the reader's scope, and what is joined to it.</param>
/// <param name="Columns">Columns, in order.</param>
/// <param name="Order">Order of its rows by its columns; ends with what tells every two rows apart.</param>
public sealed record BusinessList(string Name, string From, IReadOnlyList<ListColumn> Columns, string Order)
{
    /// <summary>Condition that always holds.</summary>
    public string? Where { get; init; }

    /// <summary>What the filter by chain compares; null: there is none.</summary>
    public string? Chain { get; init; } = "figure.chain_id";

    /// <summary>What the filter by region compares; null: there is none.</summary>
    public string? Region { get; init; }

    /// <summary>What the filter by representative compares; null: there is none.</summary>
    public string? Representative { get; init; }

    /// <summary>First day of the month that the filter by month compares; null: there is none.</summary>
    public string? Month { get; init; }

    /// <summary>Whether all months stand where none is asked for; else the month of the as-of date.</summary>
    public bool IsOfAllMonths { get; init; }

    /// <summary>Whether a month that is over is judged on its last evening, as its close judges it, by what is known on the as-of
    /// date.</summary>
    public bool IsJudgedAtMonthsEnd { get; init; }

    /// <summary>What the filter by an item or lot compares, each with the whole of what is typed; none: there is no such filter.</summary>
    public IReadOnlyList<string> Item { get; init; } = [];

    /// <summary>Filter by kind; null: there is none.</summary>
    public KindFilter? Kind { get; init; }

    /// <summary>Condition that a reader may ask for by a tick, named by <see cref="TickHeading"/>.</summary>
    public string? Tick { get; init; }

    /// <summary>Key of the tick's name.</summary>
    public string? TickHeading { get; init; }

    /// <summary>Whether it tells of people what not everybody may know: who may see it is asked, and each look is noted.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Totals beside the count of rows.</summary>
    public IReadOnlyList<ListTotal> Totals { get; init; } = [];

    /// <summary>Charts.</summary>
    public IReadOnlyList<ListChart> Charts { get; init; } = [];

    /// <summary>Paths that each row's evidence stands at, as <see cref="ListColumn.Link"/>, with the key of their name.</summary>
    public IReadOnlyList<(string Heading, string Link)> Evidence { get; init; } = [];

    /// <summary>By which clocks a filter is answered.</summary>
    public ReportClock Clock(ListFilter filter) => ReportClock.AsTold(filter.AsOf) is var evening && IsJudgedAtMonthsEnd
        && filter.Month is { } month ? evening.ForMonth(month) : evening;

    /// <summary>Where it stands in the console.</summary>
    public string Path => "/figures/" + Name;
}

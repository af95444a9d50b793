using KaPipeline.Labels;

namespace KaPipeline.Workbooks;

/// <summary>What a column of a detail sheet holds; it decides the number format.</summary>
public enum ColumnKind
{
    /// <summary>Text, and every code: leading zeros stay, and nothing is ever a formula.</summary>
    Text,

    /// <summary>Sales units, up to 3 decimals.</summary>
    Quantity,

    /// <summary>RMB with 2 decimals.</summary>
    Money,

    /// <summary>RMB per sales unit with 4 decimals.</summary>
    Price,

    /// <summary>A fraction, shown in per cent with 1 decimal.</summary>
    Percent,

    /// <summary>The same of what has a goal to reach: pages and mails round it down (<see cref="Language.Rate"/>).</summary>
    Rate,

    /// <summary>A whole number without grouping: a row number, days.</summary>
    Count,

    /// <summary>A business date.</summary>
    Date,
}

/// <summary>One column of a detail sheet.</summary>
/// <param name="Header">Chinese with English beside it, for example <c>差异 Difference</c>; the English is on a second line.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Width">Width in characters of the standard font.</param>
/// <param name="ControlTotal">The column's sum over all rows, taken from the warehouse by another query than the rows; null when
/// the column has no total. Writing stops with <see cref="ControlTotalException"/> when the rows do not add up to it.</param>
public sealed record DetailColumn(string Header, ColumnKind Kind, double Width = 12, decimal? ControlTotal = null)
{
    /// <summary>Labels of the codes that the column holds, which it shows in both languages; null where it holds none.</summary>
    public LabelFamily? Codes { get; init; }

    /// <summary>Whether it holds names, which are longer in English.</summary>
    public bool IsName { get; init; }

    /// <summary>The column as wide as a reader's language asks for.</summary>
    public DetailColumn In(Language language) => IsName && language == Language.English ? this with { Width = Width * 1.8 } : this;

    internal string NumberFormat => Kind switch
    {
        ColumnKind.Quantity => "#,##0",
        ColumnKind.Money => "#,##0.00",
        ColumnKind.Price => "0.0000",
        ColumnKind.Percent or ColumnKind.Rate => "0.0%",
        ColumnKind.Count => "0",
        ColumnKind.Date => "yyyy-mm-dd",
        _ => "@",
    };

    /// <summary>Format of a number in this column: of units only a part of one has decimals, for Excel shows a bare point
    /// otherwise.</summary>
    internal string FormatOf(decimal value) =>
        Kind == ColumnKind.Quantity && !decimal.IsInteger(value) ? "#,##0.###" : NumberFormat;
}

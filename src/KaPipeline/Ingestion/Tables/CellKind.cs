namespace KaPipeline.Ingestion.Tables;

/// <summary>What the container itself says a cell is.</summary>
public enum CellKind
{
    /// <summary>Text; also every cell of a text or HTML file.</summary>
    Text,

    /// <summary>A number of a spreadsheet: leading zeros and digits past the fifteenth are gone.</summary>
    Number,

    /// <summary>A date of a spreadsheet, given as yyyy-MM-dd with a time behind it where it has one; it needs no format. A T before the
    /// time 16:00:00 says that the cell shows the day alone.</summary>
    Date,

    /// <summary>No value: an error such as <c>#REF!</c>, or <c>=</c> and a formula that was never calculated. It is not blank.</summary>
    Error,
}

namespace KaPipeline.Ingestion.Rows;

/// <summary>Where a value is in a file, as a person finds it.</summary>
internal readonly record struct CellPlace(string Sheet, int Row, string Column)
{
    public OddContent Odd(string rule, string found, string expected, long rows = 1) => new(rule, Sheet, Row, Column, found, expected,
        rows);
}

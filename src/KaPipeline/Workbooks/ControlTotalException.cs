namespace KaPipeline.Workbooks;

/// <summary>The rows of a detail sheet do not add up to the control total that the warehouse gave: the workbook must not go out.</summary>
/// <param name="column">The column's header, or "rows".</param>
/// <param name="expected">What the warehouse's own sum says.</param>
/// <param name="found">What the written rows add up to.</param>
public sealed class ControlTotalException(string sheet, string column, decimal expected, decimal found)
    : InvalidOperationException(FormattableString.Invariant(
        $"Sheet \"{sheet}\", column \"{column}\": the rows add up to {found}, the warehouse says {expected}. The workbook was not written."))
{
    /// <summary>The sheet.</summary>
    public string Sheet { get; } = sheet;
}

namespace KaPipeline.Ingestion.Rows;

/// <summary>Stable words for the rules a row can break while it is read; loading adds <c>unknown_product</c> and
/// <c>unknown_store</c>.</summary>
public static class RejectionRule
{
    /// <summary>More or fewer cells than the header: a separator inside an unquoted cell shifts all that follows.</summary>
    public const string WrongColumnCount = "wrong_column_count";

    /// <summary>The last row of a text that seems to end within its last cell.</summary>
    public const string CutOff = "cut_off";

    /// <summary>A required cell says nothing.</summary>
    public const string Missing = "missing_value";

    /// <summary>Not a date in the profile's format, or an impossible one.</summary>
    public const string InvalidDate = "invalid_date";

    /// <summary>A date that contradicts another one of its row: received before it was sent, ended before it began.</summary>
    public const string DatesOutOfOrder = "dates_out_of_order";

    /// <summary>A date of something past that lies long after the file's business date.</summary>
    public const string ImplausibleDate = "implausible_date";

    /// <summary>A cell with an error value (<c>#REF!</c>), or a formula that was never calculated.</summary>
    public const string CellError = "cell_error";

    /// <summary>Not a number.</summary>
    public const string InvalidNumber = "invalid_number";

    /// <summary>A whole number was expected.</summary>
    public const string NotWhole = "not_whole";

    /// <summary>A part of a case was ordered or delivered.</summary>
    public const string NonIntegerCases = "non_integer_cases";

    /// <summary>A negative value where only zero or more makes sense.</summary>
    public const string Negative = "negative_value";

    /// <summary>Quantity and amount of one line with opposite signs, or goods that came back and are not negative.</summary>
    public const string SignsDiffer = "signs_differ";

    /// <summary>Quantity and price do not make the amount of their row, and another reading of the quantity does.</summary>
    public const string QuantityDisagrees = "quantity_disagrees";

    /// <summary>A word that the profile does not list.</summary>
    public const string UnknownValue = "unknown_value";

    /// <summary>No record of the profile applies to the row.</summary>
    public const string UnknownRowKind = "unknown_row_kind";

    /// <summary>A code whose digits were lost by a spreadsheet (6.91788E+12).</summary>
    public const string LostDigits = "lost_digits";

    /// <summary>Bytes that are no text in the file's encoding, or control characters.</summary>
    public const string UnreadableText = "unreadable_text";

    /// <summary>A text far longer than its field can be.</summary>
    public const string TooLong = "too_long";

    /// <summary>Said twice in the file, and not the same each time.</summary>
    public const string Repeated = "repeated_key";
}

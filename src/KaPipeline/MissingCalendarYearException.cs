namespace KaPipeline;

/// <summary>A date was asked for whose year has no file in <c>config/calendar</c>. Working days are never guessed
/// (docs/domain.md#calendar), so this is permanent until the file is there: a retry does not help.</summary>
/// <param name="year">The year that is missing.</param>
/// <param name="years">The years that are there.</param>
public sealed class MissingCalendarYearException(int year, IEnumerable<int> years) : Exception(
    $"config/calendar/{year}.csv is missing: working days of {year} are not known (known: {string.Join(", ", years)}). "
    + $"Add the file from the State Council's notice for {year} (国务院办公厅关于{year}年部分节假日安排的通知, published each November), citing it in the first line; until it is out: ka calendar draft {year}.")
{
    /// <summary>The year that is missing.</summary>
    public int Year { get; } = year;
}

using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// What the text dates of one file say of the order of day and month that its format has: a day past the twelfth proves it, a date near
/// the business date speaks for it, and one that would be near the other way round against it. Dates that are not of their file's time,
/// such as those of a statement's period, speak neither way.
/// </summary>
internal sealed class DateOrder(DateOnly? businessDate, FileLimits limits)
{
    private bool isProven;
    private int asWritten;
    private int swapped;

    /// <summary>Notes a date that was read from text.</summary>
    /// <param name="field">The field that it is of.</param>
    /// <param name="date">The date as the format reads it.</param>
    /// <param name="isSwapped">Whether only the other order brings it near the business date.</param>
    /// <returns>Whether either order is possible and the date would tell.</returns>
    public bool Take(StagingField field, DateOnly date, out bool isSwapped)
    {
        isSwapped = false;
        isProven |= date.Day > 12;
        if (date.Day > 12 || date.Day == date.Month || businessDate is not { } day || !(field.HasHappened || field.Name == "requested_on"))
        {
            return false;
        }

        var isNear = limits.IsNear(date, day);
        isSwapped = !isNear && limits.IsNear(Other(date), day);
        swapped += isSwapped ? 1 : 0;
        asWritten += isNear && !limits.IsNear(Other(date), day) ? 1 : 0;
        return true;
    }

    /// <summary>Whether nothing speaks for the order as the format has it that weighs as much.</summary>
    public bool IsDoubtful => !isProven && swapped > asWritten;

    /// <summary>The date with day and month exchanged.</summary>
    public static DateOnly Other(DateOnly date) => new(date.Year, date.Day, date.Month);
}

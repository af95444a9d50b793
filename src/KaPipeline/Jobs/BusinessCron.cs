using Cronos;

namespace KaPipeline.Jobs;

/// <summary>Reads cron expressions with the parser that Hangfire uses too (Cronos), so that ledger and dashboard mean the same.</summary>
internal static class BusinessCron
{
    /// <summary>Reads five fields: minute, hour, day of month, month, day of week.</summary>
    /// <exception cref="FormatException">Not such an expression, both day fields set, or it never comes; the message names the
    /// field.</exception>
    public static CronExpression Parse(string cron)
    {
        var fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            throw new FormatException(
                $"cron \"{cron}\": found {fields.Length} fields, expected minute, hour, day of month, month, day of week.");
        }

        // Unix cron fires when either matches, Cronos when both do: nobody can say what the writer meant.
        if (IsSet(fields[2]) && IsSet(fields[4]))
        {
            throw new FormatException(
                $"cron \"{cron}\": found day of month \"{fields[2]}\" and day of week \"{fields[4]}\", expected * in one of them.");
        }

        CronExpression expression;
        try
        {
            expression = CronExpression.Parse(cron);
        }
        catch (CronFormatException e)
        {
            throw new FormatException($"cron \"{cron}\": {e.Message}", e);
        }

        return expression.GetNextOccurrence(DateTime.UnixEpoch) is null
            ? throw new FormatException(
                $"cron \"{cron}\": found day of month \"{fields[2]}\" in month \"{fields[3]}\", expected a day that comes.")
            : expression;
    }

    private static bool IsSet(string field) => field is not ("*" or "?");
}

namespace KaPipeline.Simulation.Truth;

/// <summary>A monthly paper that came late; its month is that in which it was due.</summary>
internal sealed record LatePaper(string Kind, DateOnly Month, string PersonId, int DaysLate);

/// <summary>Papers that came after their day: fee budgets the 15th, surveys and summaries of the month before the 5th.</summary>
internal static class PaperTruth
{
    public static IEnumerable<LatePaper> Of(World world)
    {
        var budgets = PaperFaults.Budgets(world).Select(one => (Kind: "budget", one.Month, Person: one.PersonId, one.Day, Due: 15));
        var surveys = StoreSurveys.Of(world).Select(one => (Kind: "survey", Month: one.Month.AddMonths(1), one.Person, Day: one.HandedInOn, Due: 5));
        var summaries = StoreSurveys.Summaries(world)
            .Select(one => (Kind: "work_summary", Month: one.Month.AddMonths(1), one.Person, Day: one.HandedInOn, Due: 5));
        return budgets.Concat(surveys).Concat(summaries).Distinct()
            .Select(one => new LatePaper(one.Kind, one.Month, one.Person, one.Day.DayNumber - one.Month.AddDays(one.Due - 1).DayNumber))
            .Where(one => one.DaysLate > 0);
    }
}

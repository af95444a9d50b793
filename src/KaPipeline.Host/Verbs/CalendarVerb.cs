using System.CommandLine;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka calendar draft YEAR</c>: a year to work with until its notice is out.</summary>
internal static class CalendarVerb
{
    public static Command Create()
    {
        var year = new Argument<int>("year") { Description = "The year after the last one that is there", HelpName = "YEAR" };
        var draft = new Command("draft", "Write a year of weekends and legal holidays, marked unconfirmed until its notice takes its place.")
        {
            year,
        };
        draft.SetAction(async (parsed, ct) =>
        {
            var config = KaHome.FromEnvironment().Config;
            var (wanted, next) = (parsed.GetValue(year), WorkingCalendar.Load(config).LastDay.Year + 1);
            if (wanted != next || wanted > 2099)
            {
                throw new UsageException(
                    $"下一个可起草的年份是 {next}，收到的是 {wanted}。 The next year to draft is {next}, found {wanted}: years stand without a gap.");
            }

            var path = Path.Combine(config, "calendar", FormattableString.Invariant($"{wanted}.csv"));
            await File.WriteAllTextAsync(path, CalendarDraft.Of(wanted), ct);
            Console.WriteLine($"{path}\n草案，未经确认：国务院通知发布后请替换。 A draft, unconfirmed: replace it when the State Council's notice is out.");
            return ExitCodes.Done;
        });
        return new Command("calendar", "The working calendar of config/calendar.") { draft };
    }
}

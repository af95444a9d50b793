using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Host.Verbs;

/// <summary>What a verb says of mails that it sent.</summary>
internal static class MailText
{
    /// <summary>Counts on standard output; each mail that was not accepted, and why the rest waits, on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(string destination, SendReport report)
    {
        if (report.Count > 0)
        {
            Console.WriteLine($"{destination}: {report}");
        }

        foreach (var failure in report.Failures)
        {
            await Console.Error.WriteLineAsync(failure.ToString());
        }

        foreach (var robot in report.Robots)
        {
            await Console.Error.WriteLineAsync(
                $"The {robot.Called(Language.English)} could not be used, so its cards wait: {robot.Words}\n./ka doctor says more.");
        }

        if (report.Trouble is { } trouble)
        {
            await Console.Error.WriteLineAsync(
                $"The {trouble.Called(Language.English)} could not be used, so the mails wait: {trouble.Words}\n"
                + "./ka doctor --mail says more. ./ka delivery send sends what is waiting; a running ./ka serve does so by itself once the server answers.");
        }

        if (report.Held is { } held)
        {
            await Console.Error.WriteLineAsync(
                $"{Bilingual.Both(held)}\n./ka delivery list shows what is waiting; ./ka delivery resume sends it, or counts it as sent.");
        }

        return report.Held is null && report.Trouble is null && report.Robots.Count + report.Failures.Count == 0
            ? ExitCodes.Done : ExitCodes.DoneWithFindings;
    }
}

using KaPipeline.Jobs;
using KaPipeline.Mail;

namespace KaPipeline.Host.Work;

/// <summary>What a step of a run says of the mails that it sent.</summary>
internal static class MailSteps
{
    /// <summary>Counts what ended, warns of each mail that was not accepted, and fails when the server could not be used.</summary>
    /// <exception cref="PermanentJobException">The server could not be used. Trying again is <c>watch</c>'s, which sends what is
    /// left.</exception>
    public static void Tell(RunContext run, RunStep step, SendReport report)
    {
        step.RowsOut += report.Count;
        step.Says = report.ToString();
        foreach (var failure in report.Failures)
        {
            run.Log.LogWarning("{failure}", failure.ToString());
        }

        if (report.Held is { } held)
        {
            step.Says = $"{report} {held}".TrimStart();
            run.Log.LogWarning("{held}", held);
        }

        if (report.Trouble is { } trouble)
        {
            throw new PermanentJobException("mail_server",
                $"The mail server could not be used; what is left is sent once it answers: {trouble.Words}");
        }
    }
}

using KaPipeline.Jobs;
using KaPipeline.Labels;
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
        step.Message = Bilingual.Of(report.In);
        foreach (var failure in report.Failures)
        {
            run.Warn(failure.In);
        }

        foreach (var robot in report.Robots)
        {
            run.Warn(language => language.Say(
                $"{robot.Called(language)} 不可用，卡片待其恢复后自动发出：{robot.Words}",
                $"The {robot.Called(language)} could not be used; its cards are sent once it answers: {robot.Words}"));
        }

        if (report.Held is { } held)
        {
            step.Message = Bilingual.Of(language => $"{report.In(language)} {Bilingual.In(held, language)}".TrimStart());
            run.Warn(language => Bilingual.In(held, language)!);
        }

        if (report.Trouble is { } trouble)
        {
            throw new PermanentJobException("mail_server", Bilingual.Of(
                $"{trouble.Called(Language.Chinese)} 不可用，未发的待其恢复后自动发出：{trouble.Words}",
                $"The {trouble.Called(Language.English)} could not be used; what is left is sent once it answers: {trouble.Words}"));
        }
    }
}

using System.CommandLine;
using KaPipeline.Host.Doctor;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka doctor</c>: says what is wrong with this machine and set-up, and how to correct it.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var mail = new Option<bool>("--mail")
        {
            Description = "Check mail only: connect, encrypt, sign in, name the sender; sends nothing"
        };
        var json = SharedOptions.Json();
        var command = new Command("doctor",
            "Check machine, database, configuration, calendar and mail; says what is wrong and how to fix it.") { mail, json };
        command.SetAction(async (parsed, ct) =>
        {
            var findings = parsed.GetValue(mail) ? await MailExamination.RunAsync(KaHome.FromEnvironment(), TimeProvider.System, ct)
                : await Examination.RunAsync(TimeProvider.System, ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(findings);
            }

            foreach (var finding in parsed.GetValue(json) ? [] : findings)
            {
                var mark = finding.State switch
                {
                    Health.Well => "[green]ok  [/]",
                    Health.Warning => "[yellow]warn[/]",
                    _ => "[red]BAD [/]"
                };
                Terminal.Out.MarkupLine($"{mark}  {Markup.Escape(finding.Subject),-10} {Markup.Escape(finding.Message)}");
                if (finding.Fix is not null)
                {
                    Terminal.Out.MarkupLine($"                 fix: {Markup.Escape(finding.Fix)}");
                }
            }

            return findings.Any(finding => finding.State == Health.Bad) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }
}

using System.CommandLine;
using KaPipeline.Host.Doctor;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka doctor</c>: says what is wrong with this machine and set-up, and how to mend it.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var mail = new Option<bool>("--mail")
        {
            Description = "Look at the mail alone, all the way: connect, encrypt, sign in, name the sender; sends nothing"
        };
        var command = new Command("doctor",
            "Say what is wrong with this machine, database, config, calendar or mail, and how to mend each.") { mail };
        command.SetAction(async (parsed, ct) =>
        {
            var findings = parsed.GetValue(mail) ? await MailExamination.RunAsync(KaHome.FromEnvironment(), TimeProvider.System, ct)
                : await Examination.RunAsync(TimeProvider.System, ct);
            foreach (var finding in findings)
            {
                var mark = finding.State switch
                {
                    Health.Well => "[green]ok  [/]",
                    Health.Warning => "[yellow]warn[/]",
                    _ => "[red]BAD [/]"
                };
                Terminal.Out.MarkupLine($"{mark}  {Markup.Escape(finding.Subject),-10} {Markup.Escape(finding.Says)}");
                if (finding.Mend is not null)
                {
                    Terminal.Out.MarkupLine($"                 mend: {Markup.Escape(finding.Mend)}");
                }
            }

            return findings.Any(finding => finding.State == Health.Bad) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }
}

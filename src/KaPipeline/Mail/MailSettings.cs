using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace KaPipeline.Mail;

/// <summary>Reads section <c>Mail</c> of <c>config/appsettings.json</c>; a variable such as <c>KA_Mail__Smtp__Host</c> wins over the file.</summary>
public static class MailSettings
{
    private const string Section = "config/appsettings.json, section Mail: ";

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="InvalidDataException">A setting is not known, has a value of the wrong kind or one out of its range; the message names it.</exception>
    public static MailOptions Load(KaHome home) => Read(Path.Combine(home.Config, "appsettings.json"), home.Outbox);

    /// <summary>Reads a file of settings.</summary>
    /// <param name="file">The file; a missing one has no settings.</param>
    /// <param name="outbox">The outbox where the file names none.</param>
    /// <exception cref="InvalidDataException">As <see cref="Load"/>.</exception>
    public static MailOptions Read(string file, string outbox)
    {
        var options = new MailOptions();
        IConfigurationSection section;
        try
        {
            section = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: true).AddEnvironmentVariables("KA_").Build().GetSection("Mail");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file} is not JSON: {e.InnerException?.Message ?? e.Message}", e);
        }

        if (MailSettingNames.Unknown(section) is { Count: > 0 } unknown)
        {
            throw new InvalidDataException(Section + string.Join("; ", unknown));
        }

        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException(Section + e.Message + (e.InnerException is { } inner ? $" {inner.Message}" : ""), e);
        }

        options.Outbox = options.Outbox.Length > 0 ? options.Outbox : outbox;
        foreach (var server in new[] { options.Smtp, options.AlarmSmtp }.Where(server => server.CaFile.Length > 0))
        {
            server.CaFile = Path.GetFullPath(server.CaFile, Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        foreach (var (name, part) in new (string, object)[]
        {
            ("", options), ("Smtp:", options.Smtp), ("Smtp:", options.Smtp.OAuth), ("AlarmSmtp:", options.AlarmSmtp), ("AlarmSmtp:", options.AlarmSmtp.OAuth),
        })
        {
            var faults = new List<ValidationResult>();
            if (!Validator.TryValidateObject(part, new ValidationContext(part), faults, validateAllProperties: true))
            {
                throw new InvalidDataException(Section + string.Join("; ", faults.Select(fault => name + fault.ErrorMessage)));
            }
        }

        return options;
    }
}

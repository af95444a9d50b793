using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace KaPipeline.Mail;

/// <summary>Reads section <c>Mail</c> of <c>config/appsettings.json</c>; a variable such as <c>KA_Mail__Smtp__Host</c> wins over the file.</summary>
public static class MailSettings
{
    /// <summary>Reads and checks it.</summary>
    /// <exception cref="InvalidDataException">A value is out of its range; the message names it.</exception>
    public static MailOptions Load(KaHome home)
    {
        var options = new MailOptions();
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(home.Config, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("KA_")
            .Build().GetSection("Mail").Bind(options);
        options.Outbox = options.Outbox.Length > 0 ? options.Outbox : home.Outbox;
        foreach (var part in new object[] { options, options.Smtp, options.AlarmSmtp })
        {
            var faults = new List<ValidationResult>();
            if (!Validator.TryValidateObject(part, new ValidationContext(part), faults, validateAllProperties: true))
            {
                throw new InvalidDataException("config/appsettings.json, section Mail: " + string.Join("; ", faults.Select(fault => fault.ErrorMessage)));
            }
        }

        return options;
    }
}

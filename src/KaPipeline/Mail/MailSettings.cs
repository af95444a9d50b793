using KaPipeline.Configuration;

namespace KaPipeline.Mail;

/// <summary>Reads section <c>Mail</c> of <c>config/appsettings.json</c>; a variable such as <c>KA_Mail__Smtp__Host</c> wins over the
/// file.</summary>
public static class MailSettings
{
    /// <summary>Reads and checks it.</summary>
    /// <exception cref="InvalidDataException">A setting is not known, has a value of the wrong kind or one out of its range; the message
    /// names it.</exception>
    public static MailOptions Load(KaHome home) => Read(Path.Combine(home.Config, "appsettings.json"), home.Outbox);

    /// <summary>Reads a file of settings.</summary>
    /// <param name="file">The file; a missing one has no settings.</param>
    /// <param name="outbox">The outbox where the file names none.</param>
    /// <exception cref="InvalidDataException">As <see cref="Load"/>.</exception>
    public static MailOptions Read(string file, string outbox) => SettingsFile.Open(file).Read<MailOptions>("Mail", options =>
    {
        options.Outbox = options.Outbox.Length > 0 ? options.Outbox : outbox;
        foreach (var server in new[] { options.Smtp, options.AlarmSmtp }.Where(server => server.CaFile.Length > 0))
        {
            server.CaFile = Path.GetFullPath(server.CaFile, Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        if (options.Returns.CaFile.Length > 0)
        {
            options.Returns.CaFile = Path.GetFullPath(options.Returns.CaFile, Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
    });
}

using AngleSharp.Css.Parser;
using KaPipeline.Configuration;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Reads one source of <c>config/sources.yaml</c>.</summary>
internal static class SourceFile
{
    private const int MostMegabytes = 100_000;

    private static readonly string[] KeyKinds = ["ssh-", "ecdsa-", "sk-"];

    public static SourceOptions Read(YamlSection section, IReadOnlyList<string> chains)
    {
        var source = new SourceOptions
        {
            Name = section.Required("name", "dingfeng-share"),
            Chain = section.Text("chain") ?? "",
            LookBackDays = section.Whole("look_back_days", new SourceOptions().LookBackDays, 0, 366),
            RenewedBy = section.Text("renewed_by") ?? "",
            PasswordExpires = section.Date("password_expires"),
            Folder = section.Section("folder", "folder") is { } folder ? Folder(folder) : null,
            Sftp = section.Section("sftp", "sftp") is { } sftp ? Sftp(sftp) : null,
            Http = section.Section("http", "http") is { } http ? Portal(http) : null,
        };
        if (source.Chain.Length > 0 && !chains.Contains(source.Chain))
        {
            section.Error("chain",
                $"chain: {source.Chain} has no profile in config/chains; {Nearest.Advice(source.Chain, chains.Where(id => id.Length > 0))}");
        }

        if (new object?[] { source.Folder, source.Sftp, source.Http }.Count(kind => kind is not null) != 1)
        {
            section.Error((YamlNode?)null, $"source \"{source.Name}\" needs exactly one of: folder:, sftp:, http:");
        }

        section.Finish();
        return source;
    }

    private static FolderOptions Folder(YamlSection section)
    {
        var defaults = new FolderOptions();
        var folder = new FolderOptions
        {
            Path = section.Required("path", "/srv/portals/dingfeng"),
            Pattern = section.Text("pattern") ?? defaults.Pattern,
            QuietSeconds = section.Whole("quiet_seconds", defaults.QuietSeconds, 0, 3600),
            Done = section.Text("done"),
            MostMegabytes = section.Whole("most_megabytes", defaults.MostMegabytes, 1, MostMegabytes),
        };
        section.Finish();
        return folder;
    }

    private static SftpOptions Sftp(YamlSection section)
    {
        var defaults = new SftpOptions();
        var sftp = new SftpOptions
        {
            Host = section.Required("host", "sftp.example"),
            Port = section.Whole("port", defaults.Port, 1, 65535),
            User = section.Required("user", "supplier"),
            HostKey = section.Required("host_key", "\"ssh-ed25519 AAAA…\""),
            Key = section.Place("key", "file:"),
            Password = section.Place("password", "env:", "file:"),
            Folder = section.Text("folder") ?? defaults.Folder,
            Pattern = section.Text("pattern") ?? defaults.Pattern,
            Done = section.Text("done"),
            QuietSeconds = section.Whole("quiet_seconds", defaults.QuietSeconds, 0, 3600),
            MostMegabytes = section.Whole("most_megabytes", defaults.MostMegabytes, 1, MostMegabytes),
            TimeoutSeconds = section.Whole("timeout_seconds", defaults.TimeoutSeconds, 1, 86_400),
        };
        if (sftp.Host.Length > 0 && Uri.CheckHostName(sftp.Host) == UriHostNameType.Unknown)
        {
            section.Error("host", $"host: {sftp.Host} is not a server name; write for example sftp.example");
        }

        if (sftp.HostKey.Length > 0
            && (sftp.HostKey.Split(' ').Length < 2 || !KeyKinds.Any(kind => sftp.HostKey.StartsWith(kind, StringComparison.Ordinal))))
        {
            section.Error("host_key",
                "host_key: must be the server's public key with its kind, as in \"ssh-ed25519 AAAA…\" (ssh-keyscan HOST shows it; compare it with what the chain says)");
        }

        if (section.Has("key") == section.Has("password"))
        {
            section.Error((YamlNode?)null, "sftp needs exactly one of: key:, password:");
        }

        section.Finish();
        return sftp;
    }

    private static PortalOptions Portal(YamlSection section)
    {
        var defaults = new PortalOptions();
        var portal = new PortalOptions
        {
            Address = section.Required("address", "https://portal.example"),
            SignIn = section.Text("sign_in"),
            Form = Selector(section, "form") ?? defaults.Form,
            UserField = section.Text("user_field") ?? defaults.UserField,
            PasswordField = section.Text("password_field") ?? defaults.PasswordField,
            User = section.Text("user") ?? "",
            Password = section.Place("password", "env:", "file:"),
            List = section.Required("list", "/orders?day={date:yyyyMMdd}"),
            Link = Selector(section, "link") ?? defaults.Link,
            NextPage = Selector(section, "next_page"),
            FirstPage = section.Whole("first_page", defaults.FirstPage, 0, 10_000),
            MostPages = section.Whole("most_pages", defaults.MostPages, 1, 100_000),
            Tries = section.Whole("tries", defaults.Tries, 1, 100),
            FirstWaitSeconds = section.Fraction("first_wait_seconds", 0, 3600) ?? defaults.FirstWaitSeconds,
            LongestWaitSeconds = section.Fraction("longest_wait_seconds", 0, 86_400) ?? defaults.LongestWaitSeconds,
            MostMegabytes = section.Whole("most_megabytes", defaults.MostMegabytes, 1, MostMegabytes),
            MostPageKilobytes = section.Whole("most_page_kilobytes", defaults.MostPageKilobytes, 1, 1_000_000),
            MostFiles = section.Whole("most_files", defaults.MostFiles, 1, 1_000_000),
            TimeoutSeconds = section.Whole("timeout_seconds", defaults.TimeoutSeconds, 1, 86_400),
        };
        if (portal.Address.Length > 0
            && !(Uri.TryCreate(portal.Address, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            section.Error("address", $"address: {portal.Address} is not an address; write https://portal.example");
        }

        CheckList(section, portal.List);
        foreach (var key in ((string[])["list", "sign_in"])
            .Where(key => section.Text(key)?.Contains(' ', StringComparison.Ordinal) == true))
        {
            section.Error(key, $"{key}: {section.Text(key)} is not a path; write for example /orders, and %20 for a blank");
        }

        if (portal.SignIn is not null && (portal.User.Length == 0 || portal.Password is null))
        {
            section.Error("sign_in", "sign_in: needs \"user:\" and \"password:\" beside it");
        }

        section.Finish();
        return portal;
    }

    private static void CheckList(YamlSection section, string list)
    {
        try
        {
            new DateTemplate(list).Fill(new(2026, 1, 1), new(2026, 1, 1), new(2026, 1, 1), 1);
        }
        catch (Exception e) when (e is SourceException or FormatException)
        {
            section.Error("list", $"list: {list}: {e.Message} Write for example /orders?day={{date:yyyyMMdd}}&page={{page}}");
        }
    }

    private static string? Selector(YamlSection section, string key)
    {
        var text = section.Text(key);
        if (text is not null && new CssSelectorParser().ParseSelector(text) is null)
        {
            section.Error(key, $"{key}: {text} is not a CSS selector; write for example \"table.files a[href]\"");
        }

        return text;
    }
}

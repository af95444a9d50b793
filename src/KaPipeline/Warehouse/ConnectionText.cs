using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>How people name a server: <c>postgresql://role:password@host:5432/ka?sslmode=require</c>, as every PostgreSQL tool takes it, or
/// <c>Host=…;Username=…;Database=…</c>. Several hosts, with commas between, are a primary and its standbys: whichever is the primary is
/// used.</summary>
public static partial class ConnectionText
{
    private static readonly Dictionary<string, string> KeyOfParameter = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode", ["sslrootcert"] = "Root Certificate", ["sslcert"] = "SSL Certificate", ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout", ["application_name"] = "Application Name", ["host"] = "Host", ["port"] = "Port",
        ["user"] = "Username", ["password"] = "Password", ["dbname"] = "Database", ["passfile"] = "Passfile",
        ["options"] = "Options", ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>The connection string as the driver takes it.</summary>
    /// <param name="given">What somebody wrote.</param>
    /// <param name="variable">Where, for the message.</param>
    /// <exception cref="WarehouseUnavailableException">It is neither of the two; the message shows both, and never the text, which may hold
    /// a password.</exception>
    public static string Read(string given, string variable)
    {
        try
        {
            var text = given.Trim();
            var read = IsUri(text) ? OfUri(text) : new NpgsqlConnectionStringBuilder(text).ConnectionString;
            var parts = new NpgsqlConnectionStringBuilder(read);
            return parts.Host is { Length: > 0 } ? Guarded(parts) : throw new ArgumentException("no host");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new WarehouseUnavailableException(Bilingual.Of(
                $"{variable} 不是连接字符串。请写 postgresql://ka_app:密码@主机:5432/ka，或 Host=主机;Port=5432;Username=ka_app;Password=密码;Database=ka。",
                $"{variable} is no connection string. Write postgresql://ka_app:PASSWORD@HOST:5432/ka, or Host=HOST;Port=5432;Username=ka_app;Password=PASSWORD;Database=ka."),
                e);
        }
    }

    /// <summary>Where it leads, for people: hosts with their ports.</summary>
    public static string Hosts(NpgsqlConnectionStringBuilder parts) => string.Join(", ", Split(parts).Select(host => $"{host.Name}:{host.Port}"));

    /// <summary>Each host and its port.</summary>
    public static IReadOnlyList<(string Name, string Port)> Split(NpgsqlConnectionStringBuilder parts) =>
    [
        .. parts.Host!.Split(',', StringSplitOptions.TrimEntries).Select(host => HostAndPort().Match(host) is { Success: true } found
            ? (found.Groups[1].Value, found.Groups[2].Value) : (host, parts.Port.ToString(CultureInfo.InvariantCulture))),
    ];

    /// <summary>Reads from a standby: one of the hosts that are named for it first, while these are away any standby, else the
    /// primary.</summary>
    /// <param name="standby">Connection that names the standby, or several.</param>
    /// <param name="primary">Connection that names the primary, and the standbys that may take its place.</param>
    public static string Reading(string standby, string primary)
    {
        var hosts = Split(new NpgsqlConnectionStringBuilder(standby)).Concat(Split(new NpgsqlConnectionStringBuilder(primary)));
        var parts = new NpgsqlConnectionStringBuilder(standby)
        {
            Host = string.Join(',', hosts.Distinct().Select(host => $"{host.Name}:{host.Port}")), ApplicationName = "ka console",
        };
        // Several hosts, of which one may be down: a page does not wait long for it, and it is asked again after ten seconds.
        parts.Timeout = Math.Min(parts.Timeout, 3);
        if (parts.Host.Contains(',', StringComparison.Ordinal))
        {
            (parts.TargetSessionAttributes, parts.HostRecheckSeconds) = ("prefer-standby", 10);
        }

        return parts.ConnectionString;
    }

    // What makes a failover short: the primary alone is used, which of them it is is asked anew every two seconds, and a server whose
    // machine is gone, so that nothing comes back at all, is given up after two minutes in mid-question, not after two hours.
    private static string Guarded(NpgsqlConnectionStringBuilder parts)
    {
        if (!parts.Host!.Contains(',', StringComparison.Ordinal))
        {
            // One host leaves nothing to choose, and the driver refuses the question.
            parts.Remove("Target Session Attributes");
        }
        else
        {
            parts.TargetSessionAttributes ??= "primary";
            parts.HostRecheckSeconds = Math.Min(parts.HostRecheckSeconds, 2);
        }

        if (parts.TcpKeepAliveTime == 0 && !parts.Host.StartsWith('/'))
        {
            (parts.TcpKeepAlive, parts.TcpKeepAliveTime, parts.TcpKeepAliveInterval) = (true, 30, 10);
        }

        return parts.ConnectionString;
    }

    [GeneratedRegex(@"^(\w+://(?:[^/?#]*@)?)([^/?#@]*)(.*)$")]
    private static partial Regex UriWithHosts();

    [GeneratedRegex(@"^([^:/]+|\[.+\]):(\d+)$")]
    private static partial Regex HostAndPort();

    private static bool IsUri(string text) => text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    private static string OfUri(string text)
    {
        // Several hosts are more than the class of URIs knows.
        var hosts = UriWithHosts().Match(text).Groups[2].Value;
        var isSeveral = hosts.Contains(',', StringComparison.Ordinal);
        var uri = new Uri(isSeveral ? UriWithHosts().Replace(text, "$1several$3", 1) : text);
        var builder = new NpgsqlConnectionStringBuilder();
        if (uri.Host.Length > 0)
        {
            builder.Host = isSeveral ? hosts : uri.Host.Trim('[', ']');
        }

        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } role, .. var rest])
        {
            builder.Username = Uri.UnescapeDataString(role);
            builder.Password = rest is [var password] ? Uri.UnescapeDataString(password) : null;
        }

        if (Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) is { Length: > 0 } database)
        {
            builder.Database = database;
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            var value = Uri.UnescapeDataString(pair is [_, var said] ? said : "");
            // PostgreSQL writes verify-full, the driver VerifyFull.
            builder[KeyOfParameter[pair[0]]] = pair[0].Equals("sslmode", StringComparison.OrdinalIgnoreCase)
                ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder.ConnectionString.ToString(CultureInfo.InvariantCulture);
    }
}

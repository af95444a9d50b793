using System.Globalization;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>How people name a server: <c>postgresql://role:password@host:5432/ka?sslmode=require</c>, as every PostgreSQL tool takes it, or
/// <c>Host=…;Username=…;Database=…</c>.</summary>
public static class ConnectionText
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
            var read = IsUri(text) ? OfUri(new Uri(text)) : new NpgsqlConnectionStringBuilder(text).ConnectionString;
            return new NpgsqlConnectionStringBuilder(read).Host is { Length: > 0 } ? read : throw new ArgumentException("no host");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new WarehouseUnavailableException(Bilingual.Of(
                $"{variable} 不是连接字符串。请写 postgresql://ka_app:密码@主机:5432/ka，或 Host=主机;Port=5432;Username=ka_app;Password=密码;Database=ka。",
                $"{variable} is no connection string. Write postgresql://ka_app:PASSWORD@HOST:5432/ka, or Host=HOST;Port=5432;Username=ka_app;Password=PASSWORD;Database=ka."),
                e);
        }
    }

    private static bool IsUri(string text) => text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    private static string OfUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        if (uri.Host.Length > 0)
        {
            builder.Host = uri.Host.Trim('[', ']');
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
                || pair[0].Equals("target_session_attrs", StringComparison.OrdinalIgnoreCase)
                ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder.ConnectionString.ToString(CultureInfo.InvariantCulture);
    }
}

using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace KaPipeline.Configuration;

/// <summary>Finds settings that nobody reads: a mistyped name must not silently leave the default in force.</summary>
internal static class SettingNames
{
    // Names that were once settings, or that other programs use, and what to write instead.
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StartTls"] = "set Security to start_tls, implicit_tls or none",
        ["Tls"] = "set Security to start_tls, implicit_tls or none",
        ["UseTls"] = "set Security to start_tls, implicit_tls or none",
        ["Ssl"] = "set Security to start_tls, implicit_tls or none",
        ["UseSsl"] = "set Security to start_tls, implicit_tls or none",
        ["EnableSsl"] = "set Security to start_tls, implicit_tls or none",
        ["FromName"] = "set SenderNames, by digest and language",
        ["Password"] = "a password does not belong in a file; put it into the environment variable that PasswordVariable names",
        ["AccessToken"] = "set OAuth:TokenEndpoint; tokens expire and are fetched",
        ["ClientSecret"] = "a secret does not belong in a file; put it into the environment variable that ClientSecretVariable names",
        ["Username"] = "the name is User",
    };

    /// <summary>Whether it comes from the environment alone.</summary>
    public static bool IsSecret(string name) =>
        name.Equals("ClientSecret", StringComparison.OrdinalIgnoreCase)
        || name.Equals("KeyCertificatePassword", StringComparison.OrdinalIgnoreCase);

    /// <summary>Settings of a section or group, by name.</summary>
    public static List<PropertyInfo> Of(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
        .OrderBy(property => property.Name, StringComparer.Ordinal)];

    /// <summary>Whether it has settings of its own, by name.</summary>
    public static bool IsGroup(Type type) => type.IsClass && type != typeof(string) && !type.IsGenericType;

    /// <summary>What a name below a setting of a type holds; null where there is no such name.</summary>
    public static Type? TypeOf(IConfigurationSection child, Type type) => IsGroup(type)
        ? Of(type).FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))?.PropertyType
        : type.GenericTypeArguments[^1];

    /// <summary>A sentence for a name that is no setting.</summary>
    public static string Unknown(IConfigurationSection child, Type type) => $"there is no setting {child.Path}: "
        + (Instead.TryGetValue(child.Key, out var hint) ? hint : $"there are {string.Join(", ", Of(type).Select(known => known.Name))}");
}

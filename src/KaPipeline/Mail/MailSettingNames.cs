using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace KaPipeline.Mail;

/// <summary>Finds settings that nobody reads: a mistyped name must not silently leave the default in force.</summary>
internal static class MailSettingNames
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
        ["Password"] = "a password stands in no file; put it into the environment variable that PasswordVariable names",
        ["AccessToken"] = "set OAuth:TokenEndpoint; tokens expire and are fetched",
        ["ClientSecret"] = "a secret stands in no file; put it into the environment variable that ClientSecretVariable names",
        ["Username"] = "the name is User",
    };

    /// <summary>A sentence for each name below the section that is no setting.</summary>
    public static IReadOnlyList<string> Unknown(IConfigurationSection section) => [.. Unknown(section, typeof(MailOptions), "")];

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type type, string path)
    {
        var known = Settings(type);
        foreach (var child in section.GetChildren())
        {
            var property = known.FirstOrDefault(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                yield return $"there is no setting {path}{child.Key}: "
                    + (Instead.TryGetValue(child.Key, out var hint) ? hint : $"there are {string.Join(", ", known.Select(known => known.Name))}");
            }
            else if (property.PropertyType.Namespace == typeof(MailOptions).Namespace)
            {
                foreach (var deeper in Unknown(child, property.PropertyType, $"{path}{property.Name}:"))
                {
                    yield return deeper;
                }
            }
        }
    }

    private static List<PropertyInfo> Settings(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).OrderBy(property => property.Name, StringComparer.Ordinal)];
}
